/** Under `debug`, says once a session of an attribute that is changed meanwhile when it will count. Loaded only then. */

import type { StreamingAvatar } from '../session/streaming-avatar.js';
import { SessionAttributes } from './session-attributes.js';

/** Tells it as the client's `warning`, until `signal` is aborted. */
export function warnOfLateChanges(
  element: SessionAttributes,
  avatar: StreamingAvatar,
  signal: AbortSignal,
): void {
  /** Each attribute's value at the start of this session, unless it has been warned of. */
  let begun: Map<string, string> | undefined;
  const onState = (): void => {
    const { status } = avatar.state;
    const runs = status === 'connecting' || status === 'live' || status === 'reconnecting';
    begun = runs ? (begun ?? valuesOf(element)) : undefined;
  };
  const controller = {
    hostUpdated: (): void => {
      for (const [option, value] of begun ? valuesOf(element) : []) {
        if ((begun?.get(option) ?? value) === value) continue;
        begun?.delete(option);
        const message = `${option} was changed while a session is there. It takes effect at the next start.`;
        const detail = { code: 'attribute_at_next_start', option, message };
        avatar.dispatchEvent(new CustomEvent('warning', { detail }));
      }
    },
  };
  avatar.on('state_changed', onState, { signal });
  onState();
  element.addController(controller);
  signal.addEventListener('abort', () => element.removeController(controller), { once: true });
}

/** By attribute. What is a property only is set anew by some frameworks each time they render. */
function valuesOf(element: SessionAttributes): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, { attribute }] of SessionAttributes.elementProperties) {
    if (attribute === false) continue;
    // An attribute that is taken away leaves null behind, and an object may be made anew with the same content.
    const value = JSON.stringify(element[name as keyof SessionAttributes] ?? '');
    values.set(typeof attribute === 'string' ? attribute : String(name).toLowerCase(), value);
  }
  return values;
}
