/** What pages and frameworks write for a value, where HTML has it otherwise. */

import type { ReactiveElement } from 'lit';

/** Whether a boolean property is on. The text "false" and objects are off: frameworks write them, and here it would cost money. */
export function flag(value: unknown): boolean {
  return (
    Boolean(value) &&
    !/^(false|object|function)$/i.test(typeof value === 'string' ? value : typeof value) &&
    !isLostObject(value)
  );
}

/** Whether a boolean attribute is on: as in HTML, except for what is off as a property. */
export function flagAttribute(value: string | null): boolean {
  return flag(value === '' || value);
}

/** Whether an object has become text on its way, as in `voice="[object Object]"`. */
export function isLostObject(value: unknown): boolean {
  return typeof value === 'string' && /^\[object \w+\]$/.test(value);
}

/** Lets the class's boolean properties take text, as frameworks set it. */
export function adaptBooleans(element: typeof ReactiveElement): void {
  // Reading it makes the accessors.
  void element.observedAttributes;
  const { elementProperties, prototype } = element;
  for (const [name, { type }] of elementProperties) {
    if (type !== Boolean) continue;
    const accessor = Object.getOwnPropertyDescriptor(prototype, name);
    Object.defineProperty(prototype, name, {
      ...accessor,
      set(this: ReactiveElement, value: unknown) {
        accessor?.set?.call(this, flag(value));
      },
    });
  }
}
