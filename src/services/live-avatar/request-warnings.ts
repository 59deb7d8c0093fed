/** Warnings about start options that the session token has fixed. */

import type { WarningDetail } from '../../api/events.js';
import { isSet } from '../../api/option-checks.js';
import type { StartAvatarOptions } from '../../api/requests.js';
import { isRecord } from '../../api/unknown.js';
import type { OpenCall } from '../service.js';
import { startSessionData } from './token-payload.js';
import { avatarId, clampedDuration } from './values.js';

/** An option whose value a token may contain. */
interface Choice {
  readonly option: string;
  readonly wished: unknown;
  /** The token's value, undefined if it has none. */
  readonly minted: unknown;
  /** The service's default. */
  readonly byDefault?: unknown;
}

/** Throws `invalid_avatar` if a token source was given a name that no avatar of this service can have. */
export function warningsOf({ request, token, plainToken }: OpenCall): readonly WarningDetail[] {
  if (!plainToken) avatarId(request.avatarName);
  const data = startSessionData(token) ?? {};
  // A token that names its avatar repeats the whole request it was made with: what is missing was left out.
  const tellsAll = plainToken || isSet(data.avatar_id);
  const fixed = choicesOf(request, data)
    .filter(({ wished }) => isSet(wished) && wished !== '')
    .filter(({ minted, byDefault, wished }) => !isSame(wished, minted ?? byDefault))
    .filter(({ minted }) => tellsAll || isSet(minted))
    .map(({ option }) => option);
  if (plainToken) fixed.push(...untoldOptions(request));
  const options = fixed.join(', ');
  const message = plainToken
    ? `The session token has fixed ${options}. Set token-url for these to have an effect.`
    : `The token from your endpoint has other values than the page for ${options}. Let the endpoint allow them, or leave them out.`;
  return options ? [{ code: 'fixed_by_token', option: options, message }] : [];
}

/** Whether the page has set an option that LiveAvatar may not support. Of a plain token, `warningsOf` tells it. */
export function mayBeUnsupported({ request, plainToken }: OpenCall): boolean {
  const { voice, knowledgeBase, sttSettings, activityIdleTimeout, liveAvatar } = request;
  const given = [voice?.emotion, voice?.rate, knowledgeBase, sttSettings, activityIdleTimeout, liveAvatar];
  return !plainToken && given.some(isSet);
}

function choicesOf(request: StartAvatarOptions, data: Readonly<Record<string, unknown>>): Choice[] {
  const { quality, videoEncoding, voice, language, knowledgeId, enablePushToTalk } = request;
  const { mode, sandbox, maxSessionDuration } = request.liveAvatar ?? {};
  const video = isRecord(data.video_settings) ? data.video_settings : {};
  const persona = isRecord(data.avatar_persona) ? data.avatar_persona : {};
  const isRepeat = mode === 'repeat';
  return [
    { option: 'avatarName', wished: request.avatarName, minted: data.avatar_id },
    { option: 'quality', wished: quality, minted: video.quality, byDefault: 'high' },
    { option: 'videoEncoding', wished: videoEncoding, minted: video.encoding, byDefault: 'H264' },
    { option: 'voice.voiceId', wished: voice?.voiceId, minted: persona.voice_id },
    { option: 'language', wished: language, minted: persona.language, byDefault: 'en' },
    // Repeat mode is FULL mode without a context.
    { option: 'knowledgeId', wished: isRepeat ? undefined : knowledgeId, minted: persona.context_id },
    {
      option: 'enablePushToTalk',
      wished: enablePushToTalk ? 'PUSH_TO_TALK' : undefined,
      minted: data.interactivity_type,
    },
    { option: 'liveAvatar.mode', wished: isRepeat ? 'FULL' : mode, minted: data.mode, byDefault: 'FULL' },
    { option: 'liveAvatar.sandbox', wished: sandbox || undefined, minted: data.is_sandbox },
    {
      option: 'liveAvatar.maxSessionDuration',
      wished: isSet(maxSessionDuration) ? clampedDuration(maxSessionDuration, sandbox) : undefined,
      minted: data.max_session_duration,
    },
  ];
}

/** Ids in either case; a language with or without its region. */
function isSame(wished: unknown, minted: unknown): boolean {
  if (typeof wished !== 'string' || typeof minted !== 'string') return wished === minted;
  const [a, b] = [wished.toLowerCase(), minted.toLowerCase()];
  return a === b || (/^[a-z]{2,3}-[a-z]{2,4}$/.test(a) && a.startsWith(`${b}-`));
}

/** Options that the page has set and no token contains. */
function untoldOptions({ voice, knowledgeBase, sttSettings, liveAvatar }: StartAvatarOptions): string[] {
  const { voiceId: _voiceId, ...tuning } = voice ?? {};
  const { dynamicVariables, llmConfigurationId } = liveAvatar ?? {};
  const untold = {
    voice: Object.values(tuning).find(isSet),
    knowledgeBase: knowledgeBase || undefined,
    sttSettings: Object.values({ ...sttSettings }).find((value: unknown) => isSet(value)),
    'liveAvatar.dynamicVariables': dynamicVariables,
    'liveAvatar.llmConfigurationId': llmConfigurationId,
  };
  return Object.entries(untold)
    .filter(([, value]) => isSet(value))
    .map(([option]) => option);
}
