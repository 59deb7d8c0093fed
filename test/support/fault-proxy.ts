/**
 * Owns a bad network between a page and the sandbox: everything goes through it, and it delays, loses or breaks it.
 *
 *   const proxy = await FaultProxy.start({ sandbox: 'http://127.0.0.1:4000', livekit: 'ws://127.0.0.1:5000' });
 *   … new StreamingAvatar({ token, basePath: proxy.url }) …
 *   proxy.set({ mode: 'delay', milliseconds: 40 });     // all three links
 *   proxy.signalling.set({ mode: 'reset' });            // or one: service, signalling, media
 *   proxy.media.seen                                    // bytes that went through it so far
 *   await proxy.close();
 *
 * `service` is HTTP and the chat socket, `signalling` LiveKit's WebSocket, `media` its UDP. What a mode does:
 *   pass        forwards at once; what was held goes out
 *   delay       forwards later, each way; handshakes of TCP are not delayed
 *   black-hole  TCP is held (as if sent again and again), UDP is lost, new connections get no answer
 *   reset       every connection is reset, those that are there and new ones; UDP is lost
 *   refuse      as reset, but nobody listens any more; UDP is lost
 * A single reset is `set({ mode: 'reset' })` and then `set({ mode: 'pass' })`.
 *
 * The page never learns of another way: the room's address in the answer to streaming.new and the UDP port in
 * LiveKit's candidates are replaced by the proxy's, and WebSocket compression is taken out of the handshakes, or
 * they could not be read. Once a page may use the microphone its own candidates reach LiveKit, which then answers
 * past the proxy: such a page must withhold them. Firefox's media does not go through it.
 */
import type { Fault, FaultLink } from './fault-proxy-delay.js';
import { TcpLink } from './fault-proxy-tcp.js';
import { UdpLink } from './fault-proxy-udp.js';

export type { Fault, FaultLink };

export class FaultProxy {
  /** Takes the place of the sandbox's address. */
  readonly url: string;
  readonly service: FaultLink;
  readonly signalling: FaultLink;
  readonly media: FaultLink;
  readonly #links: readonly (TcpLink | UdpLink)[];

  static async start({ sandbox, livekit }: { sandbox: string; livekit: string }): Promise<FaultProxy> {
    const media = await UdpLink.start();
    const signalling = await TcpLink.start(livekit, (text) =>
      text.replace(/( 127\.0\.0\.1 )(\d+)(?= typ )/g, (_, address: string, port: string) => {
        media.target = Number(port);
        return address + inPlaceOf(port, media.port);
      }),
    );
    const { hostname, port } = new URL(livekit);
    const service = await TcpLink.start(sandbox, (text) =>
      text.replaceAll(`://${hostname}:${port}"`, `://${hostname}:${inPlaceOf(port, signalling.port)}"`),
    );
    return new FaultProxy(service, signalling, media);
  }

  private constructor(service: TcpLink, signalling: TcpLink, media: UdpLink) {
    this.url = `http://127.0.0.1:${service.port}`;
    this.service = service;
    this.signalling = signalling;
    this.media = media;
    this.#links = [service, signalling, media];
  }

  async set(fault: Fault): Promise<void> {
    await Promise.all(this.#links.map((link) => link.set(fault)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()));
  }
}

/** Lengths are written elsewhere in what is rewritten, so a port must not change its own. */
function inPlaceOf(original: string, port: number): string {
  const text = String(port);
  if (text.length !== original.length) throw new Error(`Port ${text} cannot stand for port ${original}.`);
  return text;
}
