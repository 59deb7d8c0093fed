/**
 * Owns the session tokens: three-part JWTs, each bound to one session from its making. Clients read the payload's
 * `start_session_data` to tell the service by it, and FULL from LITE.
 */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Fields } from '../http/fields.js';
import type { SessionRequest } from './session-request.js';
import type { LiveAvatarTrouble } from './trouble.js';

export interface LiveToken {
  readonly value: string;
  readonly sessionId: string;
  readonly request: SessionRequest;
  readonly body: Fields;
  readonly trouble: LiveAvatarTrouble | undefined;
  readonly label: string | undefined;
  /** `spent`: its session was started, or stopped before it could be. */
  state: 'fresh' | 'spent';
}

export type NewToken = Pick<LiveToken, 'request' | 'body' | 'trouble' | 'label'>;

export class SessionTokens {
  readonly #tokens = new Map<string, LiveToken>();
  readonly #secret = randomBytes(32);

  mint(wanted: NewToken): LiveToken {
    const sessionId = randomUUID();
    const value = this.#sign({
      sub: sessionId,
      session_id: sessionId,
      iat: Math.floor(Date.now() / 1000),
      start_session_data: { ...wanted.body, mode: wanted.request.mode },
    });
    const token: LiveToken = { value, sessionId, ...wanted, state: 'fresh' };
    this.#tokens.set(value, token);
    return token;
  }

  find(value: string): LiveToken | undefined {
    return this.#tokens.get(value);
  }

  findBySession(id: string): LiveToken | undefined {
    return [...this.#tokens.values()].find(({ sessionId }) => sessionId === id);
  }

  #sign(payload: object): string {
    const signed = [{ alg: 'HS256', typ: 'JWT' }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${signed}.${createHmac('sha256', this.#secret).update(signed).digest('base64url')}`;
  }
}
