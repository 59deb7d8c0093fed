/**
 * What `debug` writes to the console: what a session does, and when, in seconds since the page was opened. Never a
 * token, a word that was said, the query of an address, or a device's name. The only file that writes to the console.
 */

import { errorTable } from '../api/error-table.js';
import { StreamingAvatarError } from '../api/errors.js';
import type { StreamingAvatarEventMap } from '../api/events.js';
import type { StreamingAvatarOptions } from '../api/requests.js';
import type { SessionState } from '../api/state.js';
import type { Ports } from './ports.js';

type Config = Pick<StreamingAvatarOptions, 'service' | 'basePath'>;
type AvatarEvent = StreamingAvatarEventMap[keyof StreamingAvatarEventMap];

/** What an event's data may be told of as it is. All else is left out, or its length is told. */
const plain = [
  'task_id',
  'duration_ms',
  'silence_times',
  'count_down',
  'seconds',
  'reason',
  'kind',
  'code',
  'option',
];

/** What writes a client's events, and the calls to its service while it has a session. */
export function debugLog(ports: Ports, config: Config): (event: Event) => void {
  let endCalls: (() => void) | undefined;
  return (event) => {
    const { type, detail, timeStamp } = event as AvatarEvent;
    if (type === 'state_changed') {
      const { state, previous } = detail as StreamingAvatarEventMap['state_changed']['detail'];
      write(timeStamp, `state: ${describeState(state)}${describeTimings(state, previous)}`);
      if (state.status === 'connecting') endCalls ??= logCalls(ports, config, timeStamp);
      if (state.status !== 'ended' && state.status !== 'failed') return;
      endCalls?.();
      endCalls = undefined;
    } else write(timeStamp, `${type}${describe(detail)}`);
  };
}

function write(time: number, text: string): void {
  console.debug(`[heygen-avatar] ${(time / 1000).toFixed(3)} s ${text}`);
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
        state.userTalking && 'user talks',
        state.listening && 'avatar listens',
        state.voiceChat !== 'off' && `voice chat ${state.voiceChat}`,
        state.voiceChat !== 'off' && state.microphoneMuted && 'microphone muted',
      ]
        .filter(Boolean)
        .join(', ');
  }
}

/** The phases that have ended since. */
function describeTimings(state: SessionState, previous: SessionState): string {
  const before = 'timings' in previous ? previous.timings : {};
  const now = Object.entries('timings' in state ? state.timings : {});
  return now
    .filter(([phase, milliseconds]) => before[phase as keyof typeof before] !== milliseconds)
    .map(([phase, milliseconds]) => `; ${phase} took ${milliseconds} ms`)
    .join('');
}

function describe(detail: unknown): string {
  if (detail instanceof StreamingAvatarError) return describeError(detail);
  if (detail instanceof MediaStream) return `: ${detail.getTracks().length} tracks`;
  if (typeof detail === 'number' || typeof detail === 'string') return `: ${detail}`;
  if (typeof detail !== 'object' || detail === null) return '';
  const data = detail as Record<string, unknown>;
  const parts = plain.filter((key) => data[key] !== undefined).map((key) => `${key} ${String(data[key])}`);
  // What was said, if it is not one of our own warnings.
  if (typeof data.message === 'string' && !data.code) parts.push(`${data.message.length} characters`);
  if (Array.isArray(data.transcript)) parts.push(`${data.transcript.length} turns`);
  return parts.length > 0 ? `: ${parts.join(', ')}` : '';
}

/** Not with its own message, which may quote the service or the page's token source. */
function describeError({ code, phase, status, serverCode }: StreamingAvatarError): string {
  const where = [
    phase && `phase ${phase}`,
    status && `status ${status}`,
    serverCode && `service ${serverCode}`,
  ];
  return `: ${[code, ...where].filter(Boolean).join(', ')}. ${errorTable[code].message}`;
}

/** Writes the calls to the service from `since` on, as the browser has timed them; returns the way to end that. */
function logCalls(ports: Ports, config: Config, since: number): () => void {
  const address = addressOf(ports, config).catch(() => undefined);
  const log = (entries: PerformanceEntryList): void =>
    void address.then((address) => {
      for (const entry of entries as PerformanceResourceTiming[]) {
        if (address === undefined || entry.startTime < since || !entry.name.startsWith(address)) continue;
        // A browser that does not tell the status gives 0, or nothing.
        const answer = entry.responseStatus ? `answered ${entry.responseStatus}` : 'ended';
        write(
          entry.startTime + entry.duration,
          `${new URL(entry.name).pathname} ${answer} after ${Math.round(entry.duration)} ms`,
        );
      }
    });
  const observer = new PerformanceObserver((list) => log(list.getEntries()));
  // Also those from before this file was loaded.
  observer.observe({ type: 'resource', buffered: true });
  return () => {
    log(observer.takeRecords());
    observer.disconnect();
  };
}

/** Where the service's API is, without what a query or a password may tell. */
async function addressOf(ports: Ports, { service = 'auto', basePath }: Config): Promise<string> {
  const { basePath: own } = await ports.backend(service).loadService();
  const { origin, pathname } = new URL(basePath || own, document.baseURI);
  return origin + pathname.replace(/\/+$/, '');
}
