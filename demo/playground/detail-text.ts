/** Says what an event carries in one line: names and values, streams and errors in words. */

import type { SessionState, TranscriptTurn } from '../../src/index.js';

/** A piece of a line; `name` ones are printed quietly. */
export interface Piece {
  readonly name?: string;
  readonly text: string;
}

export function describeDetail(event: string, detail: unknown): Piece[] {
  if (detail === null || detail === undefined) return [];
  if (event === 'state_changed' && isStateChange(detail))
    return describeChange(detail.previous, detail.state);
  if (event === 'transcript_changed' && isTranscript(detail)) return describeTranscript(detail.transcript);
  if (detail instanceof MediaStream) return [{ text: describeStream(detail) }];
  if (detail instanceof Error) return describeError(detail);
  if (typeof detail !== 'object') return [{ text: say(detail) }];
  return Object.entries(detail)
    .filter(([name, value]) => value !== undefined && !(name === 'type' && value === event))
    .map(([name, value]) => ({ name, text: say(value) }));
}

/** How many turns there are, and the last of them: the others have been told before. */
function describeTranscript(turns: readonly TranscriptTurn[]): Piece[] {
  const pieces = [{ name: 'turns', text: String(turns.length) }];
  const last = turns.at(-1);
  if (!last) return pieces;
  const end = last.interrupted ? ', interrupted' : last.final ? ', final' : '';
  return [...pieces, { name: `${last.role}${end}`, text: say(last.text) }];
}

function isTranscript(detail: unknown): detail is { transcript: readonly TranscriptTurn[] } {
  return (
    typeof detail === 'object' &&
    detail !== null &&
    'transcript' in detail &&
    Array.isArray(detail.transcript)
  );
}

function describeStream(stream: MediaStream): string {
  const tracks = stream.getTracks().map((track) => {
    const { width, height } = track.getSettings();
    return track.kind === 'video' && width && height ? `video ${width}×${height}` : track.kind;
  });
  return `MediaStream · ${tracks.toSorted().toReversed().join(', ') || 'no tracks'}`;
}

function describeError(error: Error): Piece[] {
  const known = ['code', 'phase', 'status', 'serverCode', 'serverMessage', 'retryable'];
  const pieces = Object.entries(error)
    .filter(([name, value]) => known.includes(name) && value !== undefined)
    .toSorted(([a], [b]) => known.indexOf(a) - known.indexOf(b))
    .map(([name, value]) => ({ name, text: say(value) }));
  return [...pieces, { name: 'message', text: error.message }];
}

function isStateChange(detail: unknown): detail is { state: SessionState; previous: SessionState } {
  return typeof detail === 'object' && detail !== null && 'state' in detail && 'previous' in detail;
}

/** `connecting → live`, or what else is different between two values of the same status: a phase, a time, a flag. */
function describeChange(previous: SessionState, state: SessionState): Piece[] {
  if (previous.status !== state.status) return [{ text: `${previous.status} → ${headline(state)}` }];
  const timed = different(timings(previous), timings(state)).map(([phase, took]) => {
    return { name: `${phase} took`, text: `${Math.round(Number(took))} ms` };
  });
  const others = different(previous, state)
    .filter(([name]) => name !== 'timings')
    .map(([name, value]) => ({ name, text: say(value) }));
  return [{ text: state.status }, ...timed, ...others];
}

function timings(state: SessionState): object {
  return 'timings' in state ? state.timings : {};
}

function different(previous: object, next: object): [string, unknown][] {
  const before = new Map<string, unknown>(Object.entries(previous));
  return Object.entries(next).filter(([name, value]) => before.get(name) !== value);
}

function headline(state: SessionState): string {
  switch (state.status) {
    case 'connecting':
      return `connecting (${state.phase})`;
    case 'stopping':
    case 'ended':
      return `${state.status} (${state.reason})`;
    case 'failed':
      return `failed (${state.error.code})`;
    case 'idle':
    case 'live':
    case 'reconnecting':
      return state.status;
  }
}

/** Of an id the beginning tells which it is. */
const longId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$|^[\da-f]{16}$/;

/** Fragments carry their own spaces: a line must not break at them. */
const unbroken = '\u00a0';

function say(value: unknown): string {
  if (typeof value === 'string')
    return longId.test(value) ? `${value.slice(0, 8)}…` : `“${value.replaceAll(/^ | $/g, unbroken)}”`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}
