/**
 * A page's bad network: a fault proxy between it and the sandbox, which fault-proxy.ts describes. While one is open
 * the page's peer connections keep their own candidates to themselves, or LiveKit would answer past the proxy.
 */

import { executeServerCommand } from '@web/test-runner-commands';
import { sandboxAddresses } from './commands.js';
import type { Fault } from './fault-proxy-delay.js';

export type LinkName = 'service' | 'signalling' | 'media';

/** Every command of fault-proxy-plugin.ts: what goes in and what comes back. */
export interface ProxyCommands {
  'open-proxy': { payload: { sandbox: string; livekit: string }; result: { id: number; url: string } };
  'set-fault': { payload: { id: number; links: LinkName[]; fault: Fault } & Lasting; result: true };
  'await-fault': { payload: { id: number }; result: { over: boolean } };
  'proxy-bytes': { payload: { id: number }; result: Record<LinkName, number> };
  'close-proxy': { payload: { id: number }; result: true };
}

interface Lasting {
  /** Until the links are whole again; without it they stay broken. */
  seconds?: number;
  /** That many short faults, evenly, instead of a long one. */
  times?: number;
}

const everything: LinkName[] = ['service', 'signalling', 'media'];

export class FaultyNetwork {
  /** Takes the place of the sandbox's address. */
  readonly url: string;
  readonly #id: number;
  readonly #showCandidates: () => void;

  static async open(): Promise<FaultyNetwork> {
    const { id, url } = await proxyCommand('open-proxy', await sandboxAddresses());
    return new FaultyNetwork(id, url);
  }

  private constructor(id: number, url: string) {
    this.#id = id;
    this.url = url;
    this.#showCandidates = withholdCandidates();
  }

  /** Breaks links and resolves once they are broken; `over` resolves when they are whole again. */
  async break(
    fault: Fault,
    { links = everything, ...lasting }: { links?: LinkName[] } & Lasting = {},
  ): Promise<{ over: Promise<void> }> {
    await proxyCommand('set-fault', { id: this.#id, links, fault, ...lasting });
    return { over: lasting.seconds === undefined ? Promise.resolve() : this.#over() };
  }

  /** How many bytes have gone through each link so far. */
  bytes(): Promise<Record<LinkName, number>> {
    return proxyCommand('proxy-bytes', { id: this.#id });
  }

  async close(): Promise<void> {
    this.#showCandidates();
    await proxyCommand('close-proxy', { id: this.#id });
  }

  async #over(): Promise<void> {
    for (;;) {
      const { over } = await proxyCommand('await-fault', { id: this.#id });
      if (over) return;
    }
  }
}

/** Neither in an event nor in an offer or answer. Returns how to undo it. */
function withholdCandidates(): () => void {
  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = new Proxy(Original, {
    construct: (target, args: [RTCConfiguration?]) => withholding(new target(...args)),
  });
  return () => void (globalThis.RTCPeerConnection = Original);
}

/** On the connection itself: LiveKit's adapter changes what all of them share, before or after this. */
function withholding(connection: RTCPeerConnection): RTCPeerConnection {
  const createOffer = connection.createOffer.bind(connection);
  const createAnswer = connection.createAnswer.bind(connection);
  Object.assign(connection, {
    createOffer: async (options?: RTCOfferOptions) => withoutCandidates(await createOffer(options)),
    createAnswer: async () => withoutCandidates(await createAnswer()),
  });
  // A field of its own hides the one that would register a listener.
  return Object.defineProperty(connection, 'onicecandidate', { value: null, writable: true });
}

function withoutCandidates({ type, sdp = '' }: RTCSessionDescriptionInit): RTCSessionDescriptionInit {
  return { type, sdp: sdp.replace(/^a=candidate:.*\r\n/gm, '') };
}

function proxyCommand<Name extends keyof ProxyCommands>(
  name: Name,
  payload: ProxyCommands[Name]['payload'],
): Promise<ProxyCommands[Name]['result']> {
  return executeServerCommand<ProxyCommands[Name]['result'], ProxyCommands[Name]['payload']>(name, payload);
}
