/**
 * Owns the speech thread as its users see it: `speak(text, voice, rate)` gives the sentences one after the
 * other as they are made.
 */
import { Worker } from 'node:worker_threads';
import type { FliteVoice } from './flite.js';
import { splitSentences } from './spoken-text.js';
import type { SentenceAnswer, SentenceRequest, SpokenSentence } from './speech-thread.js';

export interface VoiceChoice {
  voice: FliteVoice;
  rate: number;
}

interface Waiting {
  resolve(spoken: SpokenSentence): void;
  reject(error: Error): void;
}

export class Speech {
  readonly #worker = new Worker(new URL('./speech-thread-entry.mjs', import.meta.url));
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  constructor() {
    this.#worker.on('message', (answer: SentenceAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('spoken' in answer) waiting?.resolve(answer.spoken);
      else waiting?.reject(new Error(answer.failure));
    });
    const failAll = (error: Error): void => {
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    this.#worker.on('error', failAll);
    this.#worker.on('exit', () => failAll(new Error('the speech thread has ended')));
  }

  /** Sentence by sentence; stop iterating and no further sentence is made. */
  async *speak(text: string, { voice, rate }: VoiceChoice): AsyncGenerator<SpokenSentence, void, void> {
    for (const sentence of splitSentences(text)) yield await this.#sentence({ sentence, voice, rate });
  }

  /** The first sentence costs four times as much as the next, so one is spoken to nobody beforehand. */
  async warmUp(): Promise<void> {
    await this.#sentence({ sentence: 'Hello.', voice: 'slt', rate: 1 });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #sentence(request: Omit<SentenceRequest, 'id'>): Promise<SpokenSentence> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...request } satisfies SentenceRequest);
    });
  }
}
