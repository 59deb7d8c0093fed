/**
 * The body of `POST /v1/sessions/token` (protocol.md B.3): a start request checked and under LiveAvatar's names, and
 * what of it has no equivalent there. Pure, and for whoever mints the token.
 */

import { AvatarQuality, ElevenLabsModel, STTProvider, VoiceEmotion } from '../../api/enums.js';
import type { ErrorCode } from '../../api/errors.js';
import { sessionError } from '../../api/error-table.js';
import type { WarningDetail } from '../../api/events.js';
import type { LiveAvatarOptions, StartAvatarOptions, VoiceOptions } from '../../api/requests.js';
import {
  avatarId,
  clampedDuration,
  clampedRate,
  isSet,
  isUuid,
  noEquivalents,
  sandboxAvatar,
} from './no-equivalent.js';

export interface StartOptions {
  /** Without `avatar_id` where the request names no avatar: the service has no default one. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly warnings: readonly WarningDetail[];
}

const mostVariables = 50;
const longestName = 64;
const longestValue = 1000;

const qualities = [...Object.values(AvatarQuality), 'very_high'];
const sttProviders = [...Object.values(STTProvider), 'assembly_ai', 'elevenlabs'];

/**
 * Throws what the service would refuse: `invalid_avatar` and `invalid_voice` for an id of Interactive Avatar, and
 * `invalid_option` naming the option.
 */
export function startOptions(request: StartAvatarOptions): StartOptions {
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
    max_session_duration: duration(options.maxSessionDuration, sandbox),
    ...(lite ? {} : ofConversation(request, options)),
  };
  within('activityIdleTimeout', request.activityIdleTimeout, 30, 3600);
  return { body: filled(body) ?? {}, warnings: noEquivalents(request) };
}

/** What only FULL has, where the conversation is the service's. */
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
  const option = 'voice.elevenlabsSettings';
  const elevenLabs = filled({
    model: oneOf('voice.model', voice.model, Object.values(ElevenLabsModel)),
    stability: within(`${option}.stability`, tuning.stability, 0, 1),
    similarity_boost: within(`${option}.similarity_boost`, tuning.similarity_boost, 0, 1),
    style: within(`${option}.style`, tuning.style, 0, 1),
    use_speaker_boost: flag(`${option}.use_speaker_boost`, tuning.use_speaker_boost),
  });
  const rate = within('voice.rate', voice.rate, 0.5, 1.5);
  const speed = rate === undefined ? undefined : clampedRate(rate);
  // The speed is a setting of every provider.
  return filled({ provider: elevenLabs && 'elevenLabs', ...elevenLabs, speed });
}

function duration(wanted: unknown, sandbox: boolean | undefined): number | undefined {
  const option = 'liveAvatar.maxSessionDuration';
  const seconds = within(option, wanted, 1, Number.MAX_SAFE_INTEGER);
  if (seconds !== undefined && !Number.isInteger(seconds))
    refuse(option, wanted, 'a whole number of seconds');
  return seconds === undefined ? undefined : clampedDuration(seconds, sandbox);
}

function variables(wanted: unknown): Record<string, string> | undefined {
  const option = 'liveAvatar.dynamicVariables';
  if (!isSet(wanted)) return undefined;
  if (typeof wanted !== 'object' || Array.isArray(wanted)) refuse(option, wanted, 'an object of texts');
  const entries = Object.entries(wanted as object) as [string, unknown][];
  if (entries.length > mostVariables)
    refuse(option, `${entries.length} values`, `at most ${mostVariables} of them`);
  for (const [name, value] of entries) {
    if (name.length > longestName) refuse(option, name, `a name of at most ${longestName} characters`);
    if (typeof value !== 'string' || value.length > longestValue) {
      refuse(`${option}.${name}`, value, `a text of at most ${longestValue} characters`);
    }
  }
  return Object.fromEntries(entries) as Record<string, string>;
}

function uuid(option: string, value: unknown, code: ErrorCode): string | undefined {
  if (!isSet(value) || value === '') return undefined;
  if (isUuid(value)) return value;
  throw sessionError(code, {
    message: `${option} is “${shown(value)}”; LiveAvatar's ids are UUIDs, and other ones than those of Interactive Avatar.`,
  });
}

function oneOf(option: string, value: unknown, allowed: readonly string[]): string | undefined {
  if (!isSet(value)) return undefined;
  if (!allowed.includes(value as string)) refuse(option, value, allowed.join(', '));
  return value as string;
}

function within(option: string, value: unknown, least: number, most: number): number | undefined {
  if (!isSet(value)) return undefined;
  if (typeof value === 'number' && value >= least && value <= most) return value;
  return refuse(option, value, `a number from ${least} to ${most}`);
}

function flag(option: string, value: unknown): boolean | undefined {
  if (!isSet(value)) return undefined;
  return typeof value === 'boolean' ? value : refuse(option, value, 'true or false');
}

function text(option: string, value: unknown): string | undefined {
  if (!isSet(value) || value === '') return undefined;
  return typeof value === 'string' ? value : refuse(option, value, 'a text');
}

function refuse(option: string, value: unknown, allowed: string): never {
  throw sessionError('invalid_option', {
    message: `${option} is “${shown(value)}”; allowed: ${allowed}.`,
  });
}

/** What a caller sent may be of any size, and of any depth. */
function shown(value: unknown): string {
  return typeof value === 'object' ? (Array.isArray(value) ? '[…]' : '{…}') : String(value).slice(0, 100);
}

/** Only what is set; undefined where nothing is. */
function filled(fields: Record<string, unknown>): Record<string, unknown> | undefined {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}
