/** The text field and what can be done with it: talk, repeat, interrupt. */

import type { SessionState, TaskType } from '../../src/index.js';
import { make, part } from './page-elements.js';

/** What the panel needs of the element. */
export interface Speaker {
  speak(request: { text: string; taskType: `${TaskType}` }): Promise<unknown>;
  interrupt(): Promise<unknown>;
}

/** Puts a call of the page's into the log, and its outcome. */
export type LogCall = <T>(name: string, given: unknown, call: () => Promise<T>) => Promise<void>;

const phrases = [
  'Hello! Who are you?',
  'What can you help me with?',
  'She sells seashells by the seashore.',
  'One, two, three, four, five, six, seven, eight, nine, ten.',
];

export class SpeakPanel {
  readonly #text = part('speak-text', HTMLInputElement);
  readonly #note = part('speak-note', HTMLElement);
  readonly #talk = part('talk', HTMLButtonElement);
  readonly #repeat = part('repeat', HTMLButtonElement);
  readonly #interrupt = part('interrupt', HTMLButtonElement);
  readonly #speaker: Speaker;
  readonly #log: LogCall;

  constructor(speaker: Speaker, log: LogCall) {
    this.#speaker = speaker;
    this.#log = log;
    part('speak-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#speak('talk');
    });
    this.#repeat.addEventListener('click', () => this.#speak('repeat'));
    this.#interrupt.addEventListener(
      'click',
      () => void log('interrupt', undefined, () => speaker.interrupt()),
    );
    part('phrases', HTMLElement).append(...phrases.map((phrase) => this.#chip(phrase)));
  }

  show(state: SessionState): void {
    const live = state.status === 'live' || state.status === 'reconnecting';
    for (const button of [this.#talk, this.#repeat, this.#interrupt]) button.disabled = !live;
    this.#interrupt.classList.toggle('wanted', live && state.talking);
    const note = noteFor(state);
    if (this.#note.textContent !== note) this.#note.textContent = note;
  }

  #speak(taskType: `${TaskType}`): void {
    const text = this.#text.value;
    this.#text.select();
    void this.#log('speak', { text, taskType }, () => this.#speaker.speak({ text, taskType }));
  }

  #chip(phrase: string): HTMLLIElement {
    const button = make('button', '', phrase);
    button.type = 'button';
    button.addEventListener('click', () => {
      this.#text.value = phrase;
      this.#text.focus();
    });
    return make('li', '', button);
  }
}

function noteFor(state: SessionState): string {
  switch (state.status) {
    case 'connecting':
      return 'Connecting. One moment.';
    case 'stopping':
      return 'The session is ending.';
    case 'failed':
      return 'The start failed. Try again on the picture.';
    case 'ended':
      return 'The session is over. Start it again on the picture.';
    case 'live':
    case 'reconnecting':
      return 'Enter is Talk.';
    case 'idle':
      return 'Press start on the picture first.';
  }
}
