/** Owns what was said in a session, as `GET /v1/sessions/{id}/transcript` tells it. */

interface Line {
  role: 'user' | 'avatar';
  transcript: string;
  /** Seconds since 1970, and since the session's start. */
  absolute_timestamp: number;
  relative_timestamp: number;
}

export class Transcript {
  readonly #startedAt = Date.now();
  readonly #lines: Line[] = [];

  add(role: Line['role'], transcript: string): void {
    const now = Date.now();
    this.#lines.push({
      role,
      transcript,
      absolute_timestamp: now / 1000,
      relative_timestamp: (now - this.#startedAt) / 1000,
    });
  }

  /** Those from the one time to the other, in seconds since 1970. */
  between(from: number, to: number): Line[] {
    return this.#lines.filter(
      ({ absolute_timestamp }) => absolute_timestamp >= from && absolute_timestamp <= to,
    );
  }
}
