/** Both services as the wire shows them: what a call does, and what it answers. They share nothing with `src`. */

import type { BookEntry, Books, ServiceUnderTest } from './books.js';

export const basePaths: Readonly<Record<ServiceUnderTest, string>> = {
  'interactive-avatar': 'http://v1.test',
  liveavatar: 'http://la.test',
};

export interface WireCall {
  readonly url: URL;
  readonly token: string;
  readonly body: Record<string, unknown>;
  readonly sentAt: number;
}

export interface WireAnswer {
  readonly status: number;
  readonly json: unknown;
  /** The session that the call opened. */
  readonly opened?: BookEntry | undefined;
}

/** What a session tells the page by itself. */
export interface SessionHooks {
  onTask(entry: BookEntry, taskId: string, durationMs: number): void;
  /** The service has ended it or was asked to: its room is deleted and its sockets close. */
  onOver(entry: BookEntry): void;
}

export class Services {
  readonly #run: string;
  readonly #books: Books;
  readonly #hooks: SessionHooks;
  readonly #now: () => number;
  #ids = 0;

  /** `run` tells its tokens from those of other runs. */
  constructor(run: string, books: Books, hooks: SessionHooks, now: () => number) {
    this.#run = run;
    this.#books = books;
    this.#hooks = hooks;
    this.#now = now;
  }

  /** A session token of that service, as its server-side call mints it. */
  mint(service: ServiceUnderTest, owner: string): string {
    const name = `${this.#run}-${(this.#ids += 1)}`;
    const token = service === 'liveavatar' ? jwt(name) : `token-${name}`;
    this.#books.tokens.set(token, { owner, opened: false });
    return token;
  }

  knows(token: string): boolean {
    return this.#books.tokens.has(token);
  }

  /** Opens a session as the page's own server does, which hands its data to the page. */
  openForeign(owner: string): Record<string, unknown> {
    const token = this.mint('interactive-avatar', owner);
    const { json, opened } = this.#newSession({ token, sentAt: this.#now() }, true);
    if (opened) opened.toldAt = this.#now();
    return (json as { data: Record<string, unknown> }).data;
  }

  /** What a call to stop is to stop; undefined for other calls. */
  stoppedBy({ url, token, body }: Pick<WireCall, 'url' | 'token' | 'body'>): string | undefined {
    if (url.pathname === '/v1/streaming.stop') return String(body.session_id);
    return url.pathname === '/v1/sessions/stop' ? token : undefined;
  }

  /** The session that a call is about. */
  entryOf({ url, token, body }: Pick<WireCall, 'url' | 'token' | 'body'>): BookEntry | undefined {
    return url.host === 'la.test' ? this.#books.byToken(token) : this.#books.byId(body.session_id);
  }

  /** The service does what it is asked. */
  act(call: WireCall): WireAnswer {
    const { url } = call;
    if (url.host === 'token.test')
      return ok({ token: this.mint(serviceOf(url), url.searchParams.get('owner') ?? '') }, false);
    const { pathname } = url;
    if (url.host === 'v1.test' && pathname.startsWith('/v1/streaming.'))
      return this.#interactiveAvatar(pathname.slice('/v1/streaming.'.length), call);
    if (url.host === 'la.test' && pathname.startsWith('/v1/sessions/'))
      return this.#liveAvatar(pathname.slice('/v1/sessions/'.length), call);
    return { status: 404, json: 'Not found' };
  }

  #interactiveAvatar(method: string, call: WireCall): WireAnswer {
    if (method === 'new') return this.#newSession(call);
    const entry = this.#books.byId(call.body.session_id);
    if (!entry) return refusal(400, 10006, 'Session not found');
    if (method === 'stop') {
      this.#end(entry);
      return ok('success');
    }
    if (entry.endedAt !== undefined) return refusal(400, 10005, 'session state wrong: closed');
    if (method === 'start') {
      entry.startedAt ??= this.#now();
      entry.billedFrom ??= this.#now();
      return ok(null);
    }
    if (entry.startedAt === undefined) return refusal(400, 400006, 'Session is not in correct state');
    if (method !== 'task') return ok(null);
    const taskId = `task-${(this.#ids += 1)}`;
    this.#hooks.onTask(entry, taskId, 1200);
    return ok({ task_id: taskId, duration_ms: 1200 });
  }

  #newSession({ token, sentAt }: Pick<WireCall, 'token' | 'sentAt'>, foreign = false): WireAnswer {
    const minted = this.#books.tokens.get(token);
    if (!minted || minted.opened) return refusal(401, 401057, 'Invalid access token');
    minted.opened = true;
    const id = `v1-session-${(this.#ids += 1)}`;
    const { owner } = minted;
    const opened = this.#books.open({
      id,
      service: 'interactive-avatar',
      token,
      owner,
      foreign,
      askedAt: sentAt,
    });
    const room = { url: 'wss://room.test', access_token: `room of ${id}` };
    return ok({ session_id: id, ...room, session_duration_limit: 600, is_paid: true }, true, opened);
  }

  #liveAvatar(method: string, { token, sentAt }: WireCall): WireAnswer {
    const entry = this.#books.byToken(token);
    if (method === 'start') {
      const minted = this.#books.tokens.get(token);
      if (!minted || minted.opened) return refusal(401, 4001, 'The token has been used');
      minted.opened = true;
      const id = `la-session-${(this.#ids += 1)}`;
      const { owner } = minted;
      const opened = this.#books.open({
        id,
        service: 'liveavatar',
        token,
        owner,
        foreign: false,
        askedAt: sentAt,
      });
      opened.startedAt = opened.billedFrom = this.#now();
      const room = { livekit_url: 'wss://room.test', livekit_client_token: `room of ${id}` };
      return ok({ session_id: id, ...room, max_session_duration: 1200 }, true, opened, 1000, 201);
    }
    if (!entry) return refusal(404, 4004, 'Session not found');
    if (method === 'stop') {
      this.#end(entry);
      return ok(null, true, undefined, 1000);
    }
    if (entry.endedAt !== undefined) return refusal(404, 4004, 'Session not found');
    return ok(null, true, undefined, 1000);
  }

  #end(entry: BookEntry): void {
    if (entry.endedAt !== undefined) return;
    this.#books.end(entry, 'stop');
    this.#hooks.onOver(entry);
  }
}

function serviceOf(url: URL): ServiceUnderTest {
  return url.pathname === '/liveavatar' ? 'liveavatar' : 'interactive-avatar';
}

function ok(data: unknown, inEnvelope = true, opened?: BookEntry, code = 100, status = 200): WireAnswer {
  return { status, json: inEnvelope ? { code, data, message: 'success' } : data, opened };
}

function refusal(status: number, code: number, message: string): WireAnswer {
  return { status, json: { code, message } };
}

/** In three parts, as LiveAvatar's are, of which only the middle one is ever read. */
function jwt(name: string): string {
  const part = (json: object): string =>
    btoa(JSON.stringify(json)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return [part({ alg: 'none' }), part({ jti: name, start_session_data: { mode: 'FULL' } }), 'signature'].join(
    '.',
  );
}
