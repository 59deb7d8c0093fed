/**
 * Writes what a session does to the console, if `debug` is set, with the time in seconds since the page was opened. Never
 * a token, a word that was said, the query of a URL, or a device's name.
 */

import { writeLog } from '../api/console.js';
import { errorTable } from '../api/error-table.js';
import { isStreamingAvatarError, type StreamingAvatarError } from '../api/errors.js';
import type { StreamingAvatarEventMap } from '../api/events.js';
import type { SessionState } from '../api/state.js';

/** The base URL of the service's API, if it is known. */
type Address = () => Promise<string | undefined>;
type AvatarEvent = StreamingAvatarEventMap[keyof StreamingAvatarEventMap];

/** Fields of an event to write unchanged. Of the others, nothing or only their length is written. */
const plain = [
  'task_id',
  'duration_ms',
  'silence_times',
  'count_down',
  'reason',
  'seconds',
  'kind',
  'code',
  'option',
];

/** Returns a function that writes a client's events. Writes the calls to its service too, while it has a session. */
export function debugLog(address: Address): (event: Event) => void {
  let endCalls: (() => void) | undefined;
  return (event) => {
    const { type, detail, timeStamp } = event as AvatarEvent;
    if (type === 'state_changed') {
      const { state, previous } = detail as StreamingAvatarEventMap['state_changed']['detail'];
      write(timeStamp, `state: ${describeState(state)}${describeTimings(state, previous)}`);
      if (state.status === 'connecting') endCalls ??= logCalls(address, timeStamp);
      if (state.status !== 'ended' && state.status !== 'failed') return;
      endCalls?.();
      endCalls = undefined;
    } else write(timeStamp, `${type}${describe(detail)}`);
  };
}

function write(time: number, text: string): void {
  writeLog(`${(time / 1000).toFixed(3)} s ${text}`);
}

function describeState(state: SessionState): string {
  switch (state.status) {
    case 'connecting':
      return `connecting, ${state.phase}`;
    case 'stopping':
    case 'ended':
      return `${state.status}, ${state.reason}`;
    case 'failed':
      return `failed, ${state.error.code}`;
    case 'idle':
      return 'idle';
    case 'live':
    case 'reconnecting':
      return [
        state.status,
        state.talking && 'avatar talks',
        state.thinking && 'avatar thinks',
        state.userTalking && 'user talks',
        state.listening && 'avatar listens',
        state.voiceChat !== 'off' && `voice chat ${state.voiceChat}`,
        state.voiceChat !== 'off' && state.microphoneMuted && 'microphone muted',
      ]
        .filter(Boolean)
        .join(', ');
  }
}

/** The phases that have ended since `previous`. */
function describeTimings(state: SessionState, previous: SessionState): string {
  const before = 'timings' in previous ? previous.timings : {};
  const now = Object.entries('timings' in state ? state.timings : {});
  return now
    .filter(([phase, milliseconds]) => before[phase as keyof typeof before] !== milliseconds)
    .map(([phase, milliseconds]) => `; ${phase} took ${milliseconds} ms`)
    .join('');
}

function describe(detail: unknown): string {
  if (isStreamingAvatarError(detail)) return describeError(detail);
  if (detail instanceof MediaStream) return `: ${detail.getTracks().length} tracks`;
  if (typeof detail === 'number' || typeof detail === 'string') return `: ${detail}`;
  if (typeof detail !== 'object' || detail === null) return '';
  const data = detail as Record<string, unknown>;
  const parts = plain.filter((key) => data[key] !== undefined).map((key) => `${key} ${String(data[key])}`);
  // Of what was said, only the length. Our own warnings have a `code`.
  if (typeof data.message === 'string' && !data.code) parts.push(`${data.message.length} characters`);
  if (Array.isArray(data.transcript)) parts.push(`${data.transcript.length} turns`);
  return parts.length > 0 ? `: ${parts.join(', ')}` : '';
}

/** Without the error's own message, which may quote the service or the page's token source. */
function describeError({ code, phase, status, serverCode }: StreamingAvatarError): string {
  const where = [
    phase && `phase ${phase}`,
    status && `status ${status}`,
    serverCode && `service ${serverCode}`,
  ];
  return `: ${[code, ...where].filter(Boolean).join(', ')}. ${errorTable[code].message}`;
}

/** Writes the calls to the service from `since` on, as the browser has timed them; returns the way to end that. */
function logCalls(apiAddress: Address, since: number): () => void {
  const log = async (entries: PerformanceEntryList): Promise<void> => {
    // Asked for each time: which service it is may be known only once there is a token.
    const address = withoutSecrets(await apiAddress().catch(() => undefined));
    for (const entry of entries as PerformanceResourceTiming[]) {
      if (address === undefined || entry.startTime < since || !entry.name.startsWith(address)) continue;
      // A browser that does not tell the status gives 0, or nothing.
      const answer = entry.responseStatus ? `answered ${entry.responseStatus}` : 'ended';
      write(
        entry.startTime + entry.duration,
        `${new URL(entry.name).pathname} ${answer} after ${Math.round(entry.duration)} ms`,
      );
    }
  };
  const observer = new PerformanceObserver((list) => void log(list.getEntries()));
  // Also those from before this file was loaded.
  observer.observe({ type: 'resource', buffered: true });
  return () => {
    void log(observer.takeRecords());
    observer.disconnect();
  };
}

/** The address without what a query or a password may tell. */
function withoutSecrets(address: string | undefined): string | undefined {
  if (!address) return undefined;
  const { origin, pathname } = new URL(address, document.baseURI);
  return origin + pathname.replace(/\/+$/, '');
}
