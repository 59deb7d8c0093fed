/**
 * The content of `<heygen-avatar>`: here what is shown before a session, in `session-view.ts` what is shown only with
 * one.
 */

import type { PlaybackBlock } from '../api/events.js';
import type { SessionState } from '../api/state.js';
import type { Moments } from './moments.js';
import { makeNode, setAttribute, setText } from './make-node.js';
import type { Strings } from './strings/en.js';

/** What there is to show. */
export interface Scene {
  readonly state: SessionState;
  readonly strings: Strings;
  /** Language of the texts, unless it is that of the page around, and their direction, unless the page has set it. */
  readonly lang: string | undefined;
  readonly dir: string | undefined;
  readonly debug: boolean;
  readonly canStart: boolean;
  readonly video: HTMLVideoElement;
  readonly poster: string;
  readonly controls: unknown;
  readonly pushToTalk: boolean;
  readonly captions: boolean;
  readonly showsError: boolean;
  readonly fit: unknown;
  readonly disclosure: unknown;
  /** Whether the page has something to say when a session has ended. */
  readonly hasEndedContent: boolean;
  /** The layer with the question that a start waits for the answer to. */
  readonly question: HTMLElement | undefined;
  /** Why the avatar can't be heard or seen until the visitor acts. */
  readonly blocked: PlaybackBlock | undefined;
  /** Undefined until its code is loaded. */
  readonly moments: Moments | undefined;
  /** Undefined until it is loaded. */
  readonly view: SessionView | undefined;
  /** Whether it could not be loaded. */
  readonly isViewLost: boolean;
}

/** What only a session shows. */
export interface SessionView {
  describe(state: SessionState, strings: Strings): string;
  errorText(error: unknown, scene: Pick<Scene, 'strings' | 'debug'>): string;
  /** What screen readers say of the state. */
  announce(scene: Scene): string;
  /** Why the session has ended, unless the visitor ended it. */
  endedText(scene: Scene): string | undefined;
  /** Renders the layers over the picture, and the bar. */
  renderSession(stage: Stage, scene: Scene): void;
}

export interface StageHandlers {
  readonly onStart: (event: Event) => void;
  readonly onUnblock: () => void;
  readonly onSlotChange: () => void;
  readonly onPosterChange: (event: Event) => void;
}

/**
 * The slots are there in every state, so that the page's content stays; layers are hidden instead. One live region is
 * always there to announce the state: screen readers only announce regions that existed before their text.
 */
export class Stage {
  readonly on: StageHandlers;
  readonly root: HTMLElement;
  /** The label that says the avatar is an AI. In one place at a time: its slot can't be in two. */
  readonly disclosure: HTMLElement;
  /** What the layers of a session come before. */
  readonly placed: HTMLElement;
  readonly #ai = makeNode('b');
  readonly #aiSentence = makeNode('span');
  readonly #image = makeNode('img', { alt: '' });
  readonly #silhouette = silhouette();
  readonly #posterSlot = makeNode('slot', { name: 'poster' });
  readonly #poster = makeNode('div', { class: 'poster', part: 'poster' }, this.#posterSlot);
  readonly #phase = makeNode('span');
  readonly #connecting = makeNode(
    'div',
    { class: 'connecting', part: 'connecting', 'aria-hidden': 'true' },
    makeNode('span', { class: 'spinner' }),
    this.#phase,
  );
  readonly #errorText = makeNode('p', { role: 'alert' });
  readonly #error = makeNode(
    'div',
    { class: 'error', part: 'error' },
    makeNode('slot', { name: 'error' }, this.#errorText),
  );
  readonly #endedText = makeNode('p', { 'aria-hidden': 'true' });
  readonly #ended = makeNode(
    'div',
    { class: 'ended', part: 'ended' },
    makeNode('slot', { name: 'ended' }, this.#endedText),
  );
  readonly #start = makeNode(
    'div',
    { part: 'start' },
    makeNode(
      'slot',
      { name: 'start' },
      makeNode('heygen-avatar-start-button', { exportparts: 'button, button: start-button' }),
    ),
  );
  readonly #over: HTMLElement;
  /** The question that is shown. */
  #asked: HTMLElement | undefined;
  readonly #spoken = makeNode('div', { class: 'spoken', role: 'status' });

  constructor(video: HTMLVideoElement, on: StageHandlers) {
    this.on = on;
    this.disclosure = makeNode(
      'p',
      { class: 'disclosure', part: 'disclosure' },
      makeNode('slot', { name: 'disclosure' }, this.#ai, ' ', this.#aiSentence),
    );
    this.#over = makeNode(
      'div',
      {},
      this.#connecting,
      this.#error,
      this.#ended,
      this.disclosure,
      this.#start,
    );
    const slot = makeNode('slot');
    this.placed = makeNode('div', { class: 'placed' }, slot);
    this.root = makeNode(
      'div',
      { class: 'stage', part: 'stage', role: 'group', tabindex: '-1' },
      ...[video, this.#poster, this.#over, this.placed, this.#spoken],
    );
    this.#posterSlot.addEventListener('slotchange', on.onPosterChange);
    this.#start.addEventListener('click', on.onStart);
    slot.addEventListener('slotchange', on.onSlotChange);
  }

  show(scene: Scene): void {
    const { state, strings, view, question, poster } = scene;
    const { status } = state;
    const picture = status === 'live' || status === 'reconnecting';
    const { root } = this;
    root.classList.toggle('contain', scene.fit === 'contain');
    setAttribute(root, 'aria-label', strings.label);
    setAttribute(root, 'lang', scene.lang);
    setAttribute(root, 'dir', scene.dir);

    this.#poster.hidden = picture;
    if (poster) setAttribute(this.#image, 'src', poster);
    const shown = poster ? this.#image : this.#silhouette;
    if (!shown.parentNode) this.#posterSlot.replaceChildren(shown);

    this.#over.className = `over ${status === 'idle' && !question ? 'inviting' : 'veiled'}`;
    this.#over.hidden = picture;
    const isChanging = status === 'connecting' || status === 'stopping';
    this.#connecting.hidden = !isChanging;
    if (isChanging) setText(this.#phase, view?.describe(state, strings) ?? strings.connecting.token);
    this.#error.hidden = status !== 'failed' || !scene.showsError || Boolean(question);
    setText(this.#errorText, errorText(scene));
    const ended = view?.endedText(scene);
    this.#ended.hidden = Boolean(question) || status !== 'ended' || !(ended || scene.hasEndedContent);
    setText(this.#endedText, ended);
    this.#ask(question, strings);
    this.disclosure.hidden = scene.disclosure === 'none';
    setText(this.#ai, strings.ai);
    setText(this.#aiSentence, strings.disclosure);
    // Back from the layers of a session.
    if (!picture && this.disclosure.parentNode !== this.#over)
      this.#over.insertBefore(this.disclosure, this.#start);
    this.#start.hidden = !scene.canStart || Boolean(question);

    view?.renderSession(this, scene);
    setText(this.#spoken, view?.announce(scene));
  }

  #ask(question: HTMLElement | undefined, { label }: Strings): void {
    if (question !== this.#asked) {
      this.#asked?.remove();
      if (question) this.#over.insertBefore(question, this.#ended);
      this.#asked = question;
    }
    if (question) setAttribute(question, 'aria-label', label);
  }
}

/** Nothing while its words are being loaded, so that it is announced once. */
function errorText({ state, strings, debug, view, isViewLost }: Scene): string {
  if (state.status !== 'failed') return '';
  return view?.errorText(state.error, { strings, debug }) ?? (isViewLost ? strings.notLoaded : '');
}

function silhouette(): Node {
  const d =
    'M100 12c26 0 42 20 42 46 0 20-8 38-20 48v14c0 6 4 9 11 12 28 9 47 22 53 48H14c6-26 25-39 53-48 7-3 11-6 11-12v-14C66 96 58 78 58 58c0-26 16-46 42-46z';
  return makeNode('svg', { viewBox: '0 0 200 180', 'aria-hidden': 'true' }, makeNode('path', { d }));
}
