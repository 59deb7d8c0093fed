/** What of a start request LiveAvatar has nothing like, or has in a narrower range: pure, for pages and token endpoints. */

import { sessionError } from '../../api/error-table.js';
import type { WarningDetail } from '../../api/events.js';
import type { StartAvatarOptions } from '../../api/requests.js';

/** The one avatar of free sandbox sessions (protocol.md B.7). */
export const sandboxAvatar = 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a';
/** The longest sandbox session, in seconds. */
const sandboxDuration = 60;
/** `voice_settings.speed` (protocol.md B.3). */
const [slowest, fastest] = [0.8, 1.2];

/** The rate that it speaks with. */
export function clampedRate(rate: number): number {
  return Math.min(fastest, Math.max(slowest, rate));
}

/** The duration that a session gets, in seconds. */
export function clampedDuration(seconds: number, sandbox: boolean | undefined): number {
  return sandbox ? Math.min(sandboxDuration, seconds) : seconds;
}

/** A warning for each option that has no effect, or another one than it says. What is not valid at all is not looked at. */
export function noEquivalents(request: StartAvatarOptions): WarningDetail[] {
  const warnings: WarningDetail[] = [];
  const warn = (option: string, message: string, code = 'no_equivalent'): void =>
    void warnings.push({ code, option, message });
  const clamp = (option: string, from: unknown, to: unknown): void =>
    warn(option, `${option} is ${String(from)}; LiveAvatar takes it for ${String(to)}.`, 'clamped');
  const { voice, language, knowledgeId, knowledgeBase, sttSettings } = request;
  const { liveAvatar } = request;
  const {
    sandbox,
    maxSessionDuration: duration,
    mode,
    dynamicVariables,
    llmConfigurationId,
  } = liveAvatar ?? {};

  if (typeof duration === 'number' && clampedDuration(duration, sandbox) !== duration)
    clamp('liveAvatar.maxSessionDuration', duration, clampedDuration(duration, sandbox));
  if (mode === 'LITE') {
    const conversation = {
      ...{ voice, language, knowledgeId, knowledgeBase, sttSettings },
      enablePushToTalk: request.enablePushToTalk,
      useSilencePrompt: request.useSilencePrompt,
      'liveAvatar.dynamicVariables': dynamicVariables,
      'liveAvatar.llmConfigurationId': llmConfigurationId,
    };
    for (const [option, value] of Object.entries(conversation)) {
      if (value) warn(option, `In LITE mode ${option} has no effect.`);
    }
  } else {
    if (mode === 'repeat' && knowledgeId) warn('knowledgeId', 'In repeat mode knowledgeId has no effect.');
    if (isSet(sttSettings?.confidence)) nothingLike('sttSettings.confidence');
    if (knowledgeBase)
      warn('knowledgeBase', 'LiveAvatar takes no prompt: make a context of it, and set knowledgeId.');
    if (isSet(voice?.emotion)) nothingLike('voice.emotion');
    const rate = voice?.rate;
    if (typeof rate === 'number' && clampedRate(rate) !== rate) clamp('voice.rate', rate, clampedRate(rate));
  }
  if (isSet(request.activityIdleTimeout))
    warn(
      'activityIdleTimeout',
      'The page ends an idle session in time; where it cannot act, LiveAvatar does after five minutes.',
    );
  return warnings;

  function nothingLike(option: string): void {
    warn(option, `LiveAvatar has nothing like ${option}.`);
  }
}

/** Throws `invalid_avatar` for a name of Interactive Avatar. */
export function avatarId(name: unknown): string | undefined {
  if (!isSet(name) || name === '') return undefined;
  if (isUuid(name)) return name;
  const shown = typeof name === 'object' ? '{…}' : String(name).slice(0, 100);
  throw sessionError('invalid_avatar', {
    message: `avatarName is “${shown}”, and LiveAvatar's avatars have UUIDs, such as ${sandboxAvatar}. Find yours at app.liveavatar.com.`,
  });
}

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

/** Null is what is left of an attribute that was taken away. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
