/** The tag's attributes that say which session to start, and what they come to: a start request and the client's options. */

import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { AvatarQuality, STTProvider, VoiceChatTransport, VoiceEmotion } from '../api/enums.js';
import { StreamingAvatarError } from '../api/errors.js';
import type {
  ServiceName,
  StartAvatarOptions,
  StreamingAvatarOptions,
  TokenSource,
  VoiceOptions,
} from '../api/requests.js';
import type { SimulatedScript } from '../api/simulated-script.js';

/** A change while a session is there takes effect at the next start. */
export class SessionAttributes extends LitElement {
  /** A session token, which serves one session. Never an API key (`api_key_in_page`). */
  @property() token = '';
  /** Address on your server that is POSTed the start request as JSON and answers `{ token }`. */
  @property({ attribute: 'token-url' }) tokenUrl = '';
  /** A function that gives a token for each session. Goes before `tokenUrl`, and that before `token`. */
  @property({ attribute: false }) tokenProvider: TokenSource | undefined;
  /** The avatar's id. Default: `default`. */
  @property({ attribute: 'avatar-name' }) avatarName = '';
  /** Size of the picture: `low`, `medium` or `high`, on LiveAvatar also `very_high`, else `invalid_option`. */
  @property() quality: `${AvatarQuality}` | 'very_high' = 'high';
  /** A voice's id, or all of its settings. Default: the avatar's own voice. */
  @property() voice: VoiceOptions | string = '';
  /** Speed of speech, 0.5 to 1.5, else `invalid_option`. Default: 1. */
  @property({ attribute: 'voice-rate', type: Number }) voiceRate: number | string | undefined;
  /** Tone of the voice: `excited`, `serious`, `friendly`, `soothing` or `broadcaster`, else `invalid_option`. */
  @property({ attribute: 'voice-emotion' }) voiceEmotion: `${VoiceEmotion}` | '' = '';
  /** Language of speech and understanding, such as `en`. */
  @property() language = '';
  /** Id of a knowledge base kept at HeyGen. */
  @property({ attribute: 'knowledge-id' }) knowledgeId = '';
  /** A system prompt for the avatar's answers. */
  @property({ attribute: 'knowledge-base' }) knowledgeBase = '';
  /** Seconds without activity after which the session ends, 30 to 3600, else `invalid_option`. Default: 120. */
  @property({ attribute: 'activity-idle-timeout', type: Number }) activityIdleTimeout:
    number | string | undefined;
  /** Never ends the session for want of activity: it bills until it is ended. */
  @property({ attribute: 'disable-idle-timeout', type: Boolean }) disableIdleTimeout = false;
  /** Accepted for compatibility: the microphone always travels over LiveKit. */
  @property({ attribute: 'voice-chat-transport' }) voiceChatTransport: `${VoiceChatTransport}` | '' = '';
  /** Lets the avatar speak up when the user stays silent. */
  @property({ attribute: 'use-silence-prompt', type: Boolean }) useSilencePrompt = false;
  /** The user is heard only while push-to-talk is pressed. */
  @property({ attribute: 'push-to-talk', type: Boolean }) pushToTalk = false;
  /** Who turns the user's speech into text: `deepgram` or `gladia`, else `invalid_option`. */
  @property({ attribute: 'stt-provider' }) sttProvider: `${STTProvider}` | '' = '';
  /** A free session of a minute with LiveAvatar's test avatar. LiveAvatar only. */
  @property({ type: Boolean }) sandbox = false;
  /** Whole seconds after which the session ends, at least 1. LiveAvatar only. Default: the service's own. */
  @property({ attribute: 'max-duration', type: Number }) maxDuration: number | string | undefined;
  /** The HeyGen service to talk to. `auto` tells by the token. */
  @property() service: ServiceName = 'auto';
  /** Where the service's API is, such as your proxy. Default: the service's own address. */
  @property({ attribute: 'base-path' }) basePath = '';
  /** What an avatar of the service `simulated` says, and how. To every other service it has no meaning. */
  @property({ attribute: false }) simulatedScript: SimulatedScript | undefined;
  /** Writes what the session does to the browser's console, at its debug level: no token, nothing that is said. */
  @property({ type: Boolean }) debug = false;
}

/** Only what the page has set: what is left out is the service's to choose. */
export function startRequest(element: SessionAttributes): StartAvatarOptions {
  const { voice, voiceRate, voiceEmotion, sttProvider } = element;
  const setting: VoiceOptions = typeof voice === 'string' ? { voiceId: voice } : { ...voice };
  setting.rate = number(voiceRate) ?? setting.rate;
  setting.emotion = voiceEmotion || setting.emotion;
  const maxSessionDuration = number(element.maxDuration);
  const liveAvatar =
    element.sandbox || maxSessionDuration
      ? { sandbox: element.sandbox || undefined, maxSessionDuration }
      : undefined;
  return dropUnset({
    avatarName: element.avatarName,
    quality: element.quality,
    voice: Object.keys(dropUnset(setting)).length > 0 ? dropUnset(setting) : undefined,
    language: element.language,
    knowledgeId: element.knowledgeId,
    knowledgeBase: element.knowledgeBase,
    activityIdleTimeout: number(element.activityIdleTimeout),
    disableIdleTimeout: element.disableIdleTimeout || undefined,
    voiceChatTransport: element.voiceChatTransport || undefined,
    useSilencePrompt: element.useSilencePrompt || undefined,
    enablePushToTalk: element.pushToTalk || undefined,
    sttSettings: sttProvider ? { provider: sttProvider } : undefined,
    liveAvatar: liveAvatar ? dropUnset(liveAvatar) : undefined,
    // Another service's token source is not to see it.
    simulatedScript: element.service === 'simulated' ? element.simulatedScript : undefined,
  });
}

export function sessionConfig(
  element: SessionAttributes,
): Pick<StreamingAvatarOptions, 'token' | 'basePath' | 'service' | 'debug'> {
  const { tokenProvider, tokenUrl, token, basePath, service, debug } = element;
  return {
    token: tokenProvider ?? (tokenUrl ? address(tokenUrl) : token),
    basePath: basePath || undefined,
    service: service || 'auto',
    debug,
  };
}

function address(tokenUrl: string): URL {
  try {
    return new URL(tokenUrl, document.baseURI);
  } catch (cause) {
    const message = `token-url is “${tokenUrl}”; it has to be an address on your server.`;
    throw new StreamingAvatarError('invalid_option', message, { phase: 'token', cause });
  }
}

/** Whether there is something to start with; a simulated session needs nothing. */
export function hasToken({ tokenProvider, tokenUrl, token, service }: SessionAttributes): boolean {
  return service === 'simulated' || Boolean(tokenProvider ?? (tokenUrl || token));
}

/** An attribute that is taken away leaves null behind, and frameworks set text where a number is meant. */
function number(value: number | string | null | undefined): number | undefined {
  return value === null || value === undefined || value === '' ? undefined : Number(value);
}

function dropUnset<T extends object>(object: T): T {
  const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
  return Object.fromEntries(Object.entries(object).filter(([, value]) => isSet(value))) as T;
}
