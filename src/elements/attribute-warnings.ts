/**
 * Warns of what a page has written on the tag and can't have meant. Fires the element's `warning`, once for each code and
 * option. Loaded only if there is something to warn of, or under `debug`.
 */

import { SessionEvents, StreamingEvents, type WarningDetail } from '../api/events.js';
import { controlNames, listedControls } from './control-bar.js';
import { HeygenAvatarElement } from './heygen-avatar.js';
import { sessionProperties } from './start-request.js';
import { isLostObject } from './values.js';

/** The controls that are planned, and not in this version. */
const laterControls = [
  ...['captions', 'transcript', 'suggestions', 'language'],
  ...['fullscreen', 'picture-in-picture', 'devices', 'time'],
];

const told = new WeakMap<HeygenAvatarElement, Set<string>>();

function warn(element: HeygenAvatarElement, code: string, option: string, message: string): void {
  const before = told.get(element) ?? new Set();
  told.set(element, before);
  const key = `${code} ${option} ${message}`;
  if (before.has(key)) return;
  before.add(key);
  const detail: WarningDetail = { code, option, message };
  element.dispatchEvent(new CustomEvent('warning', { detail, bubbles: true, composed: true }));
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
    const property = propertyOf(name);
    const event = name.startsWith('on') ? eventOf(name) : undefined;
    if (event) {
      const message = `The attribute ${name} does nothing. Listen with addEventListener('${event}', …), or with the event syntax of your framework.`;
      warn(element, 'unknown_attribute', name, message);
    } else if (isLostObject(value) && (property ?? (name === 'muted' || name === 'volume')))
      warnOfLostObject(element, name);
    // A framework may have set the property as well.
    else if (property && attributeOf(property) !== name && isUnset(element, property))
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
export function warnOfControls(element: HeygenAvatarElement): void {
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
        element.avatar?.dispatchEvent(new CustomEvent('warning', { detail }));
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

function attributeOf(property: string): string | undefined {
  const { attribute } = HeygenAvatarElement.elementProperties.get(property) ?? {};
  if (attribute === false) return undefined;
  return typeof attribute === 'string' ? attribute : property.toLowerCase();
}

function isUnset(element: HeygenAvatarElement, property: string): boolean {
  const value = (element as unknown as Record<string, unknown>)[property];
  const standard = { service: 'auto', preload: 'none' }[property];
  return !value || value === standard || JSON.stringify(value) === '{}';
}

/** The event that an attribute such as `onstream_ready` means. */
function eventOf(name: string): string | undefined {
  const names = [...Object.values(StreamingEvents), ...Object.values(SessionEvents)];
  return names.find((event) => bare(event) === bare(name.slice(2)));
}
