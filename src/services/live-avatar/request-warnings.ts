/** What of a start request LiveAvatar cannot do, or its token does not let the page choose any more. */

import type { WarningDetail } from '../../api/events.js';
import type { OpenCall } from '../service.js';
import { avatarId, unsupportedOptions } from './unsupported-options.js';
import { startSessionData } from './token-payload.js';

/** What a token was minted for, in the request's words. */
const fixedByToken = [
  'avatarName',
  'quality',
  'videoEncoding',
  'voice',
  'language',
  'knowledgeId',
  'knowledgeBase',
  'sttSettings',
  'enablePushToTalk',
  'liveAvatar',
] as const;

/** Throws `invalid_avatar` where a token source was given a name that no avatar of this service has. */
export function warningsOf({ request, token, plainToken }: OpenCall): readonly WarningDetail[] {
  if (!plainToken) {
    avatarId(request.avatarName);
    return unsupportedOptions(request);
  }
  const data = startSessionData(token);
  const { quality = 'high' } = (data?.video_settings ?? {}) as { quality?: unknown };
  const asMinted: Partial<Record<string, unknown>> = { quality, avatarName: data?.avatar_id };
  const options = fixedByToken.filter(
    (option) => request[option] !== undefined && request[option] !== asMinted[option],
  );
  if (options.length === 0) return [];
  const message = `The session token has settled ${options.join(', ')}. Set token-url for these to have an effect.`;
  return [{ code: 'fixed_by_token', option: options.join(', '), message }];
}
