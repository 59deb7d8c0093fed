/** The fields: filled from the chosen service's catalogue and the page's address, read as the attributes of the tag. */

import { inAddress, readAddress, writeAddress } from './address.js';
import { emotions } from './catalogue.js';
import type { Catalogue, Choice, Offers } from './offer.js';
import { make, part } from './page-elements.js';
import {
  isService,
  limitedFields,
  noEffect,
  serviceNames,
  services,
  type LimitedField,
  type Service,
} from './services.js';

/** In the order the tag shows them. A boolean attribute's value is the empty string. */
const attributeOrder = [
  'service',
  'token-url',
  'base-path',
  'avatar-name',
  'quality',
  'voice',
  'voice-rate',
  'voice-emotion',
  'language',
  'knowledge-base',
  'sandbox',
  'max-duration',
  'poster',
  'muted',
  'controls',
  'autostart',
  'voice-chat',
  'push-to-talk',
  'use-silence-prompt',
  'debug',
] as const;
export type AttributeName = (typeof attributeOrder)[number];
export type TagAttributes = ReadonlyMap<AttributeName, string>;

/** A running session follows these at once; the others count at the next start. */
const followedLive: ReadonlySet<AttributeName> = new Set(['muted', 'controls', 'autostart', 'poster']);
const booleans: ReadonlySet<string> = new Set([
  ...['muted', 'controls', 'autostart', 'voice-chat', 'push-to-talk', 'use-silence-prompt'],
  ...['sandbox', 'debug'],
]);
const notHeard = 'Not heard in the sandbox';
const becomesContext = 'The sandbox makes a context of it';

export interface SettingsHooks {
  /** The trouble that tokens are to carry; the empty string for none. */
  trouble(): string;
  /** Another service was chosen, or the first. Told before the attributes are. */
  switched(service: Service): void;
  changed(attributes: TagAttributes): void;
}

export class Settings {
  readonly #form = part('settings', HTMLFormElement);
  readonly #qualities = Array.from(
    document.querySelectorAll<HTMLInputElement>('input[name=quality]'),
    (input) => ({ input, height: input.parentElement?.querySelector('small') }),
  );
  readonly #offers: Offers;
  /** Empty where none answers. */
  readonly #sandbox: string;
  readonly #hooks: SettingsHooks;
  /** What was chosen from the lists of a service that was left again. */
  readonly #chosenOn = new Map<string, string>();
  #service: Service;

  constructor(offers: Offers, sandbox: string, hooks: SettingsHooks) {
    this.#offers = offers;
    this.#sandbox = sandbox;
    this.#hooks = hooks;
    this.#service = this.#begin();
    this.#fill();
    readAddress(this.#form, 'service');
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#form.addEventListener('input', () => this.#take());
    // They stand outside the form that they belong to.
    part('service', HTMLFieldSetElement).addEventListener('input', () => this.#take());
  }

  get service(): Service {
    return this.#service;
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

  /** Says everything for the first time, and again where something outside the fields is another. */
  show(): void {
    const rate = Number(part('voice-rate', HTMLInputElement).value);
    part('voice-rate-value', HTMLOutputElement).value = `${rate.toFixed(2).replace(/0$/, '')}×`;
    for (const field of limitedFields) part(`${field}-mark`, HTMLElement).textContent = this.#remarkOn(field);
    this.#hooks.changed(this.attributes);
  }

  begin(): void {
    this.#hooks.switched(this.#service);
    this.show();
  }

  /** Where HeyGen's accounts are. Without a sandbox only one service works at once, whatever a link says. */
  #begin(): Service {
    const first: Service = this.#sandbox ? 'liveavatar' : 'simulated';
    const wanted = inAddress('service');
    const service = this.#sandbox && isService(wanted) ? wanted : first;
    for (const radio of this.#form.elements.namedItem('service') as RadioNodeList) {
      if (!(radio instanceof HTMLInputElement)) continue;
      radio.defaultChecked = radio.value === first;
      radio.checked = radio.value === service;
    }
    part('token-url', HTMLInputElement).value = this.#tokenUrl(service);
    part('base-path', HTMLInputElement).value = this.#sandbox;
    return service;
  }

  get #catalogue(): Catalogue {
    return this.#offers[this.#service].catalogue;
  }

  #take(): void {
    const service = new FormData(this.#form).get('service');
    if (isService(service) && service !== this.#service) this.#switch(service);
    writeAddress(this.#form);
    this.show();
  }

  #switch(service: Service): void {
    for (const id of ['avatar-name', 'voice'])
      this.#chosenOn.set(`${this.#service} ${id}`, part(id, HTMLSelectElement).value);
    this.#service = service;
    this.#fill();
    const tokenUrl = part('token-url', HTMLInputElement);
    // What the visitor has filled in is theirs.
    if (serviceNames.some((other) => this.#tokenUrl(other) === tokenUrl.value))
      tokenUrl.value = this.#tokenUrl(service);
    this.#hooks.switched(service);
  }

  #fill(): void {
    const { avatars, voices, languages, rate } = this.#catalogue;
    this.#fillList('avatar-name', avatars);
    this.#fillList('voice', voices, 'The avatar’s own');
    this.#fillMarked('voice-emotion', emotions);
    this.#fillMarked('language', languages);
    const slider = part('voice-rate', HTMLInputElement);
    [slider.min, slider.max] = [String(rate.min), String(rate.max)];
    this.#fillQualities();
    const { withoutEffect } = services[this.#service];
    for (const field of limitedFields) setDisabled(field, withoutEffect.includes(field));
  }

  /** What was chosen here before, else who has the same name on the service that was left, else the first. */
  #fillList(id: 'avatar-name' | 'voice', list: readonly Choice[], none?: string): void {
    const name = part(id, HTMLSelectElement).selectedOptions[0]?.label;
    const before = this.#chosenOn.get(`${this.#service} ${id}`);
    fill(id, list, none);
    const same = list.find(({ value }) => value === before) ?? list.find(({ label }) => label === name);
    if (same && before !== '') part(id, HTMLSelectElement).value = same.value;
  }

  #fillQualities(): void {
    const { qualities } = this.#catalogue;
    for (const { input, height } of this.#qualities) {
      const pixels = qualities.get(input.value);
      input.disabled = pixels === undefined;
      if (pixels !== undefined && height) height.textContent = `${pixels}p`;
    }
    const chosen = this.#qualities.find(({ input }) => input.checked)?.input;
    if (!chosen || chosen.disabled)
      for (const { input } of this.#qualities) input.checked = input.defaultChecked;
  }

  #tokenUrl(service: Service): string {
    if (!this.#sandbox) return '';
    return `${this.#sandbox}/sandbox/token${service === 'liveavatar' ? '?service=liveavatar' : ''}`;
  }

  #withTrouble(tokenUrl: string): string {
    const trouble = this.#hooks.trouble();
    if (!trouble) return tokenUrl;
    return `${tokenUrl}${tokenUrl.includes('?') ? '&' : '?'}trouble=${encodeURIComponent(trouble)}`;
  }

  #remarkOn(field: LimitedField): string {
    if (services[this.#service].withoutEffect.includes(field)) return noEffect;
    if (field === 'voice-emotion' || field === 'language')
      return this.#isHeard(field, part(field, HTMLSelectElement).value) ? '' : notHeard;
    if (field === 'knowledge-base' && this.#service === 'liveavatar' && this.#sandbox) return becomesContext;
    return '';
  }

  #fillMarked(id: 'voice-emotion' | 'language', list: readonly Choice[]): void {
    const select = part(id, HTMLSelectElement);
    const before = select.value;
    const [heard, unheard] = [true, false].map((wanted) =>
      list.filter(({ value }) => this.#isHeard(id, value) === wanted),
    );
    fill(id, heard ?? [], 'Default');
    if (unheard?.length) {
      const group = make('optgroup', '', ...unheard.map(option));
      group.label = notHeard;
      select.append(group);
    }
    select.value = before;
  }

  #isHeard(id: 'voice-emotion' | 'language', value: string): boolean {
    if (value === '') return true;
    const { spoken, emotionHeard } = this.#catalogue;
    return id === 'language' ? (spoken?.has(value) ?? true) : emotionHeard;
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

function setDisabled(id: string, disabled: boolean): void {
  const field = document.getElementById(id);
  if (field && 'disabled' in field) field.disabled = disabled;
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
