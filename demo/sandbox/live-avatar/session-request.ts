/** Owns the body of `POST /v1/sessions/token`: what each field may be, with the service's defaults. */
import { BadRequest } from '../http/bad-request.js';
import { choice, flag, given, isFields, number, object, text, type Fields } from '../http/fields.js';
import { avatarNotFound, notServed, tooLong } from './answers.js';
import { findFigure, LIVE_QUALITIES, type LiveAvatarFigure } from './catalogue.js';

export interface SessionRequest {
  mode: 'FULL' | 'LITE';
  figure: LiveAvatarFigure;
  quality: keyof typeof LIVE_QUALITIES;
  codec: 'H264' | 'VP8';
  voiceId: string;
  rate: number;
  contextId: string | undefined;
  isSandbox: boolean;
  maxDurationS: number;
  pushToTalk: boolean;
  llmConfigurationId: string | undefined;
  variables: Fields;
}

const DEFAULT_DURATION_S = 1200;
const SANDBOX_DURATION_S = 60;
const MOST_VARIABLES = 50;
const LONGEST_NAME = 64;
const LONGEST_VALUE = 1000;
const STT_PROVIDERS = ['deepgram', 'assembly_ai', 'gladia', 'elevenlabs'] as const;
const CONNECTORS = [
  'livekit_config',
  'agora_config',
  'elevenlabs_agent_config',
  'openai_realtime_config',
  'gemini_realtime_config',
];
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function readSessionRequest(body: Fields): SessionRequest {
  // CUSTOM is what LITE was called until February 2026.
  const mode = choice(body, 'mode', ['FULL', 'LITE', 'CUSTOM'] as const) ?? 'FULL';
  const full = mode === 'FULL';
  const avatarId = uuid(body, 'avatar_id');
  if (avatarId === undefined) throw new BadRequest('avatar_id', 'Field required');
  if (full) requireOneMind(body);
  else refuseConnectors(body);
  const figure = findFigure(avatarId);
  if (!figure) throw avatarNotFound();
  const persona = object(body, 'avatar_persona');
  const voiceSettings = object(persona, 'voice_settings', 'avatar_persona.voice_settings');
  const stt = object(persona, 'stt_config', 'avatar_persona.stt_config');
  choice(stt, 'provider', STT_PROVIDERS, 'avatar_persona.stt_config.provider');
  text(persona, 'language', 'avatar_persona.language');
  const interactivity = choice(body, 'interactivity_type', ['CONVERSATIONAL', 'PUSH_TO_TALK'] as const);
  const isSandbox = flag(body, 'is_sandbox') ?? false;
  return {
    mode: full ? 'FULL' : 'LITE',
    figure,
    ...readVideo(body),
    voiceId: uuid(persona, 'voice_id', 'avatar_persona.voice_id') ?? figure.voiceId,
    rate: number(voiceSettings, 'speed', 0.8, 1.2, 'avatar_persona.voice_settings.speed') ?? 1,
    contextId: uuid(persona, 'context_id', 'avatar_persona.context_id'),
    isSandbox,
    maxDurationS: readDuration(body, isSandbox),
    pushToTalk: interactivity === 'PUSH_TO_TALK',
    llmConfigurationId: uuid(body, 'llm_configuration_id'),
    variables: readVariables(body),
  };
}

function requireOneMind(body: Fields): void {
  const minds = ['avatar_persona', 'voice_agent'].filter((name) => given(body, name) !== undefined);
  if (minds.length !== 1) {
    throw new BadRequest(undefined, 'Value error, Provide exactly one of avatar_persona or voice_agent');
  }
}

function refuseConnectors(body: Fields): void {
  const wanted = CONNECTORS.find((name) => given(body, name) !== undefined);
  if (wanted !== undefined) throw notServed(wanted);
}

/** `video_settings`, or the two fields at the top that plugins send. */
function readVideo(body: Fields): Pick<SessionRequest, 'quality' | 'codec'> {
  const settings = object(body, 'video_settings');
  const qualities = Object.keys(LIVE_QUALITIES) as (keyof typeof LIVE_QUALITIES)[];
  const codecs = ['H264', 'VP8'] as const;
  return {
    quality:
      choice(settings, 'quality', qualities, 'video_settings.quality') ??
      choice(body, 'video_quality', qualities) ??
      'high',
    codec:
      choice(settings, 'encoding', codecs, 'video_settings.encoding') ??
      choice(body, 'video_encoding', codecs) ??
      'H264',
  };
}

function readDuration(body: Fields, isSandbox: boolean): number {
  const wanted = number(body, 'max_session_duration', 1, Infinity);
  if (wanted !== undefined && !Number.isInteger(wanted)) {
    throw new BadRequest('max_session_duration', 'Input should be a valid integer');
  }
  if (!isSandbox) return wanted ?? DEFAULT_DURATION_S;
  if (wanted !== undefined && wanted > SANDBOX_DURATION_S) throw tooLong(wanted, SANDBOX_DURATION_S);
  return wanted ?? SANDBOX_DURATION_S;
}

function readVariables(body: Fields): Fields {
  const variables = given(body, 'dynamic_variables') ?? {};
  if (!isFields(variables)) {
    throw new BadRequest('dynamic_variables', 'Input should be a valid dictionary');
  }
  const entries = Object.entries(variables);
  if (entries.length > MOST_VARIABLES) {
    throw new BadRequest('dynamic_variables', `Dictionary should have at most ${MOST_VARIABLES} items`);
  }
  for (const [name, value] of entries) {
    const field = `dynamic_variables.${name.slice(0, LONGEST_NAME)}`;
    if (name.length > LONGEST_NAME) {
      throw new BadRequest(field, `Key should have at most ${LONGEST_NAME} characters`);
    }
    if (String(value).length > LONGEST_VALUE) {
      throw new BadRequest(field, `String should have at most ${LONGEST_VALUE} characters`);
    }
  }
  return variables;
}

function uuid(fields: Fields, name: string, label = name): string | undefined {
  const value = text(fields, name, label);
  if (value !== undefined && !UUID.test(value)) throw new BadRequest(label, 'Input should be a valid UUID');
  return value;
}
