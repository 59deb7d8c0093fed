/**
 * Owns what an avatar says: turns one after another, each made sentence by sentence, or given to it as sound piece
 * by piece, and played in real time, with its fragments told at the moment they sound, and cut at once by an
 * interruption.
 */
import { AudioFrame, type AudioSource } from '@livekit/rtc-node';
import type { Speech, VoiceChoice } from '../speech/speech.js';
import type { SpokenSentence } from '../speech/speech-thread.js';
import type { AvatarEvent } from './avatar-messages.js';
import { CLOSED, shapeAt, shapeOfLoudness, type MouthShape } from './portrait/mouth-shape.js';

const FRAME_MS = 20;
/** Long enough to hold a few waves of the deepest voice. */
const LOUDNESS_MS = 40;
/**
 * How far the sound handed over is ahead of what is heard: enough to bridge a few frames that took long to draw.
 * It costs no delay, since what was handed over ahead is thrown away when a turn begins or is cut.
 */
const AHEAD_MS = 200;

type TurnEvent = Extract<AvatarEvent, { turn: string }>;

/** What the sound is handed to. */
export type SoundOutlet = Pick<AudioSource, 'sampleRate' | 'captureFrame' | 'clearQueue'>;

interface Turn {
  id: string;
  sentences: { startMs: number; spoken: SpokenSentence }[];
  /** All sentences are there. */
  made: boolean;
  totalMs: number;
  startedAt: number | undefined;
  handedOverMs: number;
  fragmentsTold: number;
  /** All sound there is has been played, and more is to come. */
  starving: boolean;
}

export class Turns {
  readonly #speech: Speech;
  readonly #voice: VoiceChoice;
  readonly #source: SoundOutlet;
  readonly #emit: (event: TurnEvent) => void;
  #queue: Turn[] = [];
  #silenceHandedOverUntil = 0;

  constructor(speech: Speech, voice: VoiceChoice, source: SoundOutlet, emit: (event: TurnEvent) => void) {
    this.#speech = speech;
    this.#voice = voice;
    this.#source = source;
    this.#emit = emit;
  }

  async speak(id: string, text: string): Promise<void> {
    const turn = this.#begin(id);
    try {
      for await (const spoken of this.#speech.speak(text, this.#voice)) {
        if (!this.#queue.includes(turn)) return;
        this.#add(turn, spoken);
      }
      this.#made(turn);
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

  /** The next piece of a turn that is given as sound; the first begins it. */
  append(id: string, sound: Int16Array): void {
    const turn = this.#queue.find((queued) => queued.id === id) ?? this.#begin(id);
    // Received from another process it may be a view of some other buffer's memory.
    const samples = new Int16Array(sound);
    const durationMs = (samples.length / this.#source.sampleRate) * 1000;
    this.#add(turn, { samples, durationMs, phones: [], fragments: [] });
  }

  /** The turn that is given as sound has all of it. */
  finish(id: string): void {
    const turn = this.#queue.find((queued) => queued.id === id);
    if (turn) this.#made(turn);
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
    this.#handOverSound(turn, now, heardMs);
    this.#tellFragments(turn, heardMs);
    if (turn.made && heardMs >= turn.totalMs) {
      this.#queue.shift();
      this.#silenceHandedOverUntil = turn.startedAt + turn.totalMs;
      this.#emit({ type: 'turn_ended', turn: turn.id, durationMs: turn.totalMs, interrupted: false });
      return CLOSED;
    }
    const sentence = turn.sentences.findLast(({ startMs }) => startMs <= heardMs);
    if (!sentence || turn.starving) return CLOSED;
    const { phones, samples } = sentence.spoken;
    const atMs = heardMs - sentence.startMs;
    return phones.length > 0 ? shapeAt(phones, atMs) : shapeOfLoudness(this.#loudnessAt(samples, atMs));
  }

  #begin(id: string): Turn {
    const turn: Turn = {
      id,
      sentences: [],
      made: false,
      totalMs: 0,
      startedAt: undefined,
      handedOverMs: 0,
      fragmentsTold: 0,
      starving: false,
    };
    this.#queue.push(turn);
    return turn;
  }

  #add(turn: Turn, spoken: SpokenSentence): void {
    turn.sentences.push({ startMs: turn.totalMs, spoken });
    turn.totalMs += spoken.durationMs;
  }

  #made(turn: Turn): void {
    turn.made = true;
    this.#emit({ type: 'turn_made', turn: turn.id, durationMs: turn.totalMs });
  }

  #handOverSound(turn: Turn, now: number, heardMs: number): void {
    // Whole frames only while more is to come, or its beginning would fall into a frame that is gone.
    const available = (): boolean =>
      turn.made ? turn.handedOverMs < turn.totalMs : turn.handedOverMs + FRAME_MS <= turn.totalMs;
    // The sound fell behind: shift the start, so that what follows is not told before it is heard.
    if (turn.handedOverMs < heardMs && !turn.made && !available() && turn.startedAt !== undefined) {
      turn.startedAt += heardMs - turn.handedOverMs;
      turn.starving = true;
      this.#handOverSilence(now);
      return;
    }
    if (turn.starving) {
      this.#source.clearQueue();
      turn.starving = false;
    }
    while (available() && turn.handedOverMs < heardMs + AHEAD_MS) {
      this.#capture(this.#samplesAt(turn, turn.handedOverMs));
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
      this.#capture(new Int16Array(this.#frameSamples));
      this.#silenceHandedOverUntil += FRAME_MS;
    }
  }

  #capture(samples: Int16Array): void {
    const frame = new AudioFrame(samples, this.#source.sampleRate, 1, samples.length);
    // Never awaited: the pace is kept here, and a frame that comes too late or after the end is no matter.
    this.#source.captureFrame(frame).catch(() => {});
  }

  get #frameSamples(): number {
    return this.#samplesIn(FRAME_MS);
  }

  #samplesIn(milliseconds: number): number {
    return Math.round((milliseconds * this.#source.sampleRate) / 1000);
  }

  /** One frame of the turn at a time of its own, in memory of its own, across the seam of two sentences. */
  #samplesAt(turn: Turn, fromMs: number): Int16Array {
    const length = this.#frameSamples;
    const frame = new Int16Array(length);
    for (const { startMs, spoken } of turn.sentences) {
      const offset = this.#samplesIn(fromMs - startMs);
      if (offset <= -length || offset >= spoken.samples.length) continue;
      const source = spoken.samples.subarray(Math.max(0, offset), offset + length);
      frame.set(source, Math.max(0, -offset));
    }
    return frame;
  }

  #loudnessAt(samples: Int16Array, atMs: number): number {
    const from = this.#samplesIn(atMs);
    const heard = samples.subarray(from, from + this.#samplesIn(LOUDNESS_MS));
    const power = heard.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0);
    return heard.length === 0 ? 0 : Math.sqrt(power / heard.length);
  }
}
