/** The English texts, and the type of all texts. */

import type { ErrorCode } from '../../api/errors.js';
import type { StartPhase } from '../../api/phases.js';
import type { EndReason } from '../../api/state.js';

/** Every text the elements show or speak to assistive technology. */
export interface Strings {
  /** Names the avatar's region. */
  label: string;
  start: string;
  startAgain: string;
  retry: string;
  end: string;
  tapForSound: string;
  mute: string;
  unmute: string;
  volume: string;
  interrupt: string;
  microphoneStart: string;
  microphoneMute: string;
  microphoneUnmute: string;
  pushToTalk: string;
  textLabel: string;
  textPlaceholder: string;
  send: string;
  sendFailed: string;
  live: string;
  reconnecting: string;
  stopping: string;
  /** One for each phase of a start. */
  connecting: Readonly<Record<StartPhase, string>>;
  /** One for each reason why a session ends; empty to say nothing. */
  ended: Readonly<Record<EndReason, string>>;
  /** Shown instead of an error's own message, which is for the page's author. */
  errors: Readonly<Partial<Record<ErrorCode, string>>>;
}

export const en: Strings = {
  label: 'Talking avatar',
  start: 'Start',
  startAgain: 'Start again',
  retry: 'Try again',
  end: 'End',
  tapForSound: 'Tap for sound',
  mute: 'Mute',
  unmute: 'Unmute',
  volume: 'Volume',
  interrupt: 'Interrupt',
  microphoneStart: 'Talk to the avatar',
  microphoneMute: 'Mute the microphone',
  microphoneUnmute: 'Unmute the microphone',
  pushToTalk: 'Hold to talk',
  textLabel: 'Say something to the avatar',
  textPlaceholder: 'Type a message',
  send: 'Send',
  sendFailed: 'Not sent',
  live: 'Connected',
  reconnecting: 'Reconnecting',
  stopping: 'Ending',
  connecting: {
    token: 'Connecting',
    open: 'Opening a session',
    start: 'Waking the avatar',
    room: 'Joining',
    media: 'Waiting for the picture',
  },
  ended: {
    stopped: '',
    server: 'The service has ended the session.',
    idle: 'The session ended because nothing was said for a while.',
    duration: 'The session has reached its longest duration.',
    network: 'The connection was lost.',
    room_deleted: 'The service has ended the session.',
    replaced: 'The session was taken over by another one.',
    page_hidden: 'The session ended when the page was left.',
    removed: '',
    agent: 'The avatar has ended the conversation.',
    unauthorized: 'The session is no longer allowed.',
  },
  errors: {},
};
