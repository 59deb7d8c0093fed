/**
 * `<div data-heygen-avatar data-token-url="…">`, for systems that strip unknown tags: puts a `<heygen-avatar>` with the
 * attribute `token-url` into the div, moves the div's children into the tag, and follows the div's attributes.
 */

import { tellMistake } from '../api/console.js';

/** What the tag takes beside its own attributes. */
const initialAttributes = ['muted', 'volume'];
/** Attributes whose addresses decide who gets the session token, and who hands one out. */
const addresses = ['token-url', 'base-path'];
/** What only the page itself may set where visitors write HTML: whose token is used, and how long a session costs money. */
const reserved = ['token', 'token-credentials', 'voice-chat', 'disable-idle-timeout', 'max-duration'];

/** Fills each marked element in `root` that isn't filled yet. */
export function fillMarked(root: ParentNode): void {
  const trusted = trustedOrigins();
  if (!trusted) return;
  for (const place of root.querySelectorAll<HTMLElement>('[data-heygen-avatar]')) {
    // Filled before: by an earlier call, by another copy of this code, or on the page that this one was cloned from.
    if (!place.querySelector(':scope > heygen-avatar')) fill(place, trusted);
  }
}

function fill(place: HTMLElement, trusted: readonly string[] | 'all'): void {
  const element = document.createElement('heygen-avatar');
  const copy = (name: string): void => copyAttribute(place, element, name, trusted);
  // All of them before the tag is in the document, where it may start.
  for (const name of place.getAttributeNames()) copy(name);
  for (const child of place.children) {
    const slot = child.getAttribute('data-slot');
    if (slot) child.slot = slot;
  }
  element.append(...place.childNodes);
  place.append(element);
  new MutationObserver((records) => {
    for (const { attributeName } of records) copy(attributeName ?? '');
  }).observe(place, { attributes: true });
}

/** Only attributes that the tag itself knows: `data-onclick` must not become a script, nor `data-style` a style. */
function copyAttribute(
  place: HTMLElement,
  element: HTMLElement,
  name: string,
  trusted: readonly string[] | 'all',
): void {
  const own = name.replace(/^data-/, '');
  if (own === name || !attributesOf(element).includes(own)) return;
  const value = place.getAttribute(name);
  if (value === null) element.removeAttribute(own);
  else if (isTrusted(own, value, trusted)) element.setAttribute(own, value);
  else warn(element, own);
}

function attributesOf({ constructor }: HTMLElement): readonly string[] {
  const { observedAttributes = [] } = constructor as { observedAttributes?: string[] };
  return [...observedAttributes, ...initialAttributes];
}

/**
 * The origins that marked elements may use. A page on which visitors write HTML can say so in its head, by
 * `<meta name="heygen-avatar:data-markup" content="…">`: `off`, or the origins that a mark may name beside the page's own.
 */
function trustedOrigins(): readonly string[] | 'all' | undefined {
  // Not `document.head`: a visitor's `<img name="head">` takes its place.
  const meta = document.querySelector<HTMLMetaElement>(
    ':root > head > meta[name="heygen-avatar:data-markup"]',
  );
  if (!meta) return 'all';
  const words = meta.content.split(/\s+/);
  return words.includes('off') ? undefined : [location.origin, ...words];
}

function isTrusted(name: string, value: string, trusted: readonly string[] | 'all'): boolean {
  // A session that nobody has asked for costs money at each visit. Sanitizers that keep marks keep a stranger's marks, too.
  if (name === 'autostart') return false;
  if (trusted === 'all') return true;
  if (reserved.includes(name)) return false;
  // Without controls the visitor couldn't end a session. The tag splits lists in the same way.
  if (name === 'controls') return !value.split(/[\s,]+/).includes('none');
  if (!addresses.includes(name)) return true;
  try {
    return trusted.includes(new URL(value, document.baseURI).origin);
  } catch {
    return false;
  }
}

function warn(element: HTMLElement, option: string): void {
  const message = addresses.includes(option)
    ? `data-${option} isn't allowed by the page's <meta name="heygen-avatar:data-markup">. Add its origin there.`
    : `data-${option} isn't allowed here. Set ${option} on the <heygen-avatar> in the marked element, by a script of the page's own.`;
  // Once the tag is in the page, where somebody may listen.
  queueMicrotask(() => {
    const detail = { code: 'data_markup_refused', option, message };
    const event = new CustomEvent('warning', { detail, bubbles: true, composed: true, cancelable: true });
    if (element.dispatchEvent(event)) tellMistake(element, event);
  });
}
