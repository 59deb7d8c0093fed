/** One LiveAvatar session: its calls, and the channel to the avatar in each mode. */

import { notLoaded, sessionError } from '../../api/error-table.js';
import type { StartAvatarResponse } from '../../api/requests.js';
import { post } from '../http.js';
import type {
  Command,
  CommandAnswer,
  DataLink,
  DataMessage,
  OpenCall,
  OpenSession,
  RoomConnection,
  ServiceEvent,
  SpeakAudio,
  StopSession,
} from '../service.js';
import type { Channel, ChannelHooks } from './channel.js';
import { errorCodeFor } from './error-codes.js';
import { longestPause } from './event-translator.js';
import type * as LiteChannelModule from './lite-channel.js';
import { FullChannel } from './full-channel.js';
import { startSessionData } from './token-payload.js';
import { clampedRate } from './values.js';

/** What the avatar is asked when the user stays silent. */
const silencePrompt = 'The user is silent. Say something short to keep the conversation going.';

const connectorsTakeNothing =
  'An agent of another provider leads this session (LITE mode without a socket). It takes no commands from the page.';

/** What only LITE mode needs. Rejects with `network`. */
export function loadLiteChannel(): Promise<typeof LiteChannelModule> {
  return import('./lite-channel.js').catch(notLoaded);
}

export class LiveAvatarSession implements OpenSession {
  readonly sessionInfo: StartAvatarResponse;
  readonly connection: RoomConnection;
  readonly idleWindow = 300;
  /** In LITE mode the page knows when its sound ends. */
  readonly longestPause: number;
  /** Only in FULL mode: in LITE mode the service does not listen and speaks no text. */
  readonly silencePrompt: string | undefined;
  /** Only in LITE mode, where only sound can be spoken. */
  readonly speakAudio: SpeakAudio | undefined;
  readonly stop: StopSession;
  readonly #call: OpenCall;
  readonly #basePath: string;
  readonly #channel: Promise<Channel>;
  readonly #takesCommands: boolean;
  /** Set at once in FULL mode. In LITE mode its code loads before anybody is in the room. */
  #handle: (message: DataMessage) => void = () => undefined;
  #closed = false;

  constructor(call: OpenCall, basePath: string, sessionInfo: StartAvatarResponse, stop: StopSession) {
    this.sessionInfo = sessionInfo;
    this.stop = stop;
    this.#call = call;
    this.#basePath = basePath;
    const socketUrl = (sessionInfo as { ws_url?: unknown }).ws_url;
    const isLite = typeof socketUrl === 'string' || startSessionData(call.token)?.mode === 'LITE';
    this.#takesCommands = !isLite || typeof socketUrl === 'string';
    this.longestPause = typeof socketUrl === 'string' ? 0 : longestPause;
    this.silencePrompt = isLite ? undefined : silencePrompt;
    this.connection = {
      url: sessionInfo.url,
      token: sessionInfo.access_token,
      avatar: 'heygen',
      // In FULL mode an agent of its own leads the conversation (protocol.md, "Room").
      agent: isLite ? undefined : `liveavatar-agent-${sessionInfo.session_id}`,
    };
    const tell = (event: ServiceEvent): void => {
      if (!this.#closed) call.emit(event);
    };
    const hooks: ChannelHooks = {
      converse: (event) => tell({ type: 'conversation', event }),
      passOn: (name, detail) => tell({ type: 'other', name, detail }),
      warn: (code, message) => tell({ type: 'warning', warning: { code, message } }),
      ended: (reason) => tell({ type: 'ended', reason }),
    };
    if (typeof socketUrl === 'string') {
      const channel = loadLiteChannel().then(
        ({ LiteChannel }) => new LiteChannel(socketUrl, call.clock, hooks),
      );
      this.#channel = channel;
      // Reported where it is awaited.
      channel.then(
        (loaded) => (this.#handle = (message) => loaded.handle(message)),
        () => undefined,
      );
      this.speakAudio = async (sound, signal) => (await channel).speakAudio(sound, signal);
    } else {
      const { liveAvatar, voice } = call.request;
      const channel = new FullChannel(call.clock, hooks, {
        answersElsewhere: isLite || liveAvatar?.mode === 'repeat',
        rate: clampedRate(voice?.rate ?? 1),
      });
      this.#channel = Promise.resolve(channel);
      this.#handle = (message) => channel.handle(message);
    }
  }

  async start(link: DataLink, signal: AbortSignal): Promise<void> {
    const channel = await this.#channel;
    signal.throwIfAborted();
    await channel.start(link, signal);
  }

  handle(message: DataMessage): void {
    if (!this.#closed) this.#handle(message);
  }

  async command(command: Command, signal: AbortSignal): Promise<CommandAnswer> {
    if (command.type === 'keep_alive') {
      const url = `${this.#basePath}/v1/sessions/keep-alive`;
      const body = { session_id: this.sessionInfo.session_id };
      await post({ url, token: this.#call.token, body, signal }, errorCodeFor);
      return {};
    }
    // The session prompts by itself, with `silencePrompt`.
    if (command.type === 'silence_prompt') return {};
    if (!this.#takesCommands) {
      throw sessionError('not_supported', { phase: 'live', message: connectorsTakeNothing });
    }
    return (await this.#channel).command(command, signal);
  }

  close(): void {
    this.#closed = true;
    void this.#channel.then((channel) => channel.close()).catch(() => undefined);
  }
}
