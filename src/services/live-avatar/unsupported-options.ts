/**
 * Warnings about start options that LiveAvatar does not support, or only in a narrower range. Pure, for token endpoints,
 * and for pages, which load it for the few options that `mayBeUnsupported` names.
 */

import type { WarningDetail } from '../../api/events.js';
import { isSet } from '../../api/option-checks.js';
import type { StartAvatarOptions } from '../../api/requests.js';
import { clampedDuration, clampedRate } from './values.js';

/** A warning for each option that has no effect or a different one. Does not check whether values are valid. */
export function unsupportedOptions(request: StartAvatarOptions): WarningDetail[] {
  const warnings: WarningDetail[] = [];
  const warn = (option: string, message: string, code = 'no_equivalent'): void =>
    void warnings.push({ code, option, message });
  const clamp = (option: string, from: unknown, to: unknown): void =>
    warn(option, `${option} is ${String(from)}. LiveAvatar uses ${String(to)}.`, 'clamped');
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
    if (isSet(sttSettings?.confidence)) hasNone('sttSettings.confidence');
    if (knowledgeBase)
      warn('knowledgeBase', 'LiveAvatar takes no prompt. Create a context with it, and set knowledgeId.');
    if (isSet(voice?.emotion)) hasNone('voice.emotion');
    const rate = voice?.rate;
    if (typeof rate === 'number' && clampedRate(rate) !== rate) clamp('voice.rate', rate, clampedRate(rate));
  }
  if (isSet(request.activityIdleTimeout))
    warn(
      'activityIdleTimeout',
      'Only the page ends a session after activityIdleTimeout. If the page cannot, LiveAvatar does after five minutes.',
    );
  return warnings;

  function hasNone(option: string): void {
    warn(option, `LiveAvatar has no equivalent of ${option}.`);
  }
}
