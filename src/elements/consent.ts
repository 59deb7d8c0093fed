/**
 * Asks for the visitor's consent with what the page has put into the slot `consent`. Until it is given, nothing
 * reaches the service. Loaded only where there is such content.
 */

import type { ReactiveElement } from 'lit';
import { StreamingAvatarError } from '../api/errors.js';
import { orAbort } from '../api/wait.js';
import { accepted, hasConsentContent, type AskingElement } from './consent-needed.js';
import { makeNode } from './make-node.js';

export interface ConsentHooks {
  /** Shows the question's layer; undefined removes it. */
  show(layer: HTMLElement | undefined): void;
  /** Called within the visitor's click, which the browser may require for sound. */
  accept(): void;
}

/** Resolves when the visitor accepts. Rejects with `aborted` if they decline, and with the signal's reason. */
export async function askConsent(
  element: ReactiveElement & AskingElement & { readonly autostart: boolean },
  signal: AbortSignal,
  { show, accept }: ConsentHooks,
): Promise<void> {
  if (!hasConsentContent(element)) return accept();
  let decide!: (isAccepted: boolean) => void;
  const decision = new Promise<boolean>((resolve) => (decide = resolve));

  const onClick = (event: Event): void => {
    const choice = choiceOf(event);
    // The video plays within this click. A second one, before the question is gone, changes nothing.
    if (choice === 'accept') accept();
    if (choice) decide(choice === 'accept');
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    decide(false);
  };
  const onSlotChange = (): void => {
    // Taken away without an answer, which is no consent.
    if (!hasConsentContent(element)) decide(false);
  };

  const before = focusedElement(element.ownerDocument);
  // The page's start by itself doesn't take the focus from what the visitor is doing.
  const takesFocus = !element.autostart || contains(element, before);
  const slot = makeNode('slot', { name: 'consent' });
  const layer = makeNode('div', { class: 'consent', part: 'consent', role: 'dialog', tabindex: '-1' }, slot);
  layer.addEventListener('click', onClick);
  layer.addEventListener('keydown', onKey);
  slot.addEventListener('slotchange', onSlotChange);
  show(layer);
  try {
    await element.updateComplete;
    // Not its first button: the key that pressed the start button may still be down.
    if (takesFocus) layer.focus({ preventScroll: true });
    const isAccepted = await orAbort(decision, signal);
    if (!isAccepted) {
      const message = 'The visitor declined, in the content of the slot “consent”.';
      throw new StreamingAvatarError('aborted', message, { phase: 'token', retryable: true });
    }
    remember(element.consentKey);
  } finally {
    const hadFocus = contains(element, focusedElement(element.ownerDocument));
    show(undefined);
    // After a refusal, back to the button that asked. After an acceptance it is hidden, and can't take the focus.
    if (hadFocus) void element.updateComplete.then(() => before?.focus({ preventScroll: true }));
  }
}

/** What the clicked content decides. A form that isn't filled in, and what is disabled, decide nothing. */
function choiceOf(event: Event): string | undefined {
  if (event.defaultPrevented) return undefined;
  const path = event.composedPath();
  // They may be of another window, and among them are shadow roots.
  const clicked = path.slice(0, path.indexOf(event.currentTarget as Element)) as Partial<HTMLElement>[];
  if (clicked.some((node) => node.matches?.('[aria-disabled=true],form:invalid'))) return undefined;
  return clicked
    .map((node) => node.dataset?.['consent'])
    .find((value) => value === 'accept' || value === 'decline');
}

function remember(key: unknown): void {
  try {
    if (key) localStorage.setItem(String(key), accepted);
  } catch {
    // A page without storage, or whose visitor refuses it, asks each time.
  }
}

/** The focused element, also in shadow roots. */
function focusedElement(document: Document): HTMLElement | null {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused as HTMLElement | null;
}

/** Whether the node is in the element, its shadow roots included. */
function contains(element: Element, node: Node | null): boolean {
  for (let at = node; at; at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null)
    if (at === element) return true;
  return false;
}
