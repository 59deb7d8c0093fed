/**
 * The texts of an element: the page's own, over those of the language of its place in the page, over the English ones.
 * Loads what is missing.
 */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isRecord } from '../api/unknown.js';
import type { PartialStrings, Strings } from './strings/en.js';
import { merge } from './strings/merge.js';
import { given, loaded, tablesChanged, version, watchTables } from './strings/tables.js';

interface WordsHost extends ReactiveControllerHost, HTMLElement {
  readonly strings: PartialStrings | null | undefined;
}

/** The languages that are written from right to left. */
const rightToLeft = /^(ar|fa|he|ur)\b/;

export class Words implements ReactiveController {
  readonly #element: WordsHost;
  readonly #changed: () => void;
  /** The language of the element's place, in lower case, and its first part. Empty if the page doesn't say. */
  #lang = '';
  #base = '';
  /** Whether the page says the direction of that language. */
  #hasDir = false;
  /** The texts, until something changes, and what they were made of. */
  #strings: Strings | undefined;
  #from: WordsHost['strings'];
  #version = 0;
  /** The language that was loaded, or could not be. */
  #asked = '';
  readonly #observer = globalThis.MutationObserver && new MutationObserver(() => this.#look());
  #unwatch: (() => void) | undefined;

  /** Calls `changed` when there are other texts to show. */
  constructor(element: WordsHost, changed: () => void) {
    this.#element = element;
    this.#changed = changed;
    element.addController(this);
  }

  /** All texts that are needed now: before a session, only those of a start screen. */
  get strings(): Strings {
    const { strings } = this.#element;
    // Also while the element is not in a document, where it doesn't hear of changes.
    if (!this.#strings || strings !== this.#from || version !== this.#version)
      this.#strings = [loaded[this.#base], this.#own].reduce(merge, loaded.en) as Strings;
    this.#from = strings;
    this.#version = version;
    return this.#strings;
  }

  /** The texts that the page gives. */
  get #own(): PartialStrings {
    const { strings } = this.#element;
    return [given[''], given[this.#base], given[this.#lang], strings].reduce(merge, {}) as PartialStrings;
  }

  /** Value of `lang` for the texts; undefined if they are in the language of their place. */
  get lang(): string | undefined {
    const { lang } = this.strings;
    return lang === this.#base || lang.toLowerCase() === this.#lang ? undefined : lang;
  }

  /** Value of `dir` for the texts; undefined if the page has said it for their language. */
  get dir(): 'ltr' | 'rtl' | undefined {
    return this.#hasDir ? undefined : rightToLeft.test(this.strings.lang) ? 'rtl' : 'ltr';
  }

  hostConnected(): void {
    this.#unwatch = watchTables(this.#forget);
    for (let node: Node | undefined = this.#element; node; node = (node as ShadowRoot).host) {
      node = node.getRootNode();
      this.#observer?.observe(node, { subtree: true, attributeFilter: ['lang', 'dir'] });
    }
    this.#asked = '';
    this.#look();
  }

  hostDisconnected(): void {
    this.#unwatch?.();
    this.#observer?.disconnect();
  }

  hostUpdate(): void {
    const base = this.#base;
    if (!base || loaded[base] || base === this.#asked || isComplete(this.#own, loaded.en)) return;
    this.#asked = base;
    // If it can't be loaded, the page has English texts.
    import('./strings/languages.js').then(({ loadLanguage }) => loadLanguage(base)).catch(() => undefined);
  }

  readonly #forget = (): void => {
    this.#strings = undefined;
    this.#changed();
  };

  /** Finds the language and the direction of the element's place. */
  #look(): void {
    let lang: string | undefined;
    this.#hasDir = false;
    for (let node: Element | undefined = this.#element; node && lang === undefined;) {
      this.#hasDir ||= node.hasAttribute('dir');
      lang = node.getAttribute('lang')?.toLowerCase();
      node = node.parentElement ?? (node.getRootNode() as Partial<ShadowRoot>).host;
    }
    this.#lang = lang ?? '';
    this.#base = this.#lang.split('-')[0] ?? '';
    this.#forget();
  }
}

/** Whether there is nothing left to load: the page has given all texts that are needed now. */
function isComplete(own: object, needed: object): boolean {
  return Object.entries(needed).every(([name, text]) => {
    const given = (own as Record<string, unknown>)[name];
    return typeof text === 'object'
      ? isComplete(isRecord(given) ? given : {}, text as object)
      : given !== undefined || name === 'lang';
  });
}

/**
 * Replaces texts of all avatars on the page, those that are there and those to come: for one language, such as `sv` or
 * `pt-BR`, or for every language if `lang` is left out. A text that is missing or `null` keeps its default. A second call
 * for the same language replaces the first, and `null` takes it back. The `strings` of an element win over these.
 */
export function setStrings(strings: PartialStrings | null, lang = ''): void {
  // The texts of a language are written in it, unless they say otherwise.
  given[lang.toLowerCase()] = strings && lang ? { lang, ...strings } : strings;
  tablesChanged();
}
