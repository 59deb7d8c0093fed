/**
 * Warns of what a page has written on the tag and can't have meant. Fires the element's `warning`, once for each code and
 * option. Loaded only if there is something to warn of, or under `debug`.
 */

import { tellMistake } from '../api/console.js';
import { SessionEvents, StreamingEvents, type WarningDetail } from '../api/events.js';
import { HeygenAvatarElement } from './heygen-avatar.js';
import { sessionProperties } from './session-properties.js';
import { isLostObject } from './values.js';

/** The controls that are planned, and not in this version. */
const laterControls = ['fullscreen', 'picture-in-picture', 'devices'];

const told = new WeakMap<HeygenAvatarElement, Set<string>>();

function warn(element: HeygenAvatarElement, code: string, option: string, message: string): void {
  const before = told.get(element) ?? new Set();
  told.set(element, before);
  const key = `${code} ${option} ${message}`;
  if (before.has(key)) return;
  before.add(key);
  const detail: WarningDetail = { code, option, message };
  const event = new CustomEvent('warning', { detail, bubbles: true, composed: true, cancelable: true });
  if (element.dispatchEvent(event)) tellMistake(element, event);
}

/** Warns of an object that became text on its way to a property. `name` is the property's or the attribute's. */
export function warnOfLostObject(element: HeygenAvatarElement, name: string): void {
  const property = propertyOf(name) ?? name;
  const message = `${property} was given an object that had become text (“[object Object]”). Set it as a property, element.${property} = …, as your framework sets properties. It counts as not set.`;
  warn(element, 'object_as_text', property, message);
}

/** Warns of attributes that the tag doesn't have, if their names are nearly those of a property or an event. */
export function warnOfAttributes(element: HeygenAvatarElement): void {
  for (const { name, value } of element.attributes) {
    const property = propertyOf(name) ?? (name in HTMLElement.prototype ? undefined : nearestProperty(name));
    const event = name.startsWith('on') ? eventOf(name) : undefined;
    if (event) {
      const message = `The attribute ${name} does nothing. Listen with addEventListener('${event}', …), or with the event syntax of your framework.`;
      warn(element, 'unknown_attribute', name, message);
      continue;
    }
    // A framework may have set the property as well, as Svelte does where it takes over the server's HTML.
    if (property && !isUnset(element, property)) continue;
    if (isLostObject(value) && (property ?? (name === 'muted' || name === 'volume')))
      warnOfLostObject(element, name);
    else if (property && attributeOf(property) !== name)
      warn(element, 'unknown_attribute', name, unknownAttribute(name, property));
  }
}

function unknownAttribute(name: string, property: string): string {
  const attribute = attributeOf(property);
  return attribute
    ? `The attribute ${name} does nothing. Write ${attribute}, or set the property ${property}.`
    : `The attribute ${name} does nothing. ${property} is only a property: set element.${property} = …, as your framework sets properties.`;
}

/** Warns of unknown names in `controls`, and of `none`. */
export async function warnOfControls(element: HeygenAvatarElement): Promise<void> {
  // Only here, for the warnings of attributes come without the controls' code.
  const { controlNames, listedControls } = await import('./control-bar.js');
  const listed = listedControls(element.controls) ?? [];
  if (listed.join(' ') === 'none') {
    const message =
      'controls="none" gives visitors no way to end a session, which costs money until it ends. Call stop() from controls of your own.';
    warn(element, 'no_controls', 'controls', message);
    return;
  }
  for (const name of listed.filter((other) => !controlNames.includes(other))) {
    const message = laterControls.includes(name)
      ? `controls lists “${name}”, which this version doesn't have yet.`
      : `controls lists “${name}”; there are ${controlNames.join(', ')}.`;
    warn(element, 'unknown_control', 'controls', message);
  }
}

/** Warns once per session of an attribute that changes during it and counts only at the next start. */
export function warnOfLateChanges(element: HeygenAvatarElement): void {
  /** The attributes' values at the start of this session, without those already warned of. */
  let begun: Map<string, string> | undefined;
  const onState = (): void => {
    const { status } = element.state;
    const runs = status === 'connecting' || status === 'live' || status === 'reconnecting';
    begun = runs ? (begun ?? valuesOf(element)) : undefined;
  };
  const controller = {
    hostUpdated: (): void => {
      for (const [option, value] of begun ? valuesOf(element) : []) {
        if (!element.debug || (begun?.get(option) ?? value) === value) continue;
        begun?.delete(option);
        const message = `${option} was changed during a session. It takes effect at the next start.`;
        const detail = { code: 'attribute_at_next_start', option, message };
        element.avatar?.dispatchEvent(new CustomEvent('warning', { detail, cancelable: true }));
      }
    },
  };
  element.addEventListener('state_changed', onState);
  onState();
  element.addController(controller);
}

/** The values by attribute name. Without properties that have no attribute: some frameworks set those at each render. */
function valuesOf(element: HeygenAvatarElement): Map<string, string> {
  return new Map(
    // A removed attribute sets null, and a new object may have the same content.
    sessionProperties.map((name) => [attributeOf(name) ?? name, JSON.stringify(element[name] ?? '')]),
  );
}

/** The name without what tells `token-url`, `tokenurl` and `tokenUrl` apart. */
const bare = (name: string): string => name.replace(/[-_]/g, '').toLowerCase();

/** The property that an attribute's name means. */
function propertyOf(name: string): string | undefined {
  return [...HeygenAvatarElement.elementProperties.keys()]
    .map(String)
    .find((key) => bare(key) === bare(name));
}

/** What HeyGen's services and other elements call some of the properties, without hyphens. */
const otherNames: Readonly<Record<string, string>> = {
  autoplay: 'autostart',
  avatar: 'avatarName',
  avatarid: 'avatarName',
  contextid: 'knowledgeId',
  maxsessionduration: 'maxDuration',
  voiceid: 'voice',
};

/** The property whose name a misspelt attribute is nearest to; undefined if it is near to none. */
function nearestProperty(name: string): string | undefined {
  const written = bare(name);
  // Of a short name a single letter makes another word.
  let best = written.length > 7 ? 2.5 : written.length > 4 ? 1.5 : 0;
  let found = otherNames[written];
  for (const key of HeygenAvatarElement.elementProperties.keys()) {
    const distance = editDistance(written, bare(String(key)));
    if (distance >= best) continue;
    best = distance;
    found = String(key);
  }
  return found;
}

/** How many letters have to be put in, taken out or replaced to make one word of the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const letter of from) {
    const above = row;
    row = [(above[0] ?? 0) + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[column] ?? 0) + 1, (row[column - 1] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}

function attributeOf(property: string): string | undefined {
  const { attribute } = HeygenAvatarElement.elementProperties.get(property) ?? {};
  if (attribute === false) return undefined;
  return typeof attribute === 'string' ? attribute : property.toLowerCase();
}

function isUnset(element: HeygenAvatarElement, property: string): boolean {
  const value = (element as unknown as Record<string, unknown>)[property];
  const standard = { service: 'auto', preload: 'none' }[property];
  return !value || value === standard || /^(\{\}|\[\])$/.test(JSON.stringify(value));
}

/** The event that an attribute such as `onstream_ready` means. */
function eventOf(name: string): string | undefined {
  const names = [...Object.values(StreamingEvents), ...Object.values(SessionEvents)];
  return names.find((event) => bare(event) === bare(name.slice(2)));
}
