/** Under `debug`, warns once per session of an attribute that changes during it and counts only at the next start. */

import { HeygenAvatarElement } from './heygen-avatar.js';
import { sessionProperties } from './start-request.js';

/** Fires the client's `warning`. */
export function warnOfLateChanges(element: HeygenAvatarElement): void {
  /** The attributes' values at the start of this session, without those already warned of. */
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
        const message = `${option} was changed during a session. It takes effect at the next start.`;
        const detail = { code: 'attribute_at_next_start', option, message };
        element.avatar?.dispatchEvent(new CustomEvent('warning', { detail }));
      }
    },
  };
  element.addEventListener('state_changed', onState);
  onState();
  element.addController(controller);
}

/** The values by attribute name. Without properties that have no attribute: some frameworks set those at each render. */
function valuesOf(element: HeygenAvatarElement): Map<string, string> {
  return new Map(
    sessionProperties.map((name) => {
      const { attribute } = HeygenAvatarElement.elementProperties.get(name) ?? {};
      // A removed attribute sets null, and a new object may have the same content.
      return [typeof attribute === 'string' ? attribute : name, JSON.stringify(element[name] ?? '')];
    }),
  );
}
