/**
 * The body of `POST /v1/sessions/token` (protocol.md B.3): a start request checked and under LiveAvatar's names, and
 * what of it has no equivalent there. Pure: a page asks it for the warnings, whoever mints the token for the body.
 */

import { AvatarQuality, ElevenLabsModel, STTProvider, VoiceEmotion } from '../../api/enums.js';
import type { ErrorCode } from '../../api/errors.js';
import { sessionError } from '../../api/error-table.js';
import type { WarningDetail } from '../../api/events.js';
import type { LiveAvatarOptions, StartAvatarRequest, VoiceSetting } from '../../api/requests.js';

export interface StartOptions {
  /** Without `avatar_id` where the request names no avatar: the service has no default one. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly warnings: readonly WarningDetail[];
}

/** The one avatar of free sandbox sessions (protocol.md B.7). */
const sandboxAvatar = 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a';
/** The longest sandbox session, in seconds. */
const sandboxDuration = 60;
const [slowest, fastest] = [0.8, 1.2];
const mostVariables = 50;
const longestName = 64;
const longestValue = 1000;

const qualities = [...Object.values(AvatarQuality), 'very_high'];
const sttProviders = [...Object.values(STTProvider), 'assembly_ai', 'elevenlabs'];

/**
 * Throws what the service would refuse: `invalid_avatar` and `invalid_voice` for an id of Interactive Avatar, and
 * `invalid_option` naming the option.
 */
export function startOptions(request: StartAvatarRequest): StartOptions {
  const options = request.liveAvatar ?? {};
  const mode = oneOf('liveAvatar.mode', options.mode, ['FULL', 'repeat', 'LITE']);
  const lite = mode === 'LITE';
  const sandbox = flag('liveAvatar.sandbox', options.sandbox);
  const warnings: WarningDetail[] = [];
  const body = {
    mode: lite ? 'LITE' : 'FULL',
    avatar_id: avatarId(request.avatarName) ?? (sandbox ? sandboxAvatar : undefined),
    is_sandbox: sandbox,
    video_settings: filled({
      quality: oneOf('quality', request.quality, qualities),
      encoding: oneOf('videoEncoding', request.videoEncoding, ['H264', 'VP8']),
    }),
    max_session_duration: duration(options.maxSessionDuration, sandbox, warnings),
    ...(lite ? {} : ofConversation(request, options, warnings)),
  };
  if (lite) warnOfConversation(request, options, warnings);
  if (given(request.activityIdleTimeout)) {
    const message = `The page ends an idle session in time, but where it cannot act LiveAvatar does so after its own five minutes.`;
    within('activityIdleTimeout', request.activityIdleTimeout, 30, 3600);
    warnings.push({ code: 'no_equivalent', option: 'activityIdleTimeout', message });
  }
  return { body: filled(body) ?? {}, warnings };
}

/** What only FULL has, where the conversation is the service's. */
function ofConversation(
  request: StartAvatarRequest,
  options: LiveAvatarOptions,
  warnings: WarningDetail[],
): Record<string, unknown> {
  const { sttSettings } = request;
  const contextId = uuid('knowledgeId', request.knowledgeId, 'invalid_option');
  // Without a context the service transcribes the user and answers nothing.
  const repeats = options.mode === 'repeat';
  if (repeats && contextId) {
    const message = 'In repeat mode nothing is answered, so that knowledgeId has no effect.';
    warnings.push({ code: 'no_equivalent', option: 'knowledgeId', message });
  }
  const provider = oneOf('sttSettings.provider', sttSettings?.provider, sttProviders);
  if (given(sttSettings?.confidence)) noEquivalent('sttSettings.confidence', warnings);
  if (request.knowledgeBase) {
    const message = 'LiveAvatar takes no prompt: make a context of it there, and give its id as knowledgeId.';
    warnings.push({ code: 'no_equivalent', option: 'knowledgeBase', message });
  }
  return {
    // One of this and `voice_agent` is required, empty or not.
    avatar_persona: {
      ...filled({
        voice_id: uuid('voice.voiceId', request.voice?.voiceId, 'invalid_voice'),
        context_id: repeats ? undefined : contextId,
        language: text('language', request.language),
        voice_settings: voiceSettings(request.voice ?? {}, warnings),
        stt_config: filled({ provider }),
      }),
    },
    interactivity_type: flag('enablePushToTalk', request.enablePushToTalk) ? 'PUSH_TO_TALK' : undefined,
    llm_configuration_id: uuid('liveAvatar.llmConfigurationId', options.llmConfigurationId, 'invalid_option'),
    dynamic_variables: variables(options.dynamicVariables),
  };
}

function voiceSettings(voice: VoiceSetting, warnings: WarningDetail[]): Record<string, unknown> | undefined {
  if (given(voice.emotion)) {
    oneOf('voice.emotion', voice.emotion, Object.values(VoiceEmotion));
    noEquivalent('voice.emotion', warnings);
  }
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
  const speed = rate === undefined ? undefined : Math.min(fastest, Math.max(slowest, rate));
  if (speed !== rate) clamped('voice.rate', rate, speed, warnings);
  // The speed is a setting of every provider.
  return filled({ provider: elevenLabs && 'elevenLabs', ...elevenLabs, speed });
}

/** In LITE the page makes the conversation, so that everything about it has no effect. */
function warnOfConversation(
  request: StartAvatarRequest,
  { dynamicVariables, llmConfigurationId }: LiveAvatarOptions,
  warnings: WarningDetail[],
): void {
  const { voice, language, knowledgeId, knowledgeBase, sttSettings, enablePushToTalk, useSilencePrompt } =
    request;
  const conversation = {
    ...{ voice, language, knowledgeId, knowledgeBase, sttSettings },
    ...{ enablePushToTalk, useSilencePrompt },
  };
  const own = {
    'liveAvatar.dynamicVariables': dynamicVariables,
    'liveAvatar.llmConfigurationId': llmConfigurationId,
  };
  for (const [option, value] of Object.entries({ ...conversation, ...own })) {
    if (!value) continue;
    const message = `In LITE mode the page makes the conversation: ${option} has no effect.`;
    warnings.push({ code: 'no_equivalent', option, message });
  }
}

function avatarId(name: unknown): string | undefined {
  if (!given(name) || name === '') return undefined;
  if (isUuid(name)) return name;
  throw sessionError('invalid_avatar', {
    message: `avatarName is “${shown(name)}”, which no avatar of LiveAvatar is called: they have ids of their own, UUIDs such as ${sandboxAvatar}. Find yours at app.liveavatar.com.`,
  });
}

function duration(
  wanted: unknown,
  sandbox: boolean | undefined,
  warnings: WarningDetail[],
): number | undefined {
  const option = 'liveAvatar.maxSessionDuration';
  const seconds = within(option, wanted, 1, Number.MAX_SAFE_INTEGER);
  if (seconds !== undefined && !Number.isInteger(seconds))
    refuse(option, wanted, 'a whole number of seconds');
  if (!sandbox || seconds === undefined || seconds <= sandboxDuration) return seconds;
  clamped(option, seconds, sandboxDuration, warnings);
  return sandboxDuration;
}

function variables(wanted: unknown): Record<string, string> | undefined {
  const option = 'liveAvatar.dynamicVariables';
  if (!given(wanted)) return undefined;
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
  if (!given(value) || value === '') return undefined;
  if (isUuid(value)) return value;
  throw sessionError(code, {
    message: `${option} is “${shown(value)}”; LiveAvatar's ids are UUIDs, and other ones than those of Interactive Avatar.`,
  });
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

function oneOf(option: string, value: unknown, allowed: readonly string[]): string | undefined {
  if (!given(value)) return undefined;
  if (!allowed.includes(value as string)) refuse(option, value, allowed.join(', '));
  return value as string;
}

function within(option: string, value: unknown, least: number, most: number): number | undefined {
  if (!given(value)) return undefined;
  if (typeof value === 'number' && value >= least && value <= most) return value;
  return refuse(option, value, `a number from ${least} to ${most}`);
}

function flag(option: string, value: unknown): boolean | undefined {
  if (!given(value)) return undefined;
  return typeof value === 'boolean' ? value : refuse(option, value, 'true or false');
}

function text(option: string, value: unknown): string | undefined {
  if (!given(value) || value === '') return undefined;
  return typeof value === 'string' ? value : refuse(option, value, 'a text');
}

function refuse(option: string, value: unknown, allowed: string): never {
  throw sessionError('invalid_option', {
    message: `${option} is “${shown(value)}”; allowed: ${allowed}.`,
  });
}

function noEquivalent(option: string, warnings: WarningDetail[]): void {
  warnings.push({ code: 'no_equivalent', option, message: `LiveAvatar has nothing like ${option}.` });
}

function clamped(option: string, from: unknown, to: unknown, warnings: WarningDetail[]): void {
  const message = `${option} is ${String(from)}; LiveAvatar goes to ${String(to)}, which is what it gets.`;
  warnings.push({ code: 'clamped', option, message });
}

/** What a caller sent may be of any size, and of any depth. */
function shown(value: unknown): string {
  return typeof value === 'object' ? (Array.isArray(value) ? '[…]' : '{…}') : String(value).slice(0, 100);
}

/** Null is what is left of an attribute that was taken away. */
function given(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Only what is set; undefined where nothing is. */
function filled(fields: Record<string, unknown>): Record<string, unknown> | undefined {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}
