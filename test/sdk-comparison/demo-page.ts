/**
 * The demo app in a frame of the test's page, used as its visitor would, or through its client where a visitor cannot
 * get. What came of each step is kept by what it is of.
 */

import type StreamingAvatar from '@heygen/streaming-avatar';
import { Corner, type BookEntry } from '../support/sandbox-books.js';
import type { ToneMicrophone } from '../support/tone-microphone.js';

export type Sdk = 'official' | 'ours';

interface Entry {
  readonly kind: 'call' | 'event' | 'unhandled';
  readonly name: string;
  readonly text: string;
  readonly detail?: unknown;
}

/** The client as a program without types sees it. */
export type Client = Omit<StreamingAvatar, 'createStartAvatar' | 'speak'> & {
  createStartAvatar(request: object): Promise<unknown>;
  speak(request: object): Promise<unknown>;
};

/** What demo-app/main.tsx hands out. */
interface Demo {
  readonly recorder: {
    readonly entries: readonly Entry[];
    readonly clients: readonly Client[];
    until(what: string, shown: (entries: readonly Entry[]) => boolean): Promise<void>;
  };
  readonly createAvatar: (token: string) => Client;
  readonly fetchAccessToken: () => Promise<string>;
  readonly shape: (value: unknown) => string;
  readonly ToneMicrophone: typeof ToneMicrophone;
}

type DemoWindow = Window & typeof globalThis & { readonly demo: Demo };

/** By scenario step and what was looked at, in words. */
export type Findings = ReadonlyMap<string, string>;

/**
 * How good the connection is has no fixed place among the other events. Neither has what comes by the chat socket
 * among what comes by the data channel.
 */
const ownSequence = ['connection_quality_changed', 'user_start', 'user_stop', 'user_silence'];

/** A page that does not change for this long will not do it any more, in milliseconds. */
const patience = 20_000;

export class DemoPage {
  readonly findings = new Map<string, string>();
  readonly demo: Demo;
  readonly #frame: HTMLIFrameElement;
  readonly #window: DemoWindow;
  readonly #corner: Corner;
  readonly #microphones: ToneMicrophone[] = [];
  #from = 0;

  private constructor(frame: HTMLIFrameElement, corner: Corner) {
    this.#frame = frame;
    this.#corner = corner;
    this.#window = frame.contentWindow as unknown as DemoWindow;
    this.demo = this.#window.demo;
  }

  static async open(sdk: Sdk, trouble: string): Promise<DemoPage> {
    const corner = await Corner.open();
    const frame = document.createElement('iframe');
    frame.allow = 'autoplay; microphone';
    const address = new URL(`/demo-app/${sdk}/`, location.href);
    address.searchParams.set('base-path', corner.url);
    address.searchParams.set('token-url', corner.tokenUrl(trouble).href);
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.src = address.href;
    document.body.append(frame);
    await loaded;
    const page = new DemoPage(frame, corner);
    await page.shows('Session', 'inactive');
    return page;
  }

  /** Leaves no session behind. */
  async close(): Promise<void> {
    // The SDK's rejects where there is nothing to stop.
    for (const client of this.demo.recorder.clients) await client.stopAvatar().catch(() => undefined);
    for (const microphone of this.#microphones) await microphone.close();
    this.#frame.remove();
    await this.#corner.until(({ open }) => open === 0);
  }

  /** The client that was made last. */
  get client(): Client {
    const client = this.demo.recorder.clients.at(-1);
    if (!client) throw new Error('The page has made no client yet.');
    return client;
  }

  /** Whatever happens from the last step's end to the end of `work` is of this step. */
  async step(name: string, work: () => unknown): Promise<void> {
    await work();
    const entries = this.demo.recorder.entries.slice(this.#from);
    this.#from = this.demo.recorder.entries.length;
    const of = (kind: Entry['kind']): Entry[] => entries.filter((entry) => entry.kind === kind);
    for (const call of new Set(of('call').map((entry) => entry.name))) {
      const ends = of('call').filter((entry) => entry.name === call);
      this.#find(name, call, ends.map(({ text }) => text).join('; '));
    }
    const events = collapsed(of('event').map(nameInSequence));
    const inOrder = (what: string, fits: (event: string) => boolean): void => {
      const some = collapsed(events.filter(fits));
      if (some.length > 0) this.#find(name, what, some.join(', '));
    };
    inOrder('events', (event) => !ownSequence.includes(event));
    inOrder('events of the chat socket', (event) => event.startsWith('user_s'));
    for (const { text } of of('unhandled')) this.#find(name, 'unhandled rejection', text);
    const spoken = entries.findIndex((entry) => entry.name === 'speak()');
    const over = entries.findIndex((entry) => entry.name === 'avatar_stop_talking');
    if (spoken >= 0 && over >= 0)
      this.#find(name, 'speak() ends', spoken < over ? 'before the turn does' : 'after the turn');
  }

  /** What a page finds in the events so far, whichever step they were of. */
  noteDetails(...types: readonly string[]): void {
    for (const type of types) {
      const texts = this.demo.recorder.entries.filter(({ name }) => name === type).map(({ text }) => text);
      this.note('every detail', type, [...new Set(texts)].sort().join(' or ') || 'none');
    }
  }

  /** What has been looked at elsewhere, and is of no step. */
  async aside(work: () => unknown): Promise<void> {
    await work();
    this.#from = this.demo.recorder.entries.length;
  }

  /** Keeps what a step has to say beside its calls and events. */
  note(step: string, what: string, value: unknown): void {
    this.#find(step, what, typeof value === 'string' ? value : this.demo.shape(value));
  }

  /** What a page can read of a client. */
  noteMembers(step: string, avatar: Client = this.client): void {
    const { room, mediaStream, isInputAudioMuted } = avatar;
    this.note(step, 'mediaStream', mediaStream);
    this.note(step, 'room', room ? `Room (${room.state})` : null);
    this.note(step, 'isInputAudioMuted', String(isInputAudioMuted));
    const { sessionId } = avatar as unknown as { sessionId: string | null };
    this.note(step, 'sessionId', sessionId === null ? null : typeof sessionId);
  }

  /** The service ends the session, when somebody who has the account's key asks for it. */
  async endSession(): Promise<void> {
    const { session_id } = await this.#booked();
    await fetch(new URL('/v1/streaming.stop', this.#corner.url), {
      method: 'POST',
      headers: { 'X-Api-Key': 'key-of-the-account', 'Content-Type': 'application/json' },
      body: JSON.stringify({ session_id }),
    });
  }

  /** What the client has sent to open its session. */
  async noteRequest(step: string): Promise<void> {
    const { request } = await this.#booked();
    for (const [name, value] of Object.entries(request)) this.note(step, name, JSON.stringify(value));
  }

  /** What the client has sent for the last task. */
  async noteTask(step: string): Promise<void> {
    const { session_id: _, ...task } = (await this.#booked()).tasks.at(-1) ?? {};
    this.note(step, 'streaming.task', JSON.stringify(task));
  }

  async #booked(): Promise<BookEntry> {
    const entry = (await this.#corner.books()).sessions.at(-1);
    if (!entry) throw new Error('The client has opened no session.');
    return entry;
  }

  /** Resolves once a call has ended since the last step, by whoever it was made. */
  ended(call: string): Promise<void> {
    return this.#since(`the end of ${call}`, ({ kind, name }) => kind === 'call' && name === call);
  }

  /** Resolves once an event has come since the last step. */
  told(type: string, fits: (detail: unknown) => boolean = () => true): Promise<void> {
    return this.#since(type, ({ kind, name, detail }) => kind === 'event' && name === type && fits(detail));
  }

  /** Clicks a button as soon as it is there. */
  async click(text: string): Promise<void> {
    const button = (): HTMLElement | undefined =>
      this.#all('button').find(({ textContent }) => textContent === text);
    await this.#changed(`the button "${text}"`, () => button() !== undefined);
    button()?.click();
  }

  choose(menu: string, value: string): void {
    const select = this.#menu(menu);
    select.value = value;
    select.dispatchEvent(new this.#window.Event('change', { bubbles: true }));
  }

  type(field: string, text: string): void {
    const input = this.#one(field);
    // React has a setter of its own on the element, and takes what goes through it for no change.
    const { set } = Object.getOwnPropertyDescriptor(this.#window.HTMLInputElement.prototype, 'value') ?? {};
    set?.call(input, text);
    input.dispatchEvent(new this.#window.Event('input', { bubbles: true }));
  }

  options(menu: string): string {
    return [...this.#menu(menu).options].map(({ value }) => value).join(', ');
  }

  /** Resolves once an output of the page says so. */
  async shows(label: string, text: string): Promise<void> {
    await this.#changed(`"${text}" in ${label}`, () => this.#labelled(label)?.textContent === text);
  }

  get messages(): string {
    return this.#all('li')
      .map(({ textContent }) => textContent)
      .join(' / ');
  }

  /** A microphone of which the script decides when it sounds. */
  toneMicrophone(hertz: number): ToneMicrophone {
    const microphone = new this.demo.ToneMicrophone(hertz);
    this.#microphones.push(microphone);
    return microphone;
  }

  /** The visitor says no. */
  refuseMicrophone(): void {
    const { DOMException, navigator } = this.#window;
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  }

  #since(what: string, fits: (entry: Entry) => boolean): Promise<void> {
    const from = this.#from;
    return this.demo.recorder.until(what, (entries) => entries.slice(from).some(fits));
  }

  #find(step: string, what: string, value: string): void {
    this.findings.set(`${step}: ${what}`, value);
  }

  #all(tag: string): HTMLElement[] {
    return [...this.#window.document.querySelectorAll<HTMLElement>(tag)];
  }

  #labelled(label: string): HTMLElement | null {
    return this.#window.document.querySelector<HTMLElement>(`[aria-label="${label}"]`);
  }

  #one(label: string): HTMLElement {
    const element = this.#labelled(label);
    if (!element) throw new Error(`There is no "${label}" in: ${this.#window.document.body.innerText}`);
    return element;
  }

  #menu(label: string): HTMLSelectElement {
    return this.#one(label) as HTMLSelectElement;
  }

  #changed(what: string, shown: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const { MutationObserver, document } = this.#window;
      const look = (): void => {
        if (!shown()) return;
        clearTimeout(late);
        observer.disconnect();
        resolve();
      };
      const observer = new MutationObserver(look);
      const late = setTimeout(() => {
        observer.disconnect();
        reject(new Error(`Waited in vain for ${what}. The page shows: ${document.body.innerText}`));
      }, patience);
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      look();
    });
  }
}

/** The reason of a disconnection is a number that pages compare. */
function nameInSequence({ name, detail }: Entry): string {
  return name === 'stream_disconnected' ? `${name} (${String(detail)})` : name;
}

/** As many of the same in a row as there are fragments of a text, which is nobody's choice. */
function collapsed(names: readonly string[]): string[] {
  return names.filter((name, index) => name !== names[index - 1]);
}
