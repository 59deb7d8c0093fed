/**
 * Other spellings of options that can mean only one thing: enum values in upper case, `ttsSettings`,
 * `sttSettings.language`, `task_type`. Past these functions each option has one spelling.
 */

import type { TaskMode, TaskType } from './enums.js';
import type { SpeakOptions, StartAvatarOptions, StartAvatarResponse, StartedSession } from './requests.js';

/** A copy of `options` under their documented names, without those that aren't set. Doesn't check values. */
export function normalised(options: StartAvatarOptions): StartAvatarOptions {
  const { ttsSettings, version: _, ...request } = tidy(options);
  const { language, ...sttSettings } = tidy(request.sttSettings);
  return tidy({
    ...request,
    language: request.language || language,
    voice: { ...tidy(ttsSettings), ...tidy(request.voice) },
    sttSettings,
  });
}

/** The options of `speak()` under their documented names. Doesn't check values. */
export function normalisedSpeech(asked: SpeakOptions | string): Speech {
  if (typeof asked === 'string') return { text: asked };
  const { text, taskType, task_type, taskMode } = asked;
  return tidy({ text, taskType: taskType ?? task_type, taskMode }) as Speech;
}

interface Speech {
  text: string;
  taskType?: `${TaskType}`;
  taskMode?: `${TaskMode}`;
}

/** A copy of the service's response with `sessionId`, not enumerable so that it prints as the service sent it. */
export function withSessionId(answer: StartAvatarResponse): StartedSession {
  return Object.defineProperty({ ...answer }, 'sessionId', { value: answer.session_id }) as StartedSession;
}

const enumerated = /^(quality|emotion|model|provider|voiceChatTransport|task(T|_t)ype|taskMode)$/;

/** A copy without options that aren't set and empty groups, and with the values of enums in lower case. */
function tidy<Options extends object>(options: Options | null | undefined): Partial<Options> {
  // JavaScript can pass a text as a group.
  if (!isObject(options)) return {};
  const entries = Object.entries(options as Readonly<Record<string, unknown>>)
    .filter(([, value]) =>
      isObject(value) ? Object.keys(value).length > 0 : (value ?? undefined) !== undefined,
    )
    .map(([name, value]) => [
      name,
      typeof value === 'string' && enumerated.test(name) ? value.toLowerCase() : value,
    ]);
  return Object.fromEntries(entries) as Partial<Options>;
}

function isObject<Value>(value: Value): value is Value & object {
  return typeof value === 'object' && value !== null;
}
