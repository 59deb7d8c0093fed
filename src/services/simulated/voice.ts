/**
 * The sound of a simulated avatar: a buzz through three resonances, as in a throat, and a hiss for the consonants.
 * It follows a text's syllables; nobody can tell its words.
 */

import type { SimulatedSound, SimulatedVoice as Voice } from './cues.js';
import type { Clock } from '../../api/clock.js';
import type { Mouth } from './face.js';

/** The first two resonances of each vowel, in hertz, of a man; the third hardly differs. */
const resonances: Readonly<Record<SimulatedSound['vowel'], readonly [number, number]>> = {
  a: [730, 1090],
  e: [530, 1840],
  i: [290, 2250],
  o: [500, 900],
  u: [320, 870],
};
const third = 2500;
const spreads: Readonly<Record<SimulatedSound['vowel'], number>> = { a: 0.1, e: 0.5, i: 0.9, o: -0.7, u: -1 };
const openness: Readonly<Record<SimulatedSound['vowel'], number>> = {
  a: 1,
  e: 0.75,
  i: 0.5,
  o: 0.8,
  u: 0.45,
};

const loudness = 1;
const hissLoudness = 0.06;
/** The level that opens the mouth all the way. */
const wideOpen = 0.12;
/** What lies this close ahead can still be given to the sound, in seconds. */
const lead = 0.03;

const shut: Mouth = { open: 0, spread: 0 };

interface Speech {
  readonly sounds: readonly SimulatedSound[];
  readonly voice: Voice;
  /** On the clock. */
  readonly startedAt: number;
}

export class SimulatedVoice {
  readonly context = new AudioContext();
  readonly track: MediaStreamTrack;
  readonly #clock: Clock;
  readonly #buzz = this.context.createOscillator();
  readonly #throat = this.context.createGain();
  readonly #hiss = this.context.createGain();
  readonly #filters: readonly [BiquadFilterNode, BiquadFilterNode, BiquadFilterNode];
  readonly #analyser = this.context.createAnalyser();
  readonly #samples: Float32Array<ArrayBuffer>;
  #speech: Speech | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    const { context } = this;
    const mix = context.createGain();
    const filter = (frequency: number, gain: number): BiquadFilterNode => {
      const node = context.createBiquadFilter();
      node.type = 'bandpass';
      node.frequency.value = frequency;
      node.Q.value = 7;
      const strength = context.createGain();
      strength.gain.value = gain;
      this.#throat.connect(node).connect(strength).connect(mix);
      return node;
    };
    this.#filters = [filter(500, 1), filter(1500, 0.7), filter(third, 0.35)];
    this.#buzz.type = 'sawtooth';
    this.#throat.gain.value = this.#hiss.gain.value = 0;
    this.#buzz.connect(this.#throat);
    this.#buzz.start();
    this.#hissing().connect(this.#hiss).connect(mix);
    this.#analyser.fftSize = 1024;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    const output = context.createMediaStreamDestination();
    mix.connect(this.#analyser).connect(output);
    const [track] = output.stream.getAudioTracks();
    if (!track) throw new Error('The browser gives no track of its sound.');
    this.track = track;
    // Until somebody touches the page the browser may keep its time standing still.
    context.onstatechange = () => this.#schedule();
  }

  say(sounds: readonly SimulatedSound[], voice: Voice): void {
    this.#speech = { sounds, voice, startedAt: this.#clock.now() };
    this.#schedule();
  }

  /** Silent within a few milliseconds. */
  quiet(): void {
    this.#speech = undefined;
    this.#clear();
  }

  /** As loud as the sound is; where the browser keeps that back, as loud as it would be. */
  get mouth(): Mouth {
    const sound = this.#soundNow();
    if (!sound) return shut;
    const { vowel } = sound;
    const level = this.context.state === 'running' ? this.#level() / wideOpen : 0.8;
    return { open: Math.min(1, level) * openness[vowel], spread: spreads[vowel] };
  }

  get speaking(): boolean {
    return this.#soundNow() !== undefined;
  }

  async close(): Promise<void> {
    this.context.onstatechange = null;
    this.track.stop();
    await this.context.close();
  }

  #soundNow(): SimulatedSound | undefined {
    if (!this.#speech) return undefined;
    const { sounds, startedAt } = this.#speech;
    const elapsed = this.#clock.now() - startedAt;
    const sound = sounds.findLast(({ at }) => at <= elapsed);
    return sound && elapsed < sound.at + sound.seconds ? sound : undefined;
  }

  #level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    return Math.sqrt(power);
  }

  #clear(): void {
    const { currentTime } = this.context;
    for (const { gain } of [this.#throat, this.#hiss]) {
      gain.cancelScheduledValues(currentTime);
      gain.setTargetAtTime(0, currentTime, 0.008);
    }
    for (const { frequency } of [this.#buzz, ...this.#filters]) frequency.cancelScheduledValues(currentTime);
  }

  /** Gives the browser what is still to be said, each syllable at its time. */
  #schedule(): void {
    this.#clear();
    const { context } = this;
    if (!this.#speech || context.state !== 'running') return;
    const { sounds, voice, startedAt } = this.#speech;
    const elapsed = this.#clock.now() - startedAt;
    const begin = context.currentTime + lead - elapsed;
    const last = sounds.length;
    for (const [index, sound] of sounds.entries()) {
      if (sound.at < elapsed) continue;
      const at = begin + sound.at;
      // Speech sinks towards its end, and each syllable has a stress of its own.
      const melody = 1.1 - (0.22 * index) / last + 0.06 * Math.sin(index * 2.4);
      this.#buzz.frequency.setTargetAtTime(voice.pitch * melody, at, 0.03);
      const [first, second] = resonances[sound.vowel];
      const [low, middle, high] = this.#filters;
      low.frequency.setTargetAtTime(first * voice.size, at, 0.02);
      middle.frequency.setTargetAtTime(second * voice.size, at, 0.02);
      high.frequency.setTargetAtTime(third * voice.size, at, 0.02);
      const { gain } = this.#throat;
      gain.setTargetAtTime(loudness, at + sound.seconds * 0.15, 0.02);
      gain.setTargetAtTime(0, at + sound.seconds * 0.75, 0.02);
      if (!sound.hiss) continue;
      this.#hiss.gain.setTargetAtTime(hissLoudness, at, 0.008);
      this.#hiss.gain.setTargetAtTime(0, at + sound.seconds * 0.2, 0.012);
    }
  }

  /** Noise without its low part. */
  #hissing(): AudioNode {
    const { context } = this;
    const noise = context.createBufferSource();
    noise.buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
    const samples = noise.buffer.getChannelData(0);
    for (let index = 0; index < samples.length; index += 1) samples[index] = Math.random() * 2 - 1;
    noise.loop = true;
    noise.start();
    const high = context.createBiquadFilter();
    high.type = 'highpass';
    high.frequency.value = 3500;
    return noise.connect(high);
  }
}
