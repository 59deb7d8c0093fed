// A server in the page: `fetch` is replaced by it while a test runs, and what was sent is kept to be read.

export interface SentRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  /** The JSON that was sent, as the server would read it. */
  readonly body: unknown;
  readonly keepalive: boolean;
  readonly credentials: RequestCredentials;
  readonly signal: AbortSignal;
}

export type Answer = (request: SentRequest) => Response | Promise<Response>;

export class FakeFetch {
  readonly requests: SentRequest[] = [];
  /** What the server does; a test may put another in its place at any time. */
  answer: Answer;
  readonly #real = globalThis.fetch;

  constructor(answer: Answer = () => success({})) {
    this.answer = answer;
    globalThis.fetch = this.#fetch;
  }

  /** The request sent last. */
  get request(): SentRequest {
    const request = this.requests.at(-1);
    if (!request) throw new Error('Nothing was sent.');
    return request;
  }

  /** The last part of each request's path, in order: `streaming.new` and so on. */
  get methods(): string[] {
    return this.requests.map(({ url }) => url.pathname.split('/').at(-1) ?? '');
  }

  restore(): void {
    globalThis.fetch = this.#real;
  }

  /** Takes the request at once, and ends with the answer or with the signal, as the platform's does. */
  readonly #fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const { url, method, headers, keepalive, credentials, signal } = new Request(input, init);
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const request = { url: new URL(url), method, headers, body, keepalive, credentials, signal };
    this.requests.push(request);
    signal.throwIfAborted();
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    return Promise.race([this.answer(request), aborted]);
  };
}

/** An answer in the service's envelope. */
export function success(data: unknown): Response {
  return json({ code: 100, message: 'success', data });
}

/** An answer of any JSON, `200` unless told otherwise. */
export function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), init);
}

/** What the platform's `fetch` rejects with when there is no network. */
export function networkFailure(): Promise<Response> {
  return Promise.reject(new TypeError('Failed to fetch'));
}
