/** Owns the sandbox as a test sees it: raw HTTP, nothing of the client, so that only the wire is tested. */
import type { MicrophoneReport } from '../../demo/sandbox/hearing/microphone.js';

export interface Reply {
  status: number;
  headers: Headers;
  body: ReplyBody;
}

/** What the answers may carry, all calls together; a test reads what its own call answers. */
export interface ReplyBody {
  code: number;
  message: string;
  error: unknown;
  data: ReplyData;
  token: string;
  open: number;
  sessions: BookEntry[];
  troubles: { name: string }[];
  avatars: { avatar_id: string; picture: string }[];
  voices: { voice_id: string }[];
  unsupported: string[];
}

export interface ReplyData extends Opened {
  livekit_agent_token: string;
  session_duration_limit: number;
  is_paid: boolean;
  task_id: string;
  duration_ms: number;
  sessions: { session_id: string; status: string; created_at: number }[];
}

export interface Opened {
  token: string;
  session_id: string;
  url: string;
  access_token: string;
}

export interface BookEntry {
  session_id: string;
  service: string;
  status: string;
  opened_at: string;
  started_at: string | null;
  ended_at: string | null;
  ended_by: string | null;
  stop_calls: number;
  keep_alive_calls: number;
  listening: boolean;
  push_to_talk: string[];
  participants: string[];
  chat: string;
  chat_sockets: number;
  chat_text_frames: number;
  chat_audio_frames: number;
  stt_language: string | null;
  silence_prompts: number;
  garbage_messages: number;
  spoofed_messages: number;
  microphone: MicrophoneReport;
}

export class SandboxCalls {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async call(
    path: string,
    {
      body,
      headers = {},
      method = 'POST',
      signal,
    }: { body?: unknown; headers?: Record<string, string>; method?: string; signal?: AbortSignal } = {},
  ): Promise<Reply> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    const text = await response.text();
    let parsed: unknown = text;
    try {
      parsed = JSON.parse(text);
    } catch {
      // A test that expects a page gets it as text.
    }
    return { status: response.status, headers: response.headers, body: parsed as ReplyBody };
  }

  async mint(trouble?: string): Promise<string> {
    const headers = { 'X-Api-Key': 'any', ...(trouble ? { 'X-Sandbox-Trouble': trouble } : {}) };
    const reply = await this.call('/v1/streaming.create_token', { headers });
    return reply.body.data.token;
  }

  /** `streaming.<name>` with a session token. */
  streaming(token: string, name: string, body: unknown = {}, signal?: AbortSignal): Promise<Reply> {
    return this.call(`/v1/streaming.${name}`, {
      body,
      headers: { Authorization: `Bearer ${token}` },
      ...(signal ? { signal } : {}),
    });
  }

  async open(request: Record<string, unknown> = {}, trouble?: string): Promise<Opened> {
    const token = await this.mint(trouble);
    const reply = await this.streaming(token, 'new', {
      version: 'v2',
      quality: 'low',
      video_encoding: 'VP8',
      ...request,
    });
    if (reply.status !== 200)
      throw new Error(`streaming.new answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return { ...reply.body.data, token };
  }

  async books(query: { token?: string; session_id?: string; label?: string }): Promise<BookEntry[]> {
    const search = new URLSearchParams(query);
    return (await this.call(`/sandbox/sessions?${search}`, { method: 'GET' })).body.sessions;
  }

  /** The books' entry of a session as soon as it fulfils the condition. Each answer is a round trip: no busy loop. */
  async untilBooks(
    token: string,
    condition: (entry: BookEntry) => boolean,
    deadlineMs = 5_000,
  ): Promise<BookEntry> {
    const deadline = Date.now() + deadlineMs;
    for (;;) {
      const [entry] = await this.books({ token });
      if (entry && condition(entry)) return entry;
      if (Date.now() > deadline) throw new Error(`the books did not come to it: ${JSON.stringify(entry)}`);
    }
  }
}
