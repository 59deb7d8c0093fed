/** The log: one row for each event of the element and each call of the page, filtered, bounded, never fighting the scroll. */

import { SessionEvents, StreamingEvents } from '../../src/index.js';
import { describeDetail, type Piece } from './detail-text.js';
import { make, part } from './page-elements.js';

const mostRows = 300;
/** So near to the end, in pixels, the visitor is taken to follow along. */
const nearEnd = 24;

type Kind = 'call' | 'session' | 'stream' | 'avatar' | 'user';

export class EventLog {
  readonly #list = part('log', HTMLElement);
  readonly #latest = part('log-latest', HTMLButtonElement);
  readonly #search = part('log-search', HTMLInputElement);
  readonly #empty = part('log-empty', HTMLElement);
  readonly #count = part('log-count', HTMLElement);
  readonly #kinds = part('log-kinds', HTMLElement).querySelectorAll('input');
  #following = true;

  constructor(element: HTMLElement) {
    for (const name of [...Object.values(StreamingEvents), ...Object.values(SessionEvents)]) {
      element.addEventListener(name, (event) => {
        if (event instanceof CustomEvent)
          this.#add(kindOf(name), name, describeDetail(name, event.detail), toneOf(name));
      });
    }
    this.#list.addEventListener('scroll', () => this.#noteScroll(), { passive: true });
    this.#latest.addEventListener('click', () => {
      this.#following = true;
      this.#follow();
      this.#list.focus();
    });
    this.#search.addEventListener('input', () => this.#filter());
    for (const kind of this.#kinds) kind.addEventListener('change', () => this.#filter());
    part('log-clear', HTMLButtonElement).addEventListener('click', () => {
      this.#list.replaceChildren();
      this.#following = true;
      this.#filter();
    });
  }

  /** Logs a call of the page's on the element, and what came of it. */
  readonly call = async <T>(name: string, given: unknown, call: () => Promise<T>): Promise<void> => {
    this.#add('call', `${name}()`, describeDetail(name, given));
    try {
      const answer = await call();
      this.#add('call', `${name}() resolved`, describeDetail(name, answer));
    } catch (error) {
      this.#add('call', `${name}() rejected`, describeDetail(name, error), 'bad');
    }
  };

  #add(kind: Kind, name: string, detail: readonly Piece[], tone?: 'bad' | 'caution'): void {
    const now = new Date();
    const time = make('time', '', clock(now));
    time.dateTime = now.toISOString();
    const pieces = detail.flatMap(({ name: label, text }) =>
      label ? [make('i', '', `${label} `), text, '  '] : [text, '  '],
    );
    const row = make(
      'div',
      `log-row kind-${kind}`,
      time,
      make('span', 'event', name),
      make('span', 'detail', ...pieces),
    );
    row.dataset.kind = kind;
    if (tone) row.dataset.tone = tone;
    row.hidden = !this.#shows(row);
    this.#list.append(row);
    this.#keepBounded();
    this.#say();
    if (this.#following) this.#follow();
    else this.#latest.hidden = false;
  }

  /** What is taken away above must not move what the visitor is reading. */
  #keepBounded(): void {
    while (this.#list.childElementCount > mostRows) {
      const first = this.#list.firstElementChild;
      if (!(first instanceof HTMLElement)) return;
      const height = first.offsetHeight;
      first.remove();
      if (!this.#following && !supportsAnchoring) this.#list.scrollTop -= height;
    }
  }

  #filter(): void {
    for (const row of this.#list.children) if (row instanceof HTMLElement) row.hidden = !this.#shows(row);
    this.#say();
    if (this.#following) this.#follow();
  }

  #shows(row: HTMLElement): boolean {
    const kindShown = Array.from(this.#kinds).some(
      ({ value, checked }) => checked && value === row.dataset.kind,
    );
    return kindShown && row.textContent.toLowerCase().includes(this.#search.value.trim().toLowerCase());
  }

  #say(): void {
    const rows = this.#list.childElementCount;
    const shown = this.#list.querySelectorAll(':scope > :not([hidden])').length;
    this.#count.textContent = rows === 0 ? '' : shown === rows ? `${rows}` : `${shown} of ${rows}`;
    this.#empty.hidden = shown > 0;
    this.#empty.textContent =
      rows > 0
        ? 'No row fits the filter.'
        : 'Nothing yet. Every event of the element is listed here as it happens.';
  }

  #noteScroll(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#list;
    this.#following = scrollHeight - scrollTop - clientHeight <= nearEnd;
    if (this.#following) this.#latest.hidden = true;
  }

  #follow(): void {
    this.#latest.hidden = true;
    this.#list.scrollTop = this.#list.scrollHeight;
  }
}

const supportsAnchoring = CSS.supports('overflow-anchor', 'auto');

function kindOf(name: string): Kind {
  if (name.startsWith('avatar_')) return 'avatar';
  if (name.startsWith('user_')) return 'user';
  if (name.startsWith('stream_') || name === StreamingEvents.CONNECTION_QUALITY_CHANGED) return 'stream';
  return 'session';
}

function toneOf(name: string): 'bad' | 'caution' | undefined {
  if (name === SessionEvents.SESSION_ERROR) return 'bad';
  if (name === SessionEvents.WARNING || name === SessionEvents.PLAYBACK_BLOCKED) return 'caution';
  return undefined;
}

function clock(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = `${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
  return `${two(time.getMinutes())}:${seconds}`;
}
