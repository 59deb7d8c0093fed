/**
 * `autostart`: starts the session once the page and the element are really shown, so that nobody pays for what nobody
 * sees. Loaded only with the attribute.
 */

import { systemClock } from '../api/clock.js';
import { isOver } from '../session/store.js';
import type { HeygenAvatarElement } from './heygen-avatar.js';
import { isRendered } from './rendered.js';
import { sessionProperties } from './session-properties.js';

/** How long the element has to be shown before it starts, in seconds: frameworks replace elements right after they load. */
const moment = 0.25;

/** The longest time between two looks at an element that isn't shown, in seconds. */
const longestWait = 1;
/** How long a press waits for a token, in seconds: frameworks set it when they take over the page's HTML. */
const longestPress = 5;

/** The elements that were started here. */
const begun = new Set<WeakRef<HeygenAvatarElement>>();
/** What knows whose client an element has. */
const clients = new WeakMap<HeygenAvatarElement, Client>();

interface Client {
  readonly isGiven: boolean;
}

/**
 * Resolves with whether it is done: the session was started, or must not be started any more. If false, the element has
 * been removed, has no token, or `autostart` was switched off; it asks again at its next update. `isPressed`: the visitor
 * has pressed the start button, and need not wait for anything but a token.
 */
export async function autostart(
  element: HeygenAvatarElement,
  client: Client,
  isPressed: unknown,
): Promise<boolean> {
  clients.set(element, client);
  if (isPressed) {
    await untilToken(element);
    // The element shows a failure and fires session_error.
    if (element.state.status === 'idle') element.start().catch(() => undefined);
    return true;
  }
  let wasShown = false;
  let wait = moment;
  while (element.state.status === 'idle') {
    if (!element.isConnected || !element.autostart || !hasToken(element)) return false;
    const shown = isShown(element);
    const twins = shown && wasShown ? twinsOf(element) : undefined;
    // A clone, as carousels make them: one session for the visit is enough.
    if (twins?.some(isInPage)) return true;
    if (twins?.length === 0) {
      begun.add(new WeakRef(element));
      element.start().catch(() => undefined);
      return true;
    }
    wait = shown ? moment : Math.min(wait * 1.5, longestWait);
    wasShown = shown;
    await nextLook(element, wait);
  }
  return true;
}

/** Whether there is something to start with. A simulated session needs no token. */
function hasToken(element: HeygenAvatarElement): boolean {
  const { tokenProvider, tokenUrl, token, service } = element;
  return service === 'simulated' || isGiven(element) || Boolean(tokenProvider ?? (tokenUrl || token));
}

/** Whether the page has assigned the client, which has a token of its own. */
function isGiven(element: HeygenAvatarElement): boolean {
  return clients.get(element)?.isGiven ?? false;
}

/** Resolves when the element has a token, and after `longestPress` without one. */
async function untilToken(element: HeygenAvatarElement): Promise<void> {
  if (hasToken(element)) return;
  let resolve = (): void => undefined;
  const given = new Promise<void>((done) => (resolve = done));
  const controller = { hostUpdated: () => hasToken(element) && resolve() };
  element.addController(controller);
  const cancel = systemClock.after(longestPress, resolve);
  await given;
  cancel();
  element.removeController(controller);
}

/** Whether the element is rendered, in a document that is shown: not prerendered, hidden, or Turbo's preview of a page. */
function isShown(element: HeygenAvatarElement): boolean {
  const { ownerDocument } = element;
  const { prerendering } = ownerDocument as Document & { prerendering?: boolean };
  return (
    Boolean(ownerDocument.defaultView) &&
    !prerendering &&
    ownerDocument.visibilityState === 'visible' &&
    !ownerDocument.documentElement.matches('[data-turbo-preview], [data-turbolinks-preview]') &&
    isRendered(element)
  );
}

/** Other elements for the same session: clones that are in the page, and elements that this one replaces, until they have ended. */
function twinsOf(element: HeygenAvatarElement): HeygenAvatarElement[] {
  const twins: HeygenAvatarElement[] = [];
  for (const reference of begun) {
    const other = reference.deref();
    if (!other || (!isInPage(other) && isOver(other.state))) begun.delete(reference);
    else if (other !== element && isSame(other, element)) twins.push(other);
  }
  return twins;
}

/** Not in the document of a window that is gone, such as a removed iframe's. */
function isInPage({ isConnected, ownerDocument }: HeygenAvatarElement): boolean {
  return isConnected && ownerDocument.defaultView !== null;
}

function isSame(one: HeygenAvatarElement, other: HeygenAvatarElement): boolean {
  const sameFunctions =
    one.tokenProvider === other.tokenProvider && one.simulatedScript === other.simulatedScript;
  // A client that the page has assigned is a session of its own.
  return sameFunctions && !isGiven(one) && !isGiven(other) && valuesOf(one) === valuesOf(other);
}

function valuesOf(element: HeygenAvatarElement): string {
  return JSON.stringify(sessionProperties.map((name) => element[name] ?? ''));
}

/** Resolves after `seconds`; in a hidden page once it may be shown. At once when the element leaves its place. */
async function nextLook(element: HeygenAvatarElement, seconds: number): Promise<void> {
  const page = element.ownerDocument;
  const types = ['visibilitychange', 'prerenderingchange'];
  let resolve = (): void => undefined;
  const changed = new Promise<void>((done) => (resolve = done));
  // It may be put into another page, such as a pop-up.
  const controller = { hostDisconnected: resolve };
  element.addController(controller);
  let cancel = (): void => undefined;
  if (page.visibilityState === 'visible') cancel = systemClock.after(seconds, resolve);
  else for (const type of types) page.addEventListener(type, resolve);
  await changed;
  cancel();
  for (const type of types) page.removeEventListener(type, resolve);
  element.removeController(controller);
}
