/**
 * The body of `POST /v1/sessions/token` (protocol.md, "Token"): a start request, checked and under LiveAvatar's
 * names, and warnings about options without an equivalent. Pure, for whoever mints the token.
 */

import { checkNumbers } from '../../api/check-numbers.js';
import { AvatarQuality, ElevenLabsModel, STTProvider, VoiceEmotion } from '../../api/enums.js';
import type { ErrorCode } from '../../api/errors.js';
import { sessionError } from '../../api/error-table.js';
import type { WarningDetail } from '../../api/events.js';
import { flag, isSet, oneOf, refuse, text } from '../../api/option-checks.js';
import type { LiveAvatarOptions, StartAvatarOptions, VoiceOptions } from '../../api/requests.js';
import { isRecord, shown } from '../../api/unknown.js';
import { unsupportedOptions } from './unsupported-options.js';
import { avatarId, clampedDuration, clampedRate, isUuid, sandboxAvatar } from './values.js';

export interface StartOptions {
  /** Without `avatar_id` if the request names no avatar: the service has no default one. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly warnings: readonly WarningDetail[];
}

const mostVariables = 50;
const longestName = 64;
const longestValue = 1000;

const qualities = [...Object.values(AvatarQuality), 'very_high'];
const sttProviders = [...Object.values(STTProvider), 'assembly_ai', 'elevenlabs'];

/**
 * Throws for what the service would refuse: `invalid_avatar` and `invalid_voice` for an id of Interactive Avatar,
 * otherwise `invalid_option` with the option's name.
 */
export function startOptions(given: StartAvatarOptions): StartOptions {
  const request = checkNumbers(given);
  const options = request.liveAvatar ?? {};
  const mode = oneOf('liveAvatar.mode', options.mode, ['FULL', 'repeat', 'LITE']);
  const lite = mode === 'LITE';
  const sandbox = flag('liveAvatar.sandbox', options.sandbox);
  const body = {
    mode: lite ? 'LITE' : 'FULL',
    avatar_id: avatarId(request.avatarName) ?? (sandbox ? sandboxAvatar : undefined),
    is_sandbox: sandbox,
    video_settings: filled({
      quality: oneOf('quality', request.quality, qualities),
      encoding: oneOf('videoEncoding', request.videoEncoding, ['H264', 'VP8']),
    }),
    max_session_duration: isSet(options.maxSessionDuration)
      ? clampedDuration(options.maxSessionDuration, sandbox)
      : undefined,
    ...(lite ? {} : ofConversation(request, options)),
  };
  return { body: filled(body) ?? {}, warnings: unsupportedOptions(request) };
}

/** What only FULL mode has, where the service leads the conversation. */
function ofConversation(request: StartAvatarOptions, options: LiveAvatarOptions): Record<string, unknown> {
  const { sttSettings } = request;
  const contextId = uuid('knowledgeId', request.knowledgeId, 'invalid_option');
  // Without a context the service transcribes the user and answers nothing.
  const repeats = options.mode === 'repeat';
  const provider = oneOf('sttSettings.provider', sttSettings?.provider, sttProviders);
  return {
    // One of this and `voice_agent` is required, empty or not.
    avatar_persona: {
      ...filled({
        voice_id: uuid('voice.voiceId', request.voice?.voiceId, 'invalid_voice'),
        context_id: repeats ? undefined : contextId,
        language: text('language', request.language),
        voice_settings: voiceSettings(request.voice ?? {}),
        stt_config: filled({ provider }),
      }),
    },
    interactivity_type: flag('enablePushToTalk', request.enablePushToTalk) ? 'PUSH_TO_TALK' : undefined,
    llm_configuration_id: uuid('liveAvatar.llmConfigurationId', options.llmConfigurationId, 'invalid_option'),
    dynamic_variables: variables(options.dynamicVariables),
  };
}

function voiceSettings(voice: VoiceOptions): Record<string, unknown> | undefined {
  oneOf('voice.emotion', voice.emotion, Object.values(VoiceEmotion));
  const tuning = voice.elevenlabsSettings ?? {};
  const elevenLabs = filled({
    model: oneOf('voice.model', voice.model, Object.values(ElevenLabsModel)),
    stability: tuning.stability,
    similarity_boost: tuning.similarity_boost,
    style: tuning.style,
    use_speaker_boost: flag('voice.elevenlabsSettings.use_speaker_boost', tuning.use_speaker_boost),
  });
  const speed = isSet(voice.rate) ? clampedRate(voice.rate) : undefined;
  // Every provider has a speed.
  return filled({ provider: elevenLabs && 'elevenLabs', ...elevenLabs, speed });
}

function variables(wanted: unknown): Record<string, string> | undefined {
  const option = 'liveAvatar.dynamicVariables';
  if (!isSet(wanted)) return undefined;
  if (!isRecord(wanted)) refuse(option, wanted, 'an object of strings');
  const entries = Object.entries(wanted);
  checkSize(option, entries.length, mostVariables, 'values');
  for (const [name, value] of entries) {
    checkSize(`A name in ${option}`, name.length, longestName, 'characters');
    if (typeof value !== 'string') refuse(`${option}.${name}`, value, 'a string');
    checkSize(`${option}.${name}`, value.length, longestValue, 'characters');
  }
  return Object.fromEntries(entries) as Record<string, string>;
}

function checkSize(what: string, size: number, most: number, unit: string): void {
  if (size <= most) return;
  throw sessionError('invalid_option', { message: `${what} has ${size} ${unit}. Use at most ${most}.` });
}

function uuid(option: string, value: unknown, code: ErrorCode): string | undefined {
  if (!isSet(value) || value === '') return undefined;
  if (isUuid(value)) return value;
  throw sessionError(code, {
    message: `${option} is “${shown(value)}”. LiveAvatar's ids are UUIDs; those of Interactive Avatar do not work here.`,
  });
}

/** Only the fields that are set; undefined if none is. */
function filled(fields: Record<string, unknown>): Record<string, unknown> | undefined {
  const set = Object.entries(fields).filter(([, value]) => isSet(value));
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}
