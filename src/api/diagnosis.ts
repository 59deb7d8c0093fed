/** What `diagnose()` is asked and answers: whether this page, browser and network have what a session needs. */

import type { ErrorCode } from './errors.js';

/** What is checked, in the order of the rows. */
export type DiagnosisCheck = 'secure_context' | 'microphone' | 'codecs' | 'service' | 'websocket' | 'ice';

/** What one check has found. */
export interface DiagnosisRow {
  readonly check: DiagnosisCheck;
  /** `warning`: a session works, with less; `failed`: something does not work; `unknown`: a page cannot find it out. */
  readonly status: 'ok' | 'warning' | 'failed' | 'unknown';
  /** The code that a session would fail with, or its microphone. */
  readonly code?: ErrorCode;
  /** What was found, and what the page's author can do about it. */
  readonly message: string;
  /** How long the check took. */
  readonly milliseconds: number;
}

/** Options of `diagnose()`. */
export interface DiagnoseOptions {
  /** A session token, to see whether the service takes it; it can be used afterwards. Default: none is tried. */
  token?: string | undefined;
  /** Ends the checks that are under way: their rows are `unknown`, with the code `aborted`. */
  signal?: AbortSignal | undefined;
  /** STUN and TURN servers, to see whether one of them answers. Default: only what the browser itself can do is checked. */
  iceServers?: RTCIceServer[] | undefined;
}
