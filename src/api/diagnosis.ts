/** What `diagnose()` takes and resolves with. */

import type { ErrorCode } from './errors.js';

/** The checks, in the order of the rows. */
export type DiagnosisCheck = 'secure_context' | 'microphone' | 'codecs' | 'service' | 'websocket' | 'ice';

/** The result of one check. */
export interface DiagnosisRow {
  readonly check: DiagnosisCheck;
  /** `warning`: a session works, with limits; `failed`: something doesn't work; `unknown`: a page can't find out. */
  readonly status: 'ok' | 'warning' | 'failed' | 'unknown';
  /** The error code that a session, or its microphone, would fail with. */
  readonly code?: ErrorCode;
  /** What was found, and what you can do about it. */
  readonly message: string;
  /** Duration of the check in milliseconds. */
  readonly milliseconds: number;
}

/** Options of `diagnose()`. */
export interface DiagnoseOptions {
  /** A session token to try. It can still be used afterwards. Default: no token is tried. */
  token?: string | undefined;
  /** Cancels the checks that haven't finished: their rows are `unknown`, with the code `aborted`. */
  signal?: AbortSignal | undefined;
  /** STUN and TURN servers to try. Default: only the browser's own WebRTC is checked. */
  iceServers?: RTCIceServer[] | undefined;
}
