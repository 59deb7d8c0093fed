/** Which controls the bar has: what `controls` asks for, in its order. */

import { html, type TemplateResult } from 'lit';

const items: Readonly<Record<string, () => TemplateResult>> = {
  volume: () => html`<heygen-avatar-volume></heygen-avatar-volume>`,
  interrupt: () => html`<heygen-avatar-interrupt-button></heygen-avatar-interrupt-button>`,
  text: () => html`<heygen-avatar-text-input></heygen-avatar-text-input>`,
  end: () => html`<heygen-avatar-end-button></heygen-avatar-end-button>`,
};

/** `controls=""`: everything there is. */
const defaultBar = Object.keys(items);
/** No `controls`: a running session costs money, so it can always be ended. */
const leastBar = ['end'];

function names(controls: string | null): readonly string[] {
  if (controls === null) return leastBar;
  const list = controls.split(/\s+/).filter(Boolean);
  return list.length > 0 ? list : defaultBar;
}

export function renderBar(controls: string | null): TemplateResult[] {
  return names(controls).flatMap((name) => items[name]?.() ?? []);
}

/** What `controls` lists and no control is called. */
export function unknownControls(controls: string | null): string[] {
  return names(controls).filter((name) => !(name in items));
}

export const controlNames = defaultBar.join(', ');
