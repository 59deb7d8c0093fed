/**
 * The controls of the bar: those that `controls` lists, in its order. An empty list is the default bar, no list only the
 * end button. The visitor can end a running session with any of them, except with `none`.
 */

import { html, type TemplateResult } from 'lit';

/** Each with its parts, for the page's style sheets: by what they are, and the buttons by their own names. */
const items: Readonly<Record<string, () => TemplateResult>> = {
  microphone: () =>
    html`<heygen-avatar-microphone-button
      exportparts="button, button: microphone-button, error: control-error"
    ></heygen-avatar-microphone-button>`,
  'push-to-talk': () =>
    html`<heygen-avatar-push-to-talk-button
      exportparts="button, button: push-to-talk-button, error: control-error"
    ></heygen-avatar-push-to-talk-button>`,
  text: () =>
    html`<heygen-avatar-text-input
      exportparts="form, input, button, button: send-button, text-button, error: control-error"
    ></heygen-avatar-text-input>`,
  captions: () =>
    html`<heygen-avatar-captions-button
      exportparts="button, button: captions-button"
    ></heygen-avatar-captions-button>`,
  volume: () =>
    html`<heygen-avatar-volume exportparts="button, button: mute-button, slider"></heygen-avatar-volume>`,
  interrupt: () =>
    html`<heygen-avatar-interrupt-button
      exportparts="button, button: interrupt-button"
    ></heygen-avatar-interrupt-button>`,
  language: () =>
    html`<heygen-avatar-language-menu
      exportparts="select, note: control-error"
    ></heygen-avatar-language-menu>`,
  time: () => html`<heygen-avatar-time-left exportparts="time"></heygen-avatar-time-left>`,
  transcript: () =>
    html`<heygen-avatar-transcript-button
      exportparts="button, button: transcript-button, panel: transcript-panel, close: transcript-close, transcript-log, transcript-turn, transcript-name, transcript-text, transcript-link, transcript-note"
    ></heygen-avatar-transcript-button>`,
  // They need more room than the bar has.
  suggestions: () => html``,
  end: () =>
    html`<heygen-avatar-end-button exportparts="button, button: end-button"></heygen-avatar-end-button>`,
};

/** Not in the default bar. The time comes by itself in the last minute. */
const listedOnly = new Set(['language', 'time', 'transcript', 'suggestions']);

/** The names of all controls. */
export const controlNames: readonly string[] = Object.keys(items);

/** The names that `controls` lists, known or not; undefined if it is absent. Frameworks set booleans and arrays, too. */
export function listedControls(controls: unknown): readonly string[] | undefined {
  const text = String(controls ?? false);
  if (text === 'false' || text.startsWith('[object ')) return undefined;
  return text === 'true' ? [] : text.split(/[\s,]+/).filter(Boolean);
}

/** Whether `controls` asks for the default bar. */
export function isDefaultBar(controls: unknown): boolean {
  const listed = listedControls(controls);
  return listed !== undefined && !isNone(listed) && !listed.some(isControl);
}

/** Whether `controls` needs a warning. */
export function isUnusual(controls: unknown): boolean {
  return listedControls(controls)?.every(isControl) === false;
}

export function renderBar(controls: unknown, pushToTalk: boolean): TemplateResult[] {
  return shownControls(controls, pushToTalk).flatMap((name) => items[name]?.() ?? []);
}

/** Whether `controls` lists suggestions, which are above the bar. */
export function listsSuggestions(controls: unknown): boolean {
  return listedControls(controls)?.includes('suggestions') ?? false;
}

function shownControls(controls: unknown, pushToTalk: boolean): readonly string[] {
  const listed = listedControls(controls);
  if (!listed) return ['end'];
  if (isNone(listed)) return [];
  const known = listed.filter(isControl);
  if (known.length === 0)
    return controlNames.filter(
      (name) => !listedOnly.has(name) && name !== (pushToTalk ? 'microphone' : 'push-to-talk'),
    );
  return known.includes('end') ? known : [...known, 'end'];
}

const isNone = (listed: readonly string[]): boolean => listed[0] === 'none' && !listed[1];
const isControl = (name: string): boolean => controlNames.includes(name);
