/** Has the avatar say the page's greeting, once per session and as soon as it can be heard. Loaded only with the attribute. */

import type { ReactiveElement } from 'lit';
import { TaskType } from '../api/enums.js';
import { isStreamingAvatarError } from '../api/errors.js';
import type { WarningDetail } from '../api/events.js';
import type { SessionState } from '../api/state.js';
import { isLive } from '../session/store.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import type { PlaybackController } from './playback-controller.js';

export interface GreetingElement extends ReactiveElement {
  readonly state: SessionState;
  readonly avatar: StreamingAvatar | undefined;
  readonly greeting: unknown;
}

/** Greets in the session that is live now. A reconnection or a move of the element is still the same session. */
export function greet(element: GreetingElement, playback: PlaybackController): void {
  const client = element.avatar;
  const id = client?.sessionId;
  /** Nobody hears it while the browser blocks the sound, or while the picture is paused. */
  const tryNow = async (): Promise<void> => {
    if (!client || client !== element.avatar || client.sessionId !== id || !isLive(element.state))
      return element.removeController(controller);
    if (!isHeard()) return;
    // Resolves at once while it plays; the first time, the browser says whether it may.
    await playback.video.play().catch(() => undefined);
    if (!isHeard() || !waits) return;
    waits = false;
    element.removeController(controller);
    await speak(client, String(element.greeting));
  };
  const isHeard = (): boolean => !playback.blocked && element.state.status === 'live';
  let waits = true;
  const controller = { hostUpdated: () => void tryNow() };
  element.addController(controller);
  void tryNow();
}

async function speak(client: StreamingAvatar, text: string): Promise<void> {
  try {
    await client.speak({ text, taskType: TaskType.REPEAT });
  } catch (error) {
    // The session goes on without its greeting, or has ended.
    if (!isStreamingAvatarError(error) || error.code === 'aborted') return;
    const detail: WarningDetail = { code: error.code, option: 'greeting', message: error.message };
    client.dispatchEvent(new CustomEvent('warning', { detail }));
  }
}
