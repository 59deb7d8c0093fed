/** The faults of the doubles' network between a page and a real service: calls that break before or after they arrive. */

import type { Fault, Faults } from './world/faults.js';

/** The longest that a call is held up, in milliseconds. */
const longest = 700;

export class BrokenFetch {
  readonly log: string[] = [];
  readonly #before = globalThis.fetch;
  readonly #real = globalThis.fetch.bind(globalThis);
  readonly #origin: string;
  readonly #faults: Faults;

  constructor(origin: string, faults: Faults) {
    this.#origin = origin;
    this.#faults = faults;
    globalThis.fetch = this.#fetch;
  }

  restore(): void {
    globalThis.fetch = this.#before;
  }

  readonly #fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input, document.baseURI);
    const call = url.pathname.split('/').at(-1) ?? '';
    if (url.origin !== this.#origin || call === 'sessions') return this.#real(input, init);
    const body = typeof init.body === 'string' ? init.body : '';
    const isStop = call === 'stop' || call === 'streaming.stop';
    const fault = this.#faults.next(call, isStop ? `${body} ${authorization(init)}` : undefined);
    this.log.push(`  → ${call} [${fault.name}]`);
    // Of Interactive Avatar nobody learns the id of a session whose answer is lost, so nobody could stop it.
    if (call === 'streaming.new' && fault.actsAt !== undefined) return this.#real(input, init);
    return this.#break(fault, input, init);
  };

  async #break(fault: Fault, input: RequestInfo | URL, init: RequestInit): Promise<Response> {
    if (fault.actsAt === undefined) await heldUp(Math.min(fault.endsAt, longest), init.signal);
    const answer = fault.actsAt === undefined ? undefined : await this.#real(input, init);
    const { outcome } = fault;
    if (outcome === 'reset' || outcome === 'never') throw new TypeError('Failed to fetch');
    if (typeof outcome === 'number')
      return Response.json({ code: outcome, message: 'Broken on purpose' }, { status: outcome });
    if (outcome === 'web page') return new Response('<!doctype html><title>Sign in</title>');
    if (!answer) throw new TypeError('Failed to fetch');
    if (outcome !== 'half') return answer;
    const text = await answer.text();
    return new Response(text.slice(0, text.length / 2));
  }
}

function authorization({ headers }: RequestInit): string {
  return new Headers(headers).get('Authorization') ?? '';
}

function heldUp(milliseconds: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    // As `fetch` itself, which an aborted signal never lets begin.
    if (signal?.aborted) return reject(signal.reason as Error);
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
