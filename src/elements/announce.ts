/**
 * What the avatar's live region says: one whole sentence for each thing that somebody who doesn't see the picture has to
 * know of, and no sentence again when that is over. Not what the avatar says, which is heard, and not an error, which is
 * an alert.
 */

import type { Scene } from './stage.js';

/** What a connected session has told of. */
interface Told {
  lost: boolean;
  aside: boolean;
}

/** By the avatar's video, of which there is one. */
const told = new WeakMap<HTMLVideoElement, Told>();

export function announce({ state, strings, blocked, moments, video }: Scene): string {
  const { spoken, ended, errors, idleQuestion } = strings;
  const before = told.get(video) ?? { lost: false, aside: false };
  told.set(video, before);
  switch (state.status) {
    case 'live':
      if (blocked || moments?.now?.asks) {
        before.aside = true;
        if (!blocked) return idleQuestion;
        return blocked === 'paused' ? spoken.paused : errors.playback_blocked;
      }
      if (before.aside) return '';
      return before.lost ? spoken.reconnected : spoken.live;
    case 'reconnecting':
      Object.assign(before, { lost: true, aside: false });
      return spoken.reconnecting;
    default:
      told.delete(video);
  }
  if (state.status === 'connecting') return spoken.connecting;
  if (state.status !== 'ended') return '';
  return ended[state.reason] || (state.reason === 'stopped' ? spoken.ended : '');
}
