/** `fetch` between the page and the services: late, broken, or cut off with the page. */

import { chance } from './chance.js';
import type { BookEntry } from './books.js';
import type { Fault, Faults } from './faults.js';
import type { Services, WireAnswer, WireCall } from './services.js';
import type { VirtualTime } from './virtual-time.js';

interface InFlight {
  readonly call: WireCall;
  readonly name: string;
  readonly keepalive: boolean;
  readonly isStop: boolean;
  acts: number | undefined;
  ends: number | undefined;
  answer: WireAnswer | undefined;
}

/** How the page has fared: a call that told it that its session or its token is no more. */
export interface Refused {
  readonly entry: BookEntry;
  readonly status: number;
  readonly at: number;
}

export class Network {
  readonly refused: Refused[] = [];
  readonly #time: VirtualTime;
  readonly #services: Services;
  readonly #faults: Faults;
  readonly #seed: number;
  readonly #log: (line: string) => void;
  readonly #real = globalThis.fetch;
  readonly #inFlight = new Set<InFlight>();
  /** The page is being left: what it sends with `keepalive` now reaches the service. */
  #leaving = false;
  #reliable = false;

  constructor(
    seed: number,
    time: VirtualTime,
    services: Services,
    faults: Faults,
    log: (line: string) => void,
  ) {
    this.#seed = seed;
    this.#time = time;
    this.#services = services;
    this.#faults = faults;
    this.#log = log;
  }

  install(): void {
    globalThis.fetch = this.#fetch;
  }

  restore(): void {
    globalThis.fetch = this.#real;
  }

  leaving(leaving: boolean): void {
    this.#leaving = leaving;
  }

  /** The page is gone. What it has sent to stop a session arrives; of the rest some has been received before. */
  close(): void {
    const received = chance(this.#seed, 'received before the page was gone');
    for (const flight of this.#inFlight) {
      if (flight.acts === undefined && !(flight.keepalive && flight.isStop)) continue;
      this.#time.cancel(flight.acts);
      if (flight.keepalive) this.#time.schedule('world', 20, flight.name, () => this.#act(flight));
      else if (received() < 0.5) this.#act(flight);
    }
  }

  /** Nothing fails any more. */
  recover(): void {
    this.#reliable = true;
  }

  readonly #fetch = (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (!url.host.endsWith('.test')) return this.#real(input, init);
    const call: WireCall = {
      url,
      token: (request.headers.get('Authorization') ?? '').replace('Bearer ', ''),
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {},
      sentAt: this.#time.now,
    };
    // Of a session that another run has left behind.
    if (call.token && !this.#services.knows(call.token)) return new Promise(() => undefined);
    // The signal as it was given: a request's own is another, which follows it.
    return this.#send(call, init.signal ?? undefined, request.keepalive);
  };

  #send(call: WireCall, signal: AbortSignal | undefined, keepalive: boolean): Promise<Response> {
    const stops = this.#services.stoppedBy(call);
    const name = call.url.pathname.split('/').at(-1) ?? '';
    const label = call.url.host === 'token.test' ? 'token' : name;
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const fault = this.#reliable || (this.#leaving && keepalive) ? arrives : this.#faults.next(label, stops);
    this.#log(`  → ${label} ${this.#services.entryOf(call)?.id ?? ''} [${fault.name}]`);
    if (stops !== undefined) this.#noteStop(call);
    const flight: InFlight = {
      call,
      name: label,
      keepalive,
      isStop: stops !== undefined,
      acts: undefined,
      ends: undefined,
      answer: undefined,
    };
    this.#inFlight.add(flight);
    return new Promise((resolve, reject) => {
      const over = (end: () => void): void => {
        this.#inFlight.delete(flight);
        signal?.removeEventListener('abort', onAbort);
        end();
      };
      const onAbort = (): void => {
        // Not received yet: it never will be.
        this.#time.cancel(flight.acts);
        this.#time.cancel(flight.ends);
        over(() => {
          this.#tell(flight, false);
          reject(signal?.reason as Error);
        });
      };
      signal?.addEventListener('abort', onAbort);
      if (fault.actsAt !== undefined)
        flight.acts = this.#time.schedule('world', fault.actsAt, `${label} acts`, () => this.#act(flight));
      if (fault.outcome === 'never') return;
      flight.ends = this.#time.schedule('page', fault.endsAt, `${label} ends`, () =>
        over(() => this.#end(flight, fault, resolve, reject)),
      );
    });
  }

  #act(flight: InFlight): void {
    flight.acts = undefined;
    flight.answer = this.#services.act(flight.call);
  }

  #end(
    flight: InFlight,
    { outcome }: Fault,
    resolve: (response: Response) => void,
    reject: (error: Error) => void,
  ): void {
    const { answer } = flight;
    const whole = outcome === 'answer' && answer !== undefined;
    this.#tell(flight, whole);
    if (outcome === 'reset') return reject(new TypeError('Failed to fetch'));
    const status = typeof outcome === 'number' ? outcome : (answer?.status ?? 200);
    const isRefused = status === 401 || status === 404 || status === 410;
    const entry = this.#services.entryOf(flight.call);
    if (isRefused && entry && !flight.isStop) this.refused.push({ entry, status, at: this.#time.now });
    resolve(response(outcome, answer));
  }

  /** The opening call is over for the page. */
  #tell({ answer }: InFlight, whole: boolean): void {
    if (!answer?.opened) return;
    answer.opened.toldAt = this.#time.now;
    answer.opened.idKnown = whole;
  }

  #noteStop(call: WireCall): void {
    const entry = this.#services.entryOf(call);
    entry?.stopsSent.push(this.#time.now);
  }
}

const arrives: Fault = { name: 'arrives', actsAt: 20, endsAt: 40, outcome: 'answer' };

const texts: Readonly<Record<number, string>> = {
  401: '{"code":400112,"message":"Unauthorized"}',
  404: '{"code":4004,"message":"Session not found"}',
  409: '{"code":4009,"message":"Session concurrency limit reached"}',
  410: '{"code":4010,"message":"endpoint_sunset"}',
  429: '{"code":400140,"message":"Too many requests"}',
  500: '{"code":5000,"message":"Internal error"}',
  503: '<html><body>503 Service Unavailable</body></html>',
};

function response(outcome: Fault['outcome'], answer: WireAnswer | undefined): Response {
  if (typeof outcome === 'number') return new TextResponse(texts[outcome] ?? '{}', outcome);
  const text = JSON.stringify(answer?.json ?? {});
  if (outcome === 'web page') return new TextResponse('<!doctype html><title>Sign in</title>', 200);
  if (outcome === 'half') return new TextResponse(text.slice(0, text.length / 2), 200);
  return new TextResponse(text, answer?.status ?? 200);
}

/** Its text is there at once, and not some tasks later, so that the order of things is the clock's alone. */
class TextResponse extends Response {
  readonly #text: string;

  constructor(text: string, status: number) {
    super(text, { status, headers: { 'Content-Type': 'application/json' } });
    this.#text = text;
  }

  override async text(): Promise<string> {
    return this.#text;
  }

  override async json(): Promise<unknown> {
    return JSON.parse(this.#text);
  }
}
