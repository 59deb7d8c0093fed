/** Owns the session tokens: minted with an optional trouble, good for one `streaming.new`. */
import { randomBytes } from 'node:crypto';
import type { Trouble } from './troubles.js';

export interface SessionToken {
  value: string;
  trouble: Trouble | undefined;
  /** A word of the minting page's or test's own, to find its sessions in the books. */
  label: string | undefined;
  used: boolean;
}

export class Tokens {
  readonly #tokens = new Map<string, SessionToken>();

  mint(options: { trouble?: Trouble | undefined; label?: string | undefined } = {}): SessionToken {
    // Only [A-Za-z0-9._~-]: the official SDK puts it into a URL unescaped. Neither a JWT's three parts nor an
    // API key's `sk_`, by which clients tell the kinds apart.
    const value = `sandbox-${randomBytes(24).toString('base64url')}`;
    const token: SessionToken = { value, trouble: options.trouble, label: options.label, used: false };
    this.#tokens.set(value, token);
    return token;
  }

  find(value: string): SessionToken | undefined {
    return this.#tokens.get(value);
  }
}
