/**
 * Owns what an avatar says: turns one after another, each made sentence by sentence and played in real time,
 * with its fragments told at the moment they sound, and cut at once by an interruption.
 */
import { AudioFrame, type AudioSource } from '@livekit/rtc-node';
import { SAMPLE_RATE } from '../speech/flite.js';
import type { Speech, VoiceChoice } from '../speech/speech.js';
import type { SpokenSentence } from '../speech/speech-thread.js';
import type { AvatarEvent } from './avatar-messages.js';
import { CLOSED, shapeAt, type MouthShape } from './portrait/mouth-shape.js';

const FRAME_MS = 20;
const FRAME_SAMPLES = (SAMPLE_RATE * FRAME_MS) / 1000;
/**
 * How far the sound handed over is ahead of what is heard: enough to bridge a few frames that took long to draw.
 * It costs no delay, since what was handed over ahead is thrown away when a turn begins or is cut.
 */
const AHEAD_MS = 200;

type TurnEvent = Extract<AvatarEvent, { turn: string }>;

interface Turn {
  id: string;
  sentences: { startMs: number; spoken: SpokenSentence }[];
  /** All sentences are there. */
  made: boolean;
  totalMs: number;
  startedAt: number | undefined;
  handedOverMs: number;
  fragmentsTold: number;
}

export class Turns {
  readonly #speech: Speech;
  readonly #voice: VoiceChoice;
  readonly #source: AudioSource;
  readonly #emit: (event: TurnEvent) => void;
  #queue: Turn[] = [];
  #silenceHandedOverUntil = 0;

  constructor(speech: Speech, voice: VoiceChoice, source: AudioSource, emit: (event: TurnEvent) => void) {
    this.#speech = speech;
    this.#voice = voice;
    this.#source = source;
    this.#emit = emit;
  }

  async speak(id: string, text: string): Promise<void> {
    const turn: Turn = {
      id,
      sentences: [],
      made: false,
      totalMs: 0,
      startedAt: undefined,
      handedOverMs: 0,
      fragmentsTold: 0,
    };
    this.#queue.push(turn);
    try {
      for await (const spoken of this.#speech.speak(text, this.#voice)) {
        if (!this.#queue.includes(turn)) return;
        turn.sentences.push({ startMs: turn.totalMs, spoken });
        turn.totalMs += spoken.durationMs;
      }
      turn.made = true;
      this.#emit({ type: 'turn_made', turn: id, durationMs: turn.totalMs });
    } catch (error) {
      if (!this.#queue.includes(turn)) return;
      this.#queue = this.#queue.filter((queued) => queued !== turn);
      this.#emit({
        type: 'turn_failed',
        turn: id,
        reason: error instanceof Error ? error.message : 'speech',
      });
    }
  }

  /** Silent from the next 20 ms on: what was handed over ahead is thrown away, what waits is forgotten. */
  interrupt(now: number): void {
    const cut = this.#queue;
    this.#queue = [];
    this.#source.clearQueue();
    this.#silenceHandedOverUntil = 0;
    for (const turn of cut) {
      const durationMs = turn.startedAt === undefined ? 0 : Math.min(turn.totalMs, now - turn.startedAt);
      this.#emit({ type: 'turn_ended', turn: turn.id, durationMs, interrupted: true });
    }
  }

  /** Called many times a second with the time in milliseconds; returns the mouth's shape at that time. */
  advance(now: number): MouthShape {
    const turn = this.#queue[0];
    if (!turn || turn.sentences.length === 0) {
      this.#handOverSilence(now);
      return CLOSED;
    }
    if (turn.startedAt === undefined) {
      this.#source.clearQueue();
      turn.startedAt = now;
      this.#emit({ type: 'turn_started', turn: turn.id });
    }
    const heardMs = now - turn.startedAt;
    this.#handOverSound(turn, heardMs);
    this.#tellFragments(turn, heardMs);
    if (turn.made && heardMs >= turn.totalMs) {
      this.#queue.shift();
      this.#silenceHandedOverUntil = turn.startedAt + turn.totalMs;
      this.#emit({ type: 'turn_ended', turn: turn.id, durationMs: turn.totalMs, interrupted: false });
      return CLOSED;
    }
    const sentence = turn.sentences.findLast(({ startMs }) => startMs <= heardMs);
    return sentence ? shapeAt(sentence.spoken.phones, heardMs - sentence.startMs) : CLOSED;
  }

  #handOverSound(turn: Turn, heardMs: number): void {
    // Synthesis fell behind: shift the start, so that what follows is not told before it is heard.
    if (
      turn.handedOverMs < heardMs &&
      turn.handedOverMs >= turn.totalMs &&
      !turn.made &&
      turn.startedAt !== undefined
    ) {
      turn.startedAt += heardMs - turn.handedOverMs;
      return;
    }
    while (turn.handedOverMs < Math.min(turn.totalMs, heardMs + AHEAD_MS)) {
      this.#capture(samplesAt(turn, turn.handedOverMs));
      turn.handedOverMs += FRAME_MS;
    }
  }

  #tellFragments(turn: Turn, heardMs: number): void {
    let index = 0;
    for (const { startMs, spoken } of turn.sentences) {
      for (const fragment of spoken.fragments) {
        if (index++ < turn.fragmentsTold) continue;
        const ended = turn.made && heardMs >= turn.totalMs;
        if (startMs + fragment.startMs > heardMs && !ended) return;
        turn.fragmentsTold = index;
        this.#emit({ type: 'turn_fragment', turn: turn.id, text: fragment.text });
      }
    }
  }

  /** A live track always carries sound, as the real one does; only its level tells talk from silence. */
  #handOverSilence(now: number): void {
    this.#silenceHandedOverUntil = Math.max(this.#silenceHandedOverUntil, now);
    while (this.#silenceHandedOverUntil < now + AHEAD_MS) {
      this.#capture(new Int16Array(FRAME_SAMPLES));
      this.#silenceHandedOverUntil += FRAME_MS;
    }
  }

  #capture(samples: Int16Array): void {
    // Never awaited: the pace is kept here, and a frame that comes too late or after the end is no matter.
    this.#source.captureFrame(new AudioFrame(samples, SAMPLE_RATE, 1, samples.length)).catch(() => {});
  }
}

/** One frame of the turn at a time of its own, in memory of its own, across the seam of two sentences. */
function samplesAt(turn: Turn, fromMs: number): Int16Array {
  const frame = new Int16Array(FRAME_SAMPLES);
  for (const { startMs, spoken } of turn.sentences) {
    const offset = Math.round(((fromMs - startMs) * SAMPLE_RATE) / 1000);
    if (offset <= -FRAME_SAMPLES || offset >= spoken.samples.length) continue;
    const source = spoken.samples.subarray(Math.max(0, offset), offset + FRAME_SAMPLES);
    frame.set(source, Math.max(0, -offset));
  }
  return frame;
}
