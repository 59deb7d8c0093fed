/**
 * The controls of the bar: those that `controls` lists, in its order. An empty list is the default bar, no list only the
 * end button.
 */

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

/** `controls=""`. The microphone or push-to-talk button comes before these. */
const defaultBar = ['volume', 'interrupt', 'text', 'end'];
/** Without `controls`: a running session costs money, so the visitor can end it. */
const leastBar = ['end'];

function names(controls: unknown, pushToTalk = false): readonly string[] {
  // Frameworks set the property: true for an attribute without a value.
  if (controls === null || controls === undefined || controls === false) return leastBar;
  const list = controls === true ? [] : String(controls).split(/\s+/).filter(Boolean);
  return list.length > 0 ? list : [pushToTalk ? 'push-to-talk' : 'microphone', ...defaultBar];
}

export function renderBar(controls: string | null, pushToTalk: boolean): TemplateResult[] {
  return names(controls, pushToTalk).flatMap((name) => (isControl(name) ? (items[name]?.() ?? []) : []));
}

const isControl = (name: string): boolean => Object.hasOwn(items, name);

/** A warning for each unknown name in `controls`. */
export function unknownControls(controls: unknown): WarningDetail[] {
  return names(controls)
    .filter((name) => !isControl(name))
    .map((name) => ({
      code: 'unknown_control',
      option: 'controls',
      message: `controls lists “${name}”; there are ${Object.keys(items).join(', ')}.`,
    }));
}
