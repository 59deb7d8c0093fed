/** Which controls the bar has: what `controls` asks for, in its order. */

import { html, type TemplateResult } from 'lit';
import type { WarningDetail } from '../api/events.js';

const items: Readonly<Record<string, () => TemplateResult>> = {
  microphone: () => html`<heygen-avatar-microphone-button></heygen-avatar-microphone-button>`,
  'push-to-talk': () => html`<heygen-avatar-push-to-talk-button></heygen-avatar-push-to-talk-button>`,
  volume: () => html`<heygen-avatar-volume></heygen-avatar-volume>`,
  interrupt: () => html`<heygen-avatar-interrupt-button></heygen-avatar-interrupt-button>`,
  text: () => html`<heygen-avatar-text-input></heygen-avatar-text-input>`,
  end: () => html`<heygen-avatar-end-button></heygen-avatar-end-button>`,
};

/** `controls=""`. The microphone is one of the two, as the session has push-to-talk or not. */
const defaultBar = ['volume', 'interrupt', 'text', 'end'];
/** No `controls`: a running session costs money, so it can always be ended. */
const leastBar = ['end'];

function names(controls: unknown, pushToTalk = false): readonly string[] {
  // Frameworks set the property, and for an attribute without a value they set true.
  if (controls === null || controls === undefined || controls === false) return leastBar;
  const list = controls === true ? [] : String(controls).split(/\s+/).filter(Boolean);
  return list.length > 0 ? list : [pushToTalk ? 'push-to-talk' : 'microphone', ...defaultBar];
}

export function renderBar(controls: string | null, pushToTalk: boolean): TemplateResult[] {
  return names(controls, pushToTalk).flatMap((name) => (isControl(name) ? (items[name]?.() ?? []) : []));
}

const isControl = (name: string): boolean => Object.hasOwn(items, name);

/** A warning for each name in `controls` that is no control's. */
export function unknownControls(controls: unknown): WarningDetail[] {
  return names(controls)
    .filter((name) => !isControl(name))
    .map((name) => ({
      code: 'unknown_control',
      option: 'controls',
      message: `controls lists “${name}”; there are ${Object.keys(items).join(', ')}.`,
    }));
}
