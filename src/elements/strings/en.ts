/** The English texts, and the type of all texts. */

import type { ErrorCode } from '../../api/errors.js';
import type { StartPhase } from '../../api/phases.js';
import type { EndReason } from '../../api/state.js';
import { sentenceOfEach, type Sentences } from './sentences.js';
import { addTable } from './tables.js';
import { startWords } from './start-words.js';

/** Every text that the elements show or speak to assistive technology. */
export interface Strings {
  /** Language of the texts, as in HTML's `lang`. Numbers and times are written in it. */
  readonly lang: string;
  /** Names the avatar's region. */
  readonly label: string;
  /** Label of the start button. */
  readonly start: string;
  /** Label of the start button after a session. */
  readonly startAgain: string;
  /** Label of the start button after a failed start. */
  readonly retry: string;
  /** The label that says what the avatar is, as short as can be. */
  readonly ai: string;
  /** The same as a sentence. */
  readonly disclosure: string;
  /** Shown if what a session needs can't be loaded. */
  readonly notLoaded: string;
  /** Label of the end button. */
  readonly end: string;
  /** Label of the button that turns the sound on where the browser blocks it. */
  readonly tapForSound: string;
  /** Label of the button that plays a paused picture again. */
  readonly resume: string;
  /** Label of the button that turns the avatar's sound off. */
  readonly mute: string;
  /** Label of the button that turns the avatar's sound on. */
  readonly unmute: string;
  /** Names the volume slider. */
  readonly volume: string;
  /** Label of the button that stops what the avatar is saying. */
  readonly interrupt: string;
  /** Label of the microphone button while the microphone is closed. */
  readonly microphoneStart: string;
  /** Label of the microphone button while the avatar hears the user. */
  readonly microphoneMute: string;
  /** Label of the microphone button while the microphone is muted. */
  readonly microphoneUnmute: string;
  /** Label of the push-to-talk button. */
  readonly pushToTalk: string;
  /** Names the text field. */
  readonly textLabel: string;
  /** Shown in the empty text field. */
  readonly textPlaceholder: string;
  /** Label of the send button. */
  readonly send: string;
  /** Shown before the reason why a text wasn't sent. */
  readonly sendFailed: string;
  /** Shown for a text that is longer than the service takes. */
  readonly textTooLong: string;
  /** Names the language menu. */
  readonly language: string;
  /** Shown when another language is chosen during a session. */
  readonly languageLater: string;
  /** Asked before a session ends because nobody says anything. */
  readonly idleQuestion: string;
  /** Label of the button that answers the question. */
  readonly stillHere: string;
  /** How long the session goes on. `{time}` is the time in words, for example “3 minutes”. */
  readonly timeLeft: string;
  /** Label of the button that shows and hides captions. */
  readonly captions: string;
  /** Names the visitor in captions, transcript and exports. */
  readonly you: string;
  /** Names the avatar in transcript and exports. */
  readonly avatar: string;
  /** Marks a turn that was cut short. */
  readonly interrupted: string;
  /** Names the transcript, and the button that opens it. */
  readonly transcript: string;
  /** Shown in a transcript without turns. */
  readonly transcriptEmpty: string;
  /** Label of the button that shows the turns before those in the transcript. */
  readonly transcriptEarlier: string;
  /** Label of the button that scrolls the transcript to its end. */
  readonly transcriptLatest: string;
  /** Label of the button that copies the transcript. */
  readonly copy: string;
  /** Said for a moment after copying. */
  readonly copied: string;
  /** Said if the browser refuses to copy. */
  readonly copyFailed: string;
  /** Label of the button that saves the transcript as a text file. */
  readonly saveText: string;
  /** Label of the button that saves the transcript as a WebVTT file. */
  readonly saveCaptions: string;
  /** Label of the button that closes a panel. */
  readonly close: string;
  /** Names the group of suggested prompts. */
  readonly suggestions: string;
  /** Names the button that shows the controls that have no room. */
  readonly more: string;
  /** Names the button that opens the text field where there is little room. */
  readonly textOpen: string;
  /** Describes the push-to-talk button to those who can't hold it: a press that is no holding turns it on and off. */
  readonly pushToTalkHelp: string;
  /** Label of the push-to-talk button while it is on without being held. */
  readonly pushToTalkStop: string;
  /** Whole sentences for screen readers, each said once when the state changes. */
  readonly spoken: SpokenStrings;
  /** State: a session is connected. */
  readonly live: string;
  /** State: the connection is being restored. */
  readonly reconnecting: string;
  /** State: the session is being ended. */
  readonly stopping: string;
  /** State: a session is being connected. One for each phase. */
  readonly connecting: Readonly<Record<StartPhase, string>>;
  /** State: the session has ended. One for each reason; empty to say nothing. */
  readonly ended: Readonly<Record<EndReason, string>>;
  /** What visitors read of an error. One for each code. */
  readonly errors: Readonly<Record<ErrorCode, string>>;
}

export interface SpokenStrings {
  /** A start has begun. */
  readonly connecting: string;
  /** The avatar is there. */
  readonly live: string;
  /** The connection was lost and is being restored. */
  readonly reconnecting: string;
  /** The connection is back. */
  readonly reconnected: string;
  /** Something outside has paused the picture, and the visitor has to press the button that plays it again. */
  readonly paused: string;
  /** The visitor has ended the session. For other reasons, the text of `ended` is said. */
  readonly ended: string;
}

/** Some of the texts, as a page gives them. `null` means the default. */
export type PartialStrings = {
  readonly [Name in keyof Strings]?:
    | (Strings[Name] extends string
        ? string
        : { readonly [Key in keyof Strings[Name]]?: string | null | undefined })
    | null
    | undefined;
};

/** The texts of a language, with one sentence for several errors. */
export type Table = Omit<Strings, 'errors'> & { readonly errors: Sentences };

const table: Table = {
  ...startWords,
  end: 'End',
  tapForSound: 'Tap for sound',
  resume: 'Continue',
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
  textTooLong: 'This text is too long.',
  language: 'Language',
  languageLater: 'Used from the next start.',
  idleQuestion: 'Are you still there?',
  stillHere: 'I’m still here',
  timeLeft: '{time} left',
  captions: 'Captions',
  you: 'You',
  avatar: 'Avatar',
  interrupted: 'interrupted',
  transcript: 'Transcript',
  transcriptEmpty: 'Nothing has been said yet.',
  transcriptEarlier: 'Earlier messages',
  transcriptLatest: 'Latest',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Couldn’t copy',
  saveText: 'Save as text',
  saveCaptions: 'Save as captions',
  close: 'Close',
  suggestions: 'Suggestions',
  more: 'More',
  textOpen: 'Write a message',
  pushToTalkHelp: 'Press once to talk, and again to stop.',
  pushToTalkStop: 'Press to stop',
  spoken: {
    connecting: 'Connecting to the avatar.',
    live: 'The avatar is ready.',
    reconnecting: 'The connection was lost. Reconnecting.',
    reconnected: 'The connection is back.',
    paused: 'The picture is paused. Press the button to continue.',
    ended: 'The conversation has ended.',
  },
  live: 'Connected',
  reconnecting: 'Reconnecting',
  stopping: 'Ending',
  connecting: {
    token: startWords.connecting.token,
    open: 'Getting ready',
    start: 'Waking the avatar',
    room: 'Joining',
    media: 'Waiting for the picture',
  },
  ended: {
    stopped: '',
    server: 'The conversation was ended.',
    idle: 'The conversation ended because nothing was said for a while.',
    duration: 'The time for this conversation is up.',
    network: 'The connection was lost.',
    room_deleted: 'The conversation was ended.',
    replaced: 'The conversation goes on in another place.',
    page_hidden: 'The conversation ended when you left the page.',
    removed: '',
    agent: 'The avatar has ended the conversation.',
    unauthorized: 'The conversation was ended.',
  },
  errors: {
    unavailable: 'The avatar isn’t available right now.',
    again: 'The avatar couldn’t start. Please try again.',
    busy: 'The avatar is busy. Please try again in a moment.',
    offline:
      'No connection to the avatar. Check your internet connection, then try again or reload the page.',
    browser: 'The avatar doesn’t work in this browser. Please try another one.',
    sound: 'Your browser blocks the sound. Press the button to hear the avatar.',
    over: 'The conversation is over.',
    microphoneOff: 'The microphone can’t be used on this page.',
    microphoneDenied: 'Your browser doesn’t allow the microphone. Allow it in the address bar and try again.',
    microphoneMissing: 'No microphone was found. Connect one and try again.',
    microphoneBusy: 'The microphone is in use by another app. Close it there and try again.',
  },
};

/** Known to every avatar as soon as this is loaded. */
export const en: Strings = addTable({ ...table, errors: sentenceOfEach(table.errors) });
