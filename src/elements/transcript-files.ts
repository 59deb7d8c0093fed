/** A transcript as text and as WebVTT. Times count from when the session was connected. */

import { estimatedDurationMs } from '../api/speech-duration.js';
import type { TranscriptTurn } from '../api/transcript.js';
import type { Strings } from './strings/en.js';

type Names = Pick<Strings, 'you' | 'avatar' | 'interrupted'>;

/** Shortest time that a cue is shown, in milliseconds. */
const shortestCue = 500;

/** One line for each turn: `[0:05] Avatar: Hello.` */
export function transcriptText(turns: readonly TranscriptTurn[], begun: number, names: Names): string {
  return turns
    .map((turn) => {
      return `[${clockTime(turn.startedAt - begun)}] ${speakerOf(turn, names)}: ${wordsOf(turn, names)}\n`;
    })
    .join('');
}

/** A cue for each turn, from its first words to the next turn's, or for as long as speaking it takes. */
export function transcriptWebVtt(turns: readonly TranscriptTurn[], begun: number, names: Names): string {
  const cues = turns.map((turn, index) => {
    const start = Math.max(0, turn.startedAt - begun);
    const next = turns[index + 1]?.startedAt ?? Infinity;
    const spoken = Math.min(start + estimatedDurationMs(turn.text), next - begun);
    const end = Math.max(spoken, start + shortestCue);
    const speaker = cueText(speakerOf(turn, names));
    return `${cueTime(start)} --> ${cueTime(end)}\n<v ${speaker}>${cueText(wordsOf(turn, names))}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

function wordsOf({ text, interrupted }: TranscriptTurn, names: Names): string {
  return interrupted ? `${text} (${names.interrupted})` : text;
}

function speakerOf({ role }: TranscriptTurn, names: Names): string {
  return role === 'user' ? names.you : names.avatar;
}

/** An empty line would end the cue, and `-->` begin another one. */
function cueText(text: string): string {
  return text
    .replaceAll('\0', '\uFFFD')
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .trim();
}

function cueTime(milliseconds: number): string {
  const { hours, minutes, seconds } = partsOf(milliseconds);
  const rest = Math.round(milliseconds) % 1000;
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${String(rest).padStart(3, '0')}`;
}

function clockTime(milliseconds: number): string {
  const { hours, minutes, seconds } = partsOf(Math.max(0, milliseconds));
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

function partsOf(milliseconds: number): { hours: number; minutes: number; seconds: number } {
  const seconds = Math.floor(Math.round(milliseconds) / 1000);
  return {
    hours: Math.floor(seconds / 3600),
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
}

const two = (number: number): string => String(number).padStart(2, '0');
