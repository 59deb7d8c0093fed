/**
 * Keeps a live picture playing. Headsets, phone calls, extensions, power saving and picture in picture pause videos from
 * outside, while the session goes on and costs money. Loaded when that happens.
 */

import { systemClock } from '../api/clock.js';
import type { PlaybackController } from './playback-controller.js';

/** How often it plays again by itself within `spell` seconds. What insists on pausing gets its way then. */
const mostTries = 3;
const spell = 10;

/** Watches what becomes of the element's video. Returns a function that plays it again, for each time that it is paused. */
export function watchPicture(playback: PlaybackController): () => Promise<void> {
  const { video } = playback;
  let tries: number[] = [];

  const playAgain = async (): Promise<void> => {
    // Outside a document it is paused by the browser, and plays again when it comes back.
    if (!isPausedPicture(video)) return;
    const now = systemClock.now();
    tries = tries.filter((time) => now - time < spell);
    if (tries.length === mostTries) return block();
    tries.push(now);
    try {
      await video.play();
    } catch {
      // Paused once more, which is heard as well, or refused. Another stream plays by itself.
      if (isPausedPicture(video)) block();
    }
  };

  const block = (): void => {
    playback.block('paused');
    video.ownerDocument.addEventListener('visibilitychange', onVisible);
  };
  /** A phone refuses while another app is in front, and no more when the visitor is back. */
  const onVisible = ({ currentTarget }: Event): void => {
    if ((currentTarget as Document).visibilityState !== 'visible') return;
    tries = [];
    void playAgain();
  };
  const onEnd = ({ type }: Event): void => {
    video.ownerDocument.removeEventListener('visibilitychange', onVisible);
    if (type === 'playing') playback.played();
    else tries = [];
  };

  video.addEventListener('playing', onEnd);
  // The session has ended.
  video.addEventListener('emptied', onEnd);
  return playAgain;
}

function isPausedPicture(video: HTMLVideoElement): boolean {
  const { srcObject, paused, isConnected, ended } = video;
  return paused && isConnected && !ended && (srcObject as MediaStream | null)?.active === true;
}
