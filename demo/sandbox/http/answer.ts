/** Owns what a handler gives back over HTTP: an answer, or a refusal thrown from wherever it is noticed. */

export interface Answer {
  status: number;
  /** Sent as JSON; a string is sent as a web page, bytes as they are. */
  body: unknown;
  headers?: Record<string, string>;
}

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: Answer;

  constructor(status: number, body: { code: number; message: string }) {
    super(body.message);
    this.answer = { status, body };
  }
}
