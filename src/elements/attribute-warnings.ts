/** Under `debug`, says once a session of an attribute that is changed meanwhile when it will count. Loaded only then. */

import { HeygenAvatarElement } from './heygen-avatar.js';
import { sessionProperties } from './start-request.js';

/** Tells it as the client's `warning`. */
export function warnOfLateChanges(element: HeygenAvatarElement): void {
  /** Each attribute's value at the start of this session, unless it has been warned of. */
  let begun: Map<string, string> | undefined;
  const onState = (): void => {
    const { status } = element.state;
    const runs = status === 'connecting' || status === 'live' || status === 'reconnecting';
    begun = runs ? (begun ?? valuesOf(element)) : undefined;
  };
  const controller = {
    hostUpdated: (): void => {
      for (const [option, value] of begun ? valuesOf(element) : []) {
        if (!element.debug || (begun?.get(option) ?? value) === value) continue;
        begun?.delete(option);
        const message = `${option} was changed while a session is there. It takes effect at the next start.`;
        const detail = { code: 'attribute_at_next_start', option, message };
        element.avatar?.dispatchEvent(new CustomEvent('warning', { detail }));
      }
    },
  };
  element.addEventListener('state_changed', onState);
  onState();
  element.addController(controller);
}

/** By attribute. What is a property only is set anew by some frameworks each time they render. */
function valuesOf(element: HeygenAvatarElement): Map<string, string> {
  return new Map(
    sessionProperties.map((name) => {
      const { attribute } = HeygenAvatarElement.elementProperties.get(name) ?? {};
      // A removed attribute leaves null behind, and an object may be made anew with the same content.
      return [typeof attribute === 'string' ? attribute : name, JSON.stringify(element[name] ?? '')];
    }),
  );
}
