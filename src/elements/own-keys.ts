/**
 * Keeps from the page the keys that our controls use. A page can't see what has the focus in a shadow root: it would take
 * what is typed into our field, or Space on our button, for a shortcut of its own. Tab, Escape, and keys with Ctrl or ⌘
 * are the page's in any case.
 *
 * The event is stopped at the window, on its way down, because many pages listen there or at the document while it
 * captures, and the control gets a copy that doesn't leave its shadow root. What no listener can be kept from: one that
 * captures at the window and was added before, and one of a browser extension. Typing, scrolling and clicking are the
 * browser's own answers to a key, which don't depend on who hears it.
 */

import type { ReactiveElement } from 'lit';
import { listen } from './listen.js';

const buttons = 'button, summary, [role="button"], input:is([type="button"], [type="checkbox"])';

/** The shadow roots whose controls' keys are kept, and what is told of each. */
const kept = new WeakMap<Node, () => void>();
/** How many elements each window has, and the end of its listening. */
const windows = new WeakMap<Window, { elements: number; readonly unlisten: readonly (() => void)[] }>();

/** Keeps the keys that are used by the controls in the element's own shadow root, and tells `onActivity` of them. */
export function keepKeys(element: ReactiveElement, onActivity: () => void): void {
  let leave = (): void => undefined;
  const controller = {
    hostConnected(): void {
      const { shadowRoot, ownerDocument } = element;
      if (shadowRoot) kept.set(shadowRoot, onActivity);
      leave = enter(ownerDocument.defaultView);
    },
    hostDisconnected: () => leave(),
  };
  // Called at once if the element is connected.
  element.addController(controller);
}

/** Listens at the window until the last element that is in it has left. */
function enter(window: Window | null): () => void {
  if (!window) return () => undefined;
  const listening = windows.get(window) ?? {
    elements: 0,
    unlisten: ['keydown', 'keypress', 'keyup'].map((type) => listen(window, type, onKey, true)),
  };
  windows.set(window, listening);
  listening.elements += 1;
  return () => {
    listening.elements -= 1;
    if (listening.elements > 0) return;
    windows.delete(window);
    for (const unlisten of listening.unlisten) unlisten();
  };
}

function onKey(event: Event): void {
  const [control] = event.composedPath() as [Element];
  // The window itself may be the target, or something of another window.
  const onActivity = kept.get(control.getRootNode?.());
  const key = event as KeyboardEvent;
  if (!onActivity || !isUsed(key, control)) return;
  event.stopImmediatePropagation();
  onActivity();
  const goesOn = control.dispatchEvent(copyOf(key));
  const isButton = control.matches(buttons);
  if (!goesOn || isButton) event.preventDefault();
  if (isButton) press(key, control, goesOn);
}

/** The button that Space holds down. */
let down: Element | undefined;

/** Presses a button as the browser does: Firefox does so only if the event comes to it. */
function press({ type, key, repeat }: KeyboardEvent, button: Element, goesOn: boolean): void {
  if (key === 'Enter') {
    if (type === 'keydown' && !repeat && goesOn) (button as HTMLElement).click();
    return;
  }
  if (type === 'keydown' && !repeat) down = goesOn ? button : undefined;
  if (type !== 'keyup') return;
  if (goesOn && down === button) (button as HTMLElement).click();
  down = undefined;
}

/** A copy that bubbles to the shadow root and no further. No `KeyboardEvent`: in Firefox those leave it in any case. */
function copyOf(event: KeyboardEvent): Event {
  const { type, key, code, location, repeat, isComposing, shiftKey, altKey, ctrlKey, metaKey, keyCode } =
    event;
  return Object.assign(new Event(type, { bubbles: true, cancelable: true }), {
    ...{ key, code, location, repeat, isComposing, shiftKey, altKey, ctrlKey, metaKey, keyCode },
  });
}

function isUsed(event: KeyboardEvent, control: Element): boolean {
  const { key, ctrlKey, metaKey } = event;
  // AltGr types letters, and Windows reports it as Ctrl and Alt.
  if ((ctrlKey || metaKey) && !event.getModifierState('AltGraph')) return false;
  if (control.matches(buttons)) return key === ' ' || key === 'Enter';
  if (control.matches('input:not([type="range"]), textarea, select')) {
    return !/^(Tab|Escape|F\d+|Shift|Control|Alt|AltGraph|Meta|CapsLock)$/.test(key);
  }
  // A slider, or what can be scrolled.
  return control.matches('input, [tabindex="0"]') && /^(Arrow.+|Page.+|Home|End)$/.test(key);
}
