/** Owns LiveAvatar's REST as a test sees it: raw HTTP, and what a user of the room needs of its answers. */
import { LiteClient } from './lite-client.js';
import { RoomUser, type LiveAvatarEvent } from '../room-user.js';
import { SandboxCalls, type BookEntry, type Reply } from '../sandbox-calls.js';

export const WAYNE = 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a';
export const CONTEXT = '5b9dba8a-aa31-11f0-a6ee-066a7fa2e369';
/** An id of the right shape that nothing has. */
export const NOWHERE = '00000000-0000-4000-8000-000000000000';
const SMALL = { quality: 'low', encoding: 'VP8' };

export const FULL = {
  mode: 'FULL',
  avatar_id: WAYNE,
  avatar_persona: { context_id: CONTEXT },
  video_settings: SMALL,
};
export const LITE = { mode: 'LITE', avatar_id: WAYNE, video_settings: SMALL };

/** What the answers carry, all calls together. */
export interface LiveData {
  session_id: string;
  session_token: string;
  livekit_url: string;
  livekit_client_token: string;
  livekit_agent_token: string | null;
  max_session_duration: number;
  ws_url: string | null;
  count: number;
  next: string | null;
  previous: string | null;
  results: Record<string, unknown>[];
  session_active: boolean;
  transcript_data: { role: string; transcript: string; relative_timestamp: number }[];
  id: string;
  prompt: string;
  required_dynamic_variables: string[];
  end_reason: string | null;
}

export interface LiveReply {
  status: number;
  headers: Headers;
  code: number;
  message: string;
  data: LiveData;
  detail: { loc: string[]; msg: string }[];
}

export interface LiveBookEntry extends BookEntry {
  mode: string;
  context: string | null;
  end_reason: string | null;
  commands: Record<string, unknown>[];
  interrupt_calls: number;
  sockets: number;
  utterances: number;
  audio_messages: number;
  audio_seconds: number;
  dropped_commands: number;
}

interface Ask {
  body?: unknown;
  token?: string;
  method?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export class LiveAvatarCalls extends SandboxCalls {
  /** With a session token, else with an API key. */
  async ask(path: string, { token, headers, ...options }: Ask = {}): Promise<LiveReply> {
    const credential = token === undefined ? { 'X-Api-Key': 'any' } : { Authorization: `Bearer ${token}` };
    return read(await this.call(path, { ...options, headers: { ...credential, ...headers } }));
  }

  get(path: string): Promise<LiveReply> {
    return this.ask(path, { method: 'GET' });
  }

  async token(body: object = FULL, trouble?: string): Promise<LiveData> {
    const headers = trouble ? { 'X-Sandbox-Trouble': trouble } : {};
    const { status, data, ...reply } = await this.ask('/v1/sessions/token', { body, headers });
    if (status !== 200) throw new Error(`sessions/token answered ${status}: ${JSON.stringify(reply)}`);
    return data;
  }

  /** As LA018: JSON announced, nothing sent. */
  start(token: string, signal?: AbortSignal): Promise<LiveReply> {
    return this.ask('/v1/sessions/start', { token, ...(signal ? { signal } : {}) });
  }

  stop(token: string, body?: object): Promise<LiveReply> {
    return this.ask('/v1/sessions/stop', { token, ...(body ? { body } : {}) });
  }

  async book(token: string): Promise<LiveBookEntry | undefined> {
    return (await this.books({ token }))[0] as LiveBookEntry | undefined;
  }

  untilBook(
    token: string,
    condition: (entry: LiveBookEntry) => boolean,
    deadlineMs?: number,
  ): Promise<LiveBookEntry> {
    const holds = (entry: BookEntry): boolean => condition(entry as LiveBookEntry);
    return this.untilBooks(token, holds, deadlineMs) as Promise<LiveBookEntry>;
  }

  /** Token, start, and the user in the room; in LITE the socket too. */
  async meet(body: object = FULL, trouble?: string): Promise<Meeting> {
    const { session_token: token } = await this.token(body, trouble);
    const { status, data, ...reply } = await this.start(token);
    if (status !== 201) throw new Error(`sessions/start answered ${status}: ${JSON.stringify(reply)}`);
    const user = new RoomUser();
    await user.join(data.livekit_url, data.livekit_client_token);
    const socket = data.ws_url && !trouble?.startsWith('socket') ? new LiteClient(data.ws_url) : undefined;
    return new Meeting(this, token, data, user, socket);
  }
}

/** A session with its user in the room. */
export class Meeting {
  readonly token: string;
  readonly data: LiveData;
  readonly user: RoomUser;
  readonly #socket: LiteClient | undefined;
  readonly #calls: LiveAvatarCalls;

  constructor(
    calls: LiveAvatarCalls,
    token: string,
    data: LiveData,
    user: RoomUser,
    socket: LiteClient | undefined,
  ) {
    this.#calls = calls;
    this.token = token;
    this.data = data;
    this.user = user;
    this.#socket = socket;
  }

  get socket(): LiteClient {
    if (!this.#socket) throw new Error('no socket in this session');
    return this.#socket;
  }

  /** What came on the topic of events, in its order. */
  get events(): LiveAvatarEvent[] {
    return (this.user.messages as unknown as LiveAvatarEvent[]).filter(
      ({ topic }) => topic === 'agent-response',
    );
  }

  /** Sends a command of part B.5 and gives its id. */
  async command(type: string, more: object = {}): Promise<string> {
    const id = crypto.randomUUID();
    const command = { event_id: id, event_type: type, ...more };
    await this.user.say(JSON.stringify(command), 'agent-control');
    return id;
  }

  /** As SDK 0.0.18 sends interruptions and push to talk. */
  commandWithoutId(type: string): Promise<void> {
    return this.user.say(JSON.stringify({ event_type: type }), 'agent-control');
  }

  until(type: string, source?: string | null, count = 1): Promise<LiveAvatarEvent> {
    return this.user.until(type, () => this.of(type, source)[count - 1]);
  }

  of(type: string, source?: string | null): LiveAvatarEvent[] {
    return this.events.filter(
      (event) => event.event_type === type && (source === undefined || event.source_event_id === source),
    );
  }

  async end(): Promise<void> {
    await this.#calls.stop(this.token);
    await this.user.leave();
  }
}

function read({ status, headers, body }: Reply): LiveReply {
  return { ...(body as unknown as LiveReply), status, headers };
}

/** What a token's payload says, read as LA018 reads it. */
export function claims(token: string): { start_session_data: Record<string, unknown> } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
