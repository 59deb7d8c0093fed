/**
 * Owns what of the user's voice arrives, from every track and from the chat socket: measured, and listened to for
 * speech. With push to talk only what falls into a press is listened to; the rest is measured apart.
 */
import { SpeechGate, SPEECH_STOP_MS, type SpeechEdge } from './speech-gate.js';
import { SoundMeter } from './sound-meter.js';
import { FRAME_SAMPLES, HEARD_RATE, type VoiceDetection, type VoiceDetector } from './voice-detector.js';

export interface MicrophoneListener {
  speechStarted(): void;
  /** Ten times a second while there is speech. */
  speechGoesOn(speechMs: number): void;
  speechStopped(speechMs: number): void;
}

/** What the books tell of it (snake case, as all of the books). */
export interface MicrophoneReport {
  tracks: number;
  samples: number;
  seconds: number;
  sound_seconds: number;
  speech_seconds: number;
  speaking: boolean;
  frequency_hz: number | null;
  level_rms: number;
  silent_ms: number | null;
  /** When the last sound arrived, which is to be within 400 ms of a mute. */
  last_sound_at: string | null;
  last_audio_at: string | null;
  outside_seconds: number;
  outside_sound_seconds: number;
  outside_level_rms: number;
}

interface Source {
  meter: SoundMeter;
  detector: VoiceDetector;
  gate: SpeechGate;
  /** What is left over of the last delivery, less than a frame. */
  rest: Int16Array;
}

/**
 * What a press's end does not cut off: sound that was on its way when the message about the end overtook it
 * (jitter buffer, encoder, one delivery).
 */
export const PRESS_TAIL_MS = 400;
const TICK_MS = 100;
/** Silent for so long, the sound of the socket is no voice chat any more; tracks say themselves when they end. */
const SOCKET_QUIET_MS = 1_000;
/** The one source that is no track. */
export const CHAT_SOCKET = 'chat socket';

export class Microphone {
  readonly #detection: VoiceDetection;
  readonly #listener: MicrophoneListener;
  readonly #sources = new Map<string, Source>();
  readonly #total = new SoundMeter();
  readonly #outside = new SoundMeter();
  #tracks = 0;
  #pushToTalk = false;
  #pressed = false;
  #releaseTimer: NodeJS.Timeout | undefined;
  #ticker: NodeJS.Timeout | undefined;
  /** The longest of the sources in the speech that is going on: two tracks of one microphone are one speech. */
  #speechMs = 0;
  #earlierSpeechMs = 0;

  constructor(detection: VoiceDetection, listener: MicrophoneListener) {
    this.#detection = detection;
    this.#listener = listener;
  }

  set pushToTalk(on: boolean) {
    this.#pushToTalk = on;
  }

  get speaking(): boolean {
    return [...this.#sources.values()].some(({ gate }) => gate.open);
  }

  /** Whether voice chat is on: a track is there, or frames come in. */
  get inUse(): boolean {
    const socket = this.#sources.get(CHAT_SOCKET);
    const tracks = this.#sources.size - (socket ? 1 : 0);
    return tracks > 0 || Date.now() - (socket?.meter.lastAt ?? 0) < SOCKET_QUIET_MS;
  }

  openTrack(id: string): void {
    this.#tracks++;
    this.#source(id);
  }

  closeTrack(id: string): void {
    const source = this.#sources.get(id);
    if (!source) return;
    this.#notice(source, source.gate.finish());
    this.#sources.delete(id);
    source.detector.close();
  }

  /** A press of push to talk begins or ends. */
  press(down: boolean): void {
    clearTimeout(this.#releaseTimer);
    this.#releaseTimer = undefined;
    if (down) {
      this.#pressed = true;
      return;
    }
    this.#releaseTimer = setTimeout(() => {
      this.#releaseTimer = undefined;
      this.#pressed = false;
      if (this.#pushToTalk) this.#finishSpeech();
    }, PRESS_TAIL_MS);
  }

  /** PCM, 16 kHz, mono, any number of samples. */
  hear(id: string, samples: Int16Array): void {
    const source = this.#source(id);
    const joined = new Int16Array(source.rest.length + samples.length);
    joined.set(source.rest);
    joined.set(samples, source.rest.length);
    let at = 0;
    for (; at + FRAME_SAMPLES <= joined.length; at += FRAME_SAMPLES) {
      this.#hearFrame(source, joined.subarray(at, at + FRAME_SAMPLES));
    }
    source.rest = joined.slice(at);
  }

  report(): MicrophoneReport {
    const { samples, soundSamples, level, lastAt, lastSoundAt } = this.#total;
    return {
      tracks: this.#tracks,
      samples,
      seconds: seconds(samples),
      sound_seconds: seconds(soundSamples),
      speech_seconds: (this.#earlierSpeechMs + this.#speechMs) / 1000,
      speaking: this.speaking,
      frequency_hz: this.#frequency(),
      level_rms: level,
      silent_ms: lastSoundAt === undefined ? null : Date.now() - lastSoundAt,
      last_sound_at: isoTime(lastSoundAt),
      last_audio_at: isoTime(lastAt),
      outside_seconds: seconds(this.#outside.samples),
      outside_sound_seconds: seconds(this.#outside.soundSamples),
      outside_level_rms: this.#outside.peakRms,
    };
  }

  /** The session is over: nobody is told any more. */
  close(): void {
    clearTimeout(this.#releaseTimer);
    clearInterval(this.#ticker);
    for (const { detector } of this.#sources.values()) detector.close();
    this.#sources.clear();
  }

  #source(id: string): Source {
    let source = this.#sources.get(id);
    if (!source) {
      source = {
        meter: new SoundMeter(),
        detector: this.#detection.detector(),
        gate: new SpeechGate(),
        rest: new Int16Array(),
      };
      this.#sources.set(id, source);
    }
    return source;
  }

  #hearFrame(source: Source, frame: Int16Array): void {
    const now = Date.now();
    this.#total.push(frame, now);
    source.meter.push(frame, now);
    // Asked also outside a press: the detector learns the room's noise from it.
    const voiced = source.detector.isSpeech(frame);
    if (this.#pushToTalk && !this.#pressed) {
      this.#outside.push(frame, now);
      return;
    }
    this.#notice(source, source.gate.push(voiced));
  }

  #notice({ gate }: Source, edge: SpeechEdge): void {
    this.#speechMs = Math.max(this.#speechMs, gate.open || edge === 'stopped' ? gate.speechMs : 0);
    if (edge === 'started' && this.#ticker === undefined) {
      this.#ticker = setInterval(() => this.#tick(), TICK_MS);
      this.#listener.speechStarted();
    }
    if (edge === 'stopped' && !this.speaking) {
      clearInterval(this.#ticker);
      this.#ticker = undefined;
      const speechMs = this.#speechMs;
      this.#earlierSpeechMs += speechMs;
      this.#speechMs = 0;
      this.#listener.speechStopped(speechMs);
    }
  }

  #tick(): void {
    // Once the microphone is closed no frame says so.
    const stalledSince = Date.now() - SPEECH_STOP_MS;
    for (const source of [...this.#sources.values()]) {
      if ((source.meter.lastAt ?? 0) <= stalledSince) this.#notice(source, source.gate.finish());
    }
    if (this.speaking) this.#listener.speechGoesOn(this.#speechMs);
  }

  #finishSpeech(): void {
    for (const source of this.#sources.values()) this.#notice(source, source.gate.finish());
  }

  #frequency(): number | null {
    // Of all sources together it would be a jumble of frames; closed ones are only in the total.
    const latest = [...this.#sources.values()]
      .map(({ meter }) => meter)
      .filter(({ lastSoundAt }) => lastSoundAt !== undefined)
      .sort((a, b) => (b.lastSoundAt ?? 0) - (a.lastSoundAt ?? 0))[0];
    return (latest ?? this.#total).frequency();
  }
}

const isoTime = (at: number | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();
const seconds = (samples: number): number => samples / HEARD_RATE;
