/**
 * The controls of the bar: those that `controls` lists, in its order. An empty list is the default bar, no list only the
 * end button. The visitor can end a running session with any of them, except with `none`.
 */

import { html, type TemplateResult } from 'lit';

const items: Readonly<Record<string, () => TemplateResult>> = {
  microphone: () => html`<heygen-avatar-microphone-button></heygen-avatar-microphone-button>`,
  'push-to-talk': () => html`<heygen-avatar-push-to-talk-button></heygen-avatar-push-to-talk-button>`,
  text: () => html`<heygen-avatar-text-input></heygen-avatar-text-input>`,
  volume: () => html`<heygen-avatar-volume></heygen-avatar-volume>`,
  interrupt: () => html`<heygen-avatar-interrupt-button></heygen-avatar-interrupt-button>`,
  end: () => html`<heygen-avatar-end-button></heygen-avatar-end-button>`,
};

/** The names of all controls. */
export const controlNames: readonly string[] = Object.keys(items);

/** The names that `controls` lists, known or not; undefined if it is absent. Frameworks set booleans and arrays, too. */
export function listedControls(controls: unknown): readonly string[] | undefined {
  const text = String(controls ?? false);
  if (text === 'false' || text.startsWith('[object ')) return undefined;
  return text === 'true' ? [] : text.split(/[\s,]+/).filter(Boolean);
}

/** Whether `controls` needs a warning. */
export function isUnusual(controls: unknown): boolean {
  return listedControls(controls)?.every(isControl) === false;
}

export function renderBar(controls: unknown, pushToTalk: boolean): TemplateResult[] {
  return shownControls(controls, pushToTalk).flatMap((name) => items[name]?.() ?? []);
}

function shownControls(controls: unknown, pushToTalk: boolean): readonly string[] {
  const listed = listedControls(controls);
  if (!listed) return ['end'];
  if (listed[0] === 'none' && !listed[1]) return [];
  const known = listed.filter(isControl);
  if (known.length === 0)
    return controlNames.filter((name) => name !== (pushToTalk ? 'microphone' : 'push-to-talk'));
  return known.includes('end') ? known : [...known, 'end'];
}

const isControl = (name: string): boolean => controlNames.includes(name);
