/** What an end-to-end test asks of the sandbox itself: tokens of its own, and what the books say of their sessions. */

import { sandboxUrl } from './commands.js';

export interface BookEntry {
  session_id: string;
  status: string;
  ended_by: string | null;
  started_at: string | null;
  request: Record<string, unknown>;
  tasks: Record<string, unknown>[];
  stop_calls: number;
  keep_alive_calls: number;
  interrupt_calls: number;
  listening: boolean;
  participants: string[];
  chat: string;
  chat_sockets: number;
  chat_text_frames: number;
  chat_audio_frames: number;
  silence_prompts: number;
  spoofed_messages: number;
  push_to_talk: string[];
  microphone: MicrophoneBook;
}

/** What arrived of the user's sound, as far as a test of the page asks. */
export interface MicrophoneBook {
  tracks: number;
  seconds: number;
  sound_seconds: number;
  speech_seconds: number;
  speaking: boolean;
  frequency_hz: number | null;
  /** Since the last sound. */
  silent_ms: number | null;
  last_sound_at: string | null;
  last_audio_at: string | null;
  outside_sound_seconds: number;
}

export interface Books {
  open: number;
  sessions: BookEntry[];
}

export interface TroubleRow {
  name: string;
  what: string;
  code: string | null;
  phase: string | null;
  books: string;
}

let corners = 0;

/** A test's own corner of the sandbox: the sessions whose tokens carry its label, whatever else is going on. */
export class Corner {
  readonly url: string;
  readonly #label = `${location.pathname}-${performance.timeOrigin}-${(corners += 1)}`;

  private constructor(url: string) {
    this.url = url;
  }

  /** In the run's sandbox, or in the one at that address. */
  static async open(url?: string): Promise<Corner> {
    return new Corner(url ?? (await sandboxUrl()));
  }

  /** An address that mints tokens of this corner, with a trouble bound to them if one is named. */
  tokenUrl(trouble = ''): URL {
    const url = new URL('/sandbox/token', this.url);
    url.searchParams.set('label', this.#label);
    if (trouble) url.searchParams.set('trouble', trouble);
    return url;
  }

  async token(trouble = ''): Promise<string> {
    const response = await fetch(this.tokenUrl(trouble), { method: 'POST', body: '{}' });
    return ((await response.json()) as { token: string }).token;
  }

  async books(): Promise<Books> {
    const url = new URL('/sandbox/sessions', this.url);
    url.searchParams.set('label', this.#label);
    return (await fetch(url)).json() as Promise<Books>;
  }

  /** Asks for the books until they show what is waited for. Each answer is a round trip, so this is no busy loop. */
  async until(shown: (books: Books) => boolean, milliseconds = 10_000): Promise<Books> {
    const deadline = performance.now() + milliseconds;
    for (;;) {
      const books = await this.books();
      if (shown(books)) return books;
      if (performance.now() > deadline) throw new Error(`The books still show ${JSON.stringify(books)}`);
    }
  }

  async troubles(): Promise<TroubleRow[]> {
    const response = await fetch(new URL('/sandbox/troubles', this.url));
    return ((await response.json()) as { troubles: TroubleRow[] }).troubles;
  }
}

/** Every session that was ever opened is closed, and there was at least one. */
export const allClosed = ({ open, sessions }: Books): boolean => open === 0 && sessions.length > 0;
