/** Owns what a handler gives back over HTTP: an answer, or a refusal thrown from wherever it is noticed. */

export interface Answer {
  status: number;
  /** Sent as JSON; a string is sent as a web page, bytes as they are. */
  body: unknown;
  headers?: Record<string, string>;
}

/** `data` only where the service's errors carry one. */
export interface RefusalBody {
  code: number;
  message: string;
  data?: unknown;
}

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: Answer;

  constructor(status: number, body: RefusalBody) {
    super(body.message);
    this.answer = { status, body };
  }
}
