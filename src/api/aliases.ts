/**
 * Other ways in which applications write an option, if it can mean only one thing: enum values in upper case,
 * `ttsSettings`, `sttSettings.language`, `task_type`. Behind these functions there is one way to write each.
 */

import type { TaskMode, TaskType } from './enums.js';
import type {
  SpeakOptions,
  StartAvatarOptions,
  StartAvatarResponse,
  StartedSession,
  STTOptions,
  VoiceOptions,
} from './requests.js';

/** A copy of `options` under their documented names, enum values in lower case. Checks nothing. */
export function normalised(options: StartAvatarOptions): StartAvatarOptions {
  const { ttsSettings, version: _, ...rest } = options;
  const request: StartAvatarOptions = withLowerCase(rest, ['quality', 'voiceChatTransport']);
  if (isObject(ttsSettings)) request.voice = merged(request.voice, ttsSettings);
  if (isObject(request.voice)) request.voice = withLowerCase(request.voice, ['emotion', 'model']);
  if (isObject(request.sttSettings)) {
    const { language, ...sttSettings } = withLowerCase<STTOptions>(request.sttSettings, ['provider']);
    if (language) request.language ||= language;
    if (Object.keys(sttSettings).length > 0) request.sttSettings = sttSettings;
    else delete request.sttSettings;
  }
  return request;
}

/** What `speak()` was asked for: the task's type under one name, enum values in lower case. Checks nothing. */
export function normalisedSpeech(asked: SpeakOptions | string): {
  text: string;
  taskType?: `${TaskType}` | undefined;
  taskMode?: `${TaskMode}` | undefined;
} {
  if (typeof asked === 'string') return { text: asked };
  const { text, taskType, task_type, taskMode } = asked;
  return withLowerCase({ text, taskType: taskType ?? task_type, taskMode }, ['taskType', 'taskMode']) as {
    text: string;
    taskType?: `${TaskType}`;
    taskMode?: `${TaskMode}`;
  };
}

/** A copy of the service's answer with `sessionId`, which is not enumerable: the answer prints as the service sent it. */
export function withSessionId(answer: StartAvatarResponse): StartedSession {
  return Object.defineProperty({ ...answer, sessionId: '' }, 'sessionId', {
    value: answer.session_id,
    enumerable: false,
  });
}

/** The voice that `voice` and `ttsSettings` make together. `voice` counts where both are set. */
function merged(
  voice: VoiceOptions | undefined,
  { stability, similarity_boost, style, use_speaker_boost, ...own }: TTSSettings,
): VoiceOptions {
  const elevenlabsSettings = {
    ...set({ stability, similarity_boost, style, use_speaker_boost }),
    ...set(own.elevenlabsSettings),
    ...set(voice?.elevenlabsSettings),
  };
  const both = { ...set(own), ...set(voice) };
  return Object.keys(elevenlabsSettings).length > 0 ? { ...both, elevenlabsSettings } : both;
}

type TTSSettings = NonNullable<StartAvatarOptions['ttsSettings']>;

function withLowerCase<Options extends object>(options: Options, names: readonly (keyof Options)[]): Options {
  const copy = { ...options };
  for (const name of names) {
    const value = copy[name];
    if (typeof value === 'string') copy[name] = value.toLowerCase() as typeof value;
  }
  return copy;
}

/** What of it is set. */
function set<Options extends object>(options: Options | null | undefined): Partial<Options> {
  const entries = Object.entries(options ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries) as Partial<Options>;
}

/** JavaScript passes null too, and texts. */
function isObject<Value>(value: Value): value is Value & object {
  return typeof value === 'object' && value !== null;
}
