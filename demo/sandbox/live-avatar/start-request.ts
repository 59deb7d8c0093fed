/**
 * Owns the way from a page's start request, as it comes to the demo's `token-url`, to the body of
 * `POST /v1/sessions/token`: what a server of the page's own would do, in its simplest form.
 */
import { flag, given, number, object, text, type Fields } from '../http/fields.js';
import { findFigure, liveVoiceId } from './catalogue.js';
import { PUBLIC_CONTEXT } from './contexts.js';

const SLOWEST = 0.8;
const FASTEST = 1.2;

/** `contextOf` makes a context out of a prompt and gives its id: LiveAvatar takes no prompt beside one. */
export function sessionBodyOf(request: Fields, contextOf: (prompt: string) => string): Fields {
  const own = object(request, 'liveAvatar');
  const wanted = text(own, 'mode', 'liveAvatar.mode') ?? 'FULL';
  // The page does the thinking: a conversation without a context, which hears and answers nothing.
  const mode = wanted === 'repeat' ? 'FULL' : wanted;
  const name = text(request, 'avatarName') ?? 'default';
  return onlySet({
    mode,
    avatar_id: findFigure(name)?.id ?? name,
    avatar_persona:
      mode === 'FULL' ? personaOf(request, wanted === 'repeat' ? undefined : contextOf) : undefined,
    video_settings: onlySet({
      quality: text(request, 'quality'),
      // No field of the request: for a page whose browser cannot play H264.
      encoding: text(request, 'videoEncoding'),
    }),
    interactivity_type:
      mode === 'FULL' ? (flag(request, 'enablePushToTalk') ? 'PUSH_TO_TALK' : 'CONVERSATIONAL') : undefined,
    is_sandbox: flag(own, 'sandbox'),
    max_session_duration: given(own, 'maxSessionDuration'),
    dynamic_variables: given(own, 'dynamicVariables'),
    llm_configuration_id: given(own, 'llmConfigurationId'),
  });
}

/** Without `contextOf` it gets no context. */
function personaOf(request: Fields, contextOf: ((prompt: string) => string) | undefined): Fields {
  const voice = object(request, 'voice');
  const rate = number(voice, 'rate', 0, Infinity, 'voice.rate');
  const elevenLabs = object(voice, 'elevenlabsSettings', 'voice.elevenlabsSettings');
  const stt = object(request, 'sttSettings');
  const prompt = text(request, 'knowledgeBase');
  return onlySet({
    voice_id: liveVoiceId(text(voice, 'voiceId', 'voice.voiceId')),
    context_id: contextOf && (text(request, 'knowledgeId') ?? (prompt ? contextOf(prompt) : PUBLIC_CONTEXT)),
    language: text(request, 'language'),
    voice_settings: onlySet({
      ...elevenLabs,
      model: text(voice, 'model', 'voice.model'),
      speed: rate === undefined ? undefined : Math.min(FASTEST, Math.max(SLOWEST, rate)),
    }),
    stt_config: given(stt, 'provider') === undefined ? undefined : { provider: given(stt, 'provider') },
  });
}

function onlySet(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
