/**
 * Sends the official SDK's chat socket to where the sandbox is. That SDK takes only the host's name from its
 * basePath and always says `wss`, so that it cannot reach a server on another port by itself.
 */

/** Patches the page's `WebSocket`; what it returns puts the real one back. */
export function bringChatSocketTo(basePath: string): () => void {
  const { hostname, host, protocol } = new URL(basePath);
  const asked = `wss://${hostname}/v1/ws/streaming.chat`;
  const meant = `${protocol.replace('http', 'ws')}//${host}/v1/ws/streaming.chat`;
  const Real = globalThis.WebSocket;
  globalThis.WebSocket = class extends Real {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(String(url).replace(asked, meant), protocols);
    }
  };
  return () => (globalThis.WebSocket = Real);
}
