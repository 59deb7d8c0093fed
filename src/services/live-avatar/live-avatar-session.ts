/** One LiveAvatar session: its calls, its way to the avatar in either mode, and what the service leaves to its clients. */

import { sessionError } from '../../api/error-table.js';
import type { StartAvatarResponse } from '../../api/requests.js';
import { stopCall } from '../stop-call.js';
import { post } from '../http.js';
import { SilencePrompt } from '../silence-prompt.js';
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
} from '../service.js';
import type { Channel, ChannelHooks } from './channel.js';
import { FullChannel } from './full-channel.js';
import { errorCodeFor } from './error-codes.js';
import { startSessionData } from './token-payload.js';

/** How long the silence prompt may take to be sent, in milliseconds. */
const sending = 5000;

/** What the avatar is asked when the user stays silent. */
const silencePrompt = 'The user is silent. Say something short to keep the conversation going.';

export class LiveAvatarSession implements OpenSession {
  readonly answer: StartAvatarResponse;
  readonly connection: RoomConnection;
  /** protocol.md B.7. */
  readonly idleWindow = 300;
  /** Missing but in LITE mode, where nothing else can be spoken. */
  readonly speakAudio: SpeakAudio | undefined;
  readonly #call: OpenCall;
  readonly #basePath: string;
  readonly #silence: SilencePrompt;
  readonly #channel: Promise<Channel>;
  readonly #lite: boolean;
  /** FULL's channel is there at once; while LITE's code loads there is nobody in the room yet. */
  #handle: (message: DataMessage) => void = () => undefined;
  #stopped: Promise<void> | undefined;

  constructor(call: OpenCall, basePath: string, answer: StartAvatarResponse) {
    this.answer = answer;
    this.#call = call;
    this.#basePath = basePath;
    const socketUrl = (answer as { ws_url?: unknown }).ws_url;
    const lite = typeof socketUrl === 'string' || startSessionData(call.token)?.mode === 'LITE';
    this.#lite = lite;
    this.connection = {
      url: answer.url,
      token: answer.access_token,
      // protocol.md B.4: in FULL mode an agent of its own leads the conversation.
      avatar: 'heygen',
      agent: lite ? undefined : `liveavatar-agent-${answer.session_id}`,
    };
    const tell = (event: ServiceEvent): void => {
      if (!this.#stopped) call.emit(event);
    };
    this.#silence = new SilencePrompt(call.clock, {
      announce: (event) => tell({ type: 'conversation', event }),
      speakUp: () => void this.#speakUp(),
    });
    const hooks: ChannelHooks = {
      converse: (event) => {
        this.#silence.observe(event);
        tell({ type: 'conversation', event });
      },
      warn: (code, message) => tell({ type: 'warning', warning: { code, message } }),
      ended: (reason) => tell({ type: 'ended', reason }),
    };
    if (typeof socketUrl === 'string') {
      const channel = import('./lite-channel.js').then(
        ({ LiteChannel }) => new LiteChannel(socketUrl, call.clock, hooks),
        (cause: unknown) => {
          throw sessionError('network', { message: 'The avatar’s code could not be loaded.', cause });
        },
      );
      this.#channel = channel;
      // Reported where it is waited for.
      channel.then(
        (loaded) => (this.#handle = (message) => loaded.handle(message)),
        () => undefined,
      );
      this.speakAudio = async (sound, signal) => (await channel).speakAudio(sound, signal);
    } else {
      const channel = new FullChannel(call.clock, hooks, call.request.liveAvatar?.mode === 'repeat');
      this.#channel = Promise.resolve(channel);
      this.#handle = (message) => channel.handle(message);
    }
  }

  async start(link: DataLink, signal: AbortSignal): Promise<void> {
    const channel = await this.#channel;
    signal.throwIfAborted();
    await channel.start(link, signal);
    this.#promptSilence(this.#call.request.useSilencePrompt === true);
  }

  handle(message: DataMessage): void {
    if (!this.#stopped) this.#handle(message);
  }

  async command(command: Command, signal: AbortSignal): Promise<CommandAnswer> {
    if (command.type === 'keep_alive') {
      await this.#post('keep-alive', signal);
      return {};
    }
    if (command.type === 'silence_prompt') {
      this.#promptSilence(command.enabled);
      return {};
    }
    if (command.type === 'speak') this.#silence.noteActivity();
    return (await this.#channel).command(command, signal);
  }

  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    const stopped = stopCall((signal) => this.#post('stop', signal, true));
    this.#silence.stop();
    void this.#channel.then((channel) => channel.close()).catch(() => undefined);
    await stopped;
  }

  /** Not in LITE mode, where neither the user can be heard nor a text be spoken. */
  #promptSilence(enabled: boolean): void {
    if (!this.#stopped) this.#silence.enabled = enabled && !this.#lite;
  }

  async #speakUp(): Promise<void> {
    const channel = await this.#channel;
    await channel
      .command(
        { type: 'speak', text: silencePrompt, taskType: 'talk', taskMode: 'async' },
        AbortSignal.timeout(sending),
      )
      .catch(() => undefined);
  }

  #post(method: string, signal: AbortSignal, keepalive = false): Promise<unknown> {
    const url = `${this.#basePath}/v1/sessions/${method}`;
    const body = { session_id: this.answer.session_id };
    return post({ url, token: this.#call.token, body, signal, keepalive }, errorCodeFor);
  }
}
