/** The fields: filled from the catalogue and the page's address, read as the attributes of the tag. */

import { emotions, type Catalogue, type Choice } from './catalogue.js';
import { make, part } from './page-elements.js';

/** In the order the tag shows them. A boolean attribute's value is the empty string. */
const attributeOrder = [
  'token-url',
  'base-path',
  'avatar-name',
  'quality',
  'voice',
  'voice-rate',
  'voice-emotion',
  'language',
  'knowledge-base',
  'poster',
  'muted',
  'controls',
  'autostart',
  'voice-chat',
  'push-to-talk',
  'use-silence-prompt',
] as const;
export type AttributeName = (typeof attributeOrder)[number];
export type TagAttributes = ReadonlyMap<AttributeName, string>;

/** A running session follows these at once; the others count at the next start. */
const followedLive: ReadonlySet<AttributeName> = new Set(['muted', 'controls', 'autostart', 'poster']);
/** Not kept in the page's address: a link must not send anybody's visitor to another service. */
const notInAddress: ReadonlySet<string> = new Set(['token-url', 'base-path']);
const notHeard = 'Not heard in the sandbox';
const booleans: ReadonlySet<string> = new Set([
  ...['muted', 'controls', 'autostart'],
  ...['voice-chat', 'push-to-talk', 'use-silence-prompt'],
]);

export class Settings {
  readonly #form = part('settings', HTMLFormElement);
  readonly #catalogue: Catalogue;
  readonly #changed: (attributes: TagAttributes) => void;
  #trouble = '';

  constructor(catalogue: Catalogue, sandbox: string, changed: (attributes: TagAttributes) => void) {
    this.#catalogue = catalogue;
    this.#changed = changed;
    fill('avatar-name', catalogue.avatars);
    fill('voice', catalogue.voices, 'The avatar’s own');
    this.#fillMarked('voice-emotion', emotions);
    this.#fillMarked('language', catalogue.languages);
    if (sandbox) {
      part('token-url', HTMLInputElement).value = `${sandbox}/sandbox/token`;
      part('base-path', HTMLInputElement).value = sandbox;
    }
    const untouched = this.#inAddress();
    this.#readAddress();
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#form.addEventListener('input', () => {
      this.#writeAddress(untouched);
      this.#show();
    });
  }

  get attributes(): TagAttributes {
    const data = new FormData(this.#form);
    const avatar = this.#catalogue.avatars.find(({ value }) => value === data.get('avatar-name'));
    const found = new Map<AttributeName, string>();
    for (const name of attributeOrder) {
      const value = name === 'poster' ? (avatar?.picture ?? '') : text(data.get(name));
      if (value === '' || (name === 'voice-rate' && Number(value) === 1)) continue;
      found.set(name, booleans.has(name) ? '' : name === 'token-url' ? this.#withTrouble(value) : value);
    }
    return found;
  }

  /** Has the sandbox's tokens carry a trouble; the empty string ends that. */
  set trouble(name: string) {
    this.#trouble = name;
    this.#show();
  }

  /** Says the attributes for the first time. */
  begin(): void {
    this.#show();
  }

  #withTrouble(tokenUrl: string): string {
    if (!this.#trouble) return tokenUrl;
    return `${tokenUrl}${tokenUrl.includes('?') ? '&' : '?'}trouble=${encodeURIComponent(this.#trouble)}`;
  }

  #show(): void {
    const rate = Number(part('voice-rate', HTMLInputElement).value);
    part('voice-rate-value', HTMLOutputElement).value = `${rate.toFixed(2).replace(/0$/, '')}×`;
    this.#mark('voice-emotion');
    this.#mark('language');
    this.#changed(this.attributes);
  }

  #mark(id: 'voice-emotion' | 'language'): void {
    const heard = this.#isHeard(id, part(id, HTMLSelectElement).value);
    part(`${id}-mark`, HTMLElement).textContent = heard ? '' : notHeard;
  }

  #fillMarked(id: 'voice-emotion' | 'language', list: readonly Choice[]): void {
    const [heard, unheard] = [true, false].map((wanted) =>
      list.filter(({ value }) => this.#isHeard(id, value) === wanted),
    );
    fill(id, heard ?? [], 'Default');
    if (!unheard?.length) return;
    const group = make('optgroup', '', ...unheard.map(option));
    group.label = notHeard;
    part(id, HTMLSelectElement).append(group);
  }

  #isHeard(id: 'voice-emotion' | 'language', value: string): boolean {
    if (value === '') return true;
    const { spoken, emotionHeard } = this.#catalogue;
    return id === 'language' ? (spoken?.has(value) ?? true) : emotionHeard;
  }

  #inAddress(): URLSearchParams {
    const kept = new URLSearchParams();
    for (const field of this.#form.elements) {
      if (!(
        field instanceof HTMLInputElement ||
        field instanceof HTMLSelectElement ||
        field instanceof HTMLTextAreaElement
      ))
        continue;
      if (!field.name || notInAddress.has(field.name)) continue;
      if (field.type === 'checkbox')
        kept.set(field.name, field instanceof HTMLInputElement && field.checked ? 'on' : 'off');
      else if (field.type !== 'radio' || (field instanceof HTMLInputElement && field.checked))
        kept.set(field.name, field.value);
    }
    return kept;
  }

  #readAddress(): void {
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = notInAddress.has(name) ? null : this.#form.elements.namedItem(name);
      if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = value === 'on';
      else if (
        field instanceof HTMLSelectElement &&
        !Array.from(field.options, (o) => o.value).includes(value)
      )
        continue;
      else if (field instanceof RadioNodeList || (field && 'value' in field)) field.value = value;
    }
  }

  #writeAddress(untouched: URLSearchParams): void {
    const kept = this.#inAddress();
    for (const [name, value] of untouched) if (kept.get(name) === value) kept.delete(name);
    const query = kept.toString();
    history.replaceState(null, '', query ? `?${query}` : location.pathname);
  }
}

/** Gives the element these attributes. Says whether one changed that a running session does not follow. */
export function applyTo(element: HTMLElement, attributes: TagAttributes): boolean {
  let needsRestart = false;
  for (const name of attributeOrder) {
    const value = attributes.get(name) ?? null;
    if (element.getAttribute(name) === value) continue;
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
    needsRestart ||= !followedLive.has(name);
  }
  return needsRestart;
}

function fill(id: string, list: readonly Choice[], none?: string): void {
  const options = list.map(option);
  if (none !== undefined) options.unshift(new Option(none, ''));
  part(id, HTMLSelectElement).replaceChildren(...options);
}

function option({ value, label }: Choice): HTMLOptionElement {
  return new Option(label, value);
}

function text(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value.trim() : '';
}
