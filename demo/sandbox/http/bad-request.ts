/** Owns what is wrong with a request as such; each service has its own words for it. */

export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  /** `voice.rate`; undefined where the body as a whole is meant. */
  readonly field: string | undefined;
  readonly why: string;
  readonly status: 400 | 413;

  constructor(field: string | undefined, why: string, status: 400 | 413 = 400) {
    super(field ? `${field} is invalid: ${why}` : why);
    this.field = field;
    this.why = why;
    this.status = status;
  }
}
