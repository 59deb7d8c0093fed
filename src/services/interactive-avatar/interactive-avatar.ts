/** HeyGen's Interactive Avatar (protocol.md): REST calls, the chat socket, messages in the room. */

import { checkNumbers } from '../../api/check-numbers.js';
import { sessionError } from '../../api/error-table.js';
import type { StartAvatarResponse } from '../../api/requests.js';
import { estimatedDurationMs } from '../../api/speech-duration.js';
import { isRecord } from '../../api/unknown.js';
import { apiAddress, post, postStop, type TokenCall } from '../http.js';
import type { ReconnectingWebSocket } from '../reconnecting-websocket.js';
import type {
  Command,
  CommandAnswer,
  DataLink,
  DataMessage,
  OpenCall,
  OpenSession,
  RoomConnection,
  Service,
  ServiceEvent,
  StopSession,
} from '../service.js';
import { chatSocket, chatSocketUrl } from './chat-socket.js';
import { errorCodeFor } from './error-codes.js';
import { isAmount, parseMessage } from './messages.js';
import { newSessionBody } from './new-session.js';

const defaultBasePath = 'https://api.heygen.com';
/** In seconds, unless the session asks for another. */
const defaultIdleWindow = 120;
/** In seconds, for answers that do not say. */
const defaultDuration = 600;

export const interactiveAvatar: Service = {
  basePath: defaultBasePath,
  parts: ['calls', 'socket'],

  open(given) {
    const call = { ...given, request: checkNumbers(given.request) };
    const { request, token, signal, existing, videoCodec } = call;
    const basePath = apiAddress(call.basePath || defaultBasePath);
    const body = newSessionBody(request, videoCodec);
    let session: InteractiveAvatarSession | undefined;

    async function openSession(): Promise<OpenSession> {
      const sessionInfo =
        existing ??
        readSessionInfo(
          await post({ url: `${basePath}/v1/streaming.new`, token, body, signal }, errorCodeFor),
        );
      session = new InteractiveAvatarSession(call, basePath, sessionInfo);
      // Without a room the session is useless, but it is open: `stop` below ends it.
      if (sessionInfo.url && sessionInfo.access_token) return session;
      const message = 'The answer to streaming.new has no url and access_token.';
      throw sessionError('bad_answer', { message });
    }

    return {
      session: openSession(),
      /** Missing before the answer, which has the id. */
      get stop() {
        return session?.stop;
      },
    };
  },

  async probe(call) {
    const { probe } = await import('./probe.js');
    return probe(call, apiAddress(call.basePath || defaultBasePath));
  },
};

class InteractiveAvatarSession implements OpenSession {
  readonly sessionInfo: StartAvatarResponse;
  readonly connection: RoomConnection;
  readonly idleWindow: number;
  readonly longestPause = 0;
  readonly stop: StopSession;
  readonly #call: OpenCall;
  readonly #basePath: string;
  readonly #socket: ReconnectingWebSocket;
  #link: DataLink | undefined;
  #closed = false;

  constructor(call: OpenCall, basePath: string, sessionInfo: StartAvatarResponse) {
    this.sessionInfo = sessionInfo;
    this.connection = { url: sessionInfo.url, token: sessionInfo.access_token, avatar: 'heygen' };
    this.idleWindow = call.request.activityIdleTimeout ?? defaultIdleWindow;
    this.#call = call;
    this.#basePath = basePath;
    this.#socket = chatSocket(this.#chatUrl(call.request.useSilencePrompt === true), (event) =>
      this.#tell(event),
    );
    this.stop = (signal) => postStop(this.#restCall('stop', {}, signal), errorCodeFor);
  }

  async start(link: DataLink, signal: AbortSignal): Promise<void> {
    this.#link = link;
    this.#socket.open();
    await this.#post('start', {}, signal);
  }

  handle({ bytes }: DataMessage): void {
    const event = parseMessage(bytes);
    if (event) this.#tell(event);
  }

  async command(command: Command, signal: AbortSignal): Promise<CommandAnswer> {
    switch (command.type) {
      case 'push_to_talk': {
        // A JSON string, quotes included, without a topic.
        const text = JSON.stringify(command.pressed ? 'push_to_talk:start' : 'push_to_talk:stop');
        await this.#link?.publish(undefined, new TextEncoder().encode(text));
        return {};
      }
      case 'silence_prompt':
        this.#socket.move(this.#chatUrl(command.enabled));
        return {};
      case 'speak':
        return this.#speak(command, signal);
      default:
        await this.#post(command.type, {}, signal);
        return {};
    }
  }

  close(): void {
    this.#closed = true;
    this.#socket.close();
  }

  async #speak(
    { text, taskType, taskMode }: Extract<Command, { type: 'speak' }>,
    signal: AbortSignal,
  ): Promise<CommandAnswer> {
    // Always with the type: the service takes a text without one as REPEAT.
    const data = await this.#post('task', { text, task_type: taskType, task_mode: taskMode }, signal);
    const { task_id, duration_ms } = isRecord(data) ? data : {};
    return {
      taskId: typeof task_id === 'string' ? task_id : undefined,
      durationMs: isAmount(duration_ms)
        ? duration_ms
        : estimatedDurationMs(text, this.#call.request.voice?.rate ?? 1),
    };
  }

  #tell(event: ServiceEvent): void {
    if (!this.#closed) this.#call.emit(event);
  }

  #chatUrl(useSilencePrompt: boolean): string {
    const { token, request } = this.#call;
    return chatSocketUrl(this.#basePath, this.sessionInfo.session_id, token, {
      ...request,
      useSilencePrompt,
    });
  }

  #post(method: string, body: object, signal: AbortSignal): Promise<unknown> {
    return post(this.#restCall(method, body, signal), errorCodeFor);
  }

  #restCall(method: string, body: object, signal: AbortSignal): TokenCall {
    return {
      url: `${this.#basePath}/v1/streaming.${method}`,
      token: this.#call.token,
      body: { session_id: this.sessionInfo.session_id, ...body },
      signal,
    };
  }
}

function readSessionInfo(data: unknown): StartAvatarResponse {
  if (!isRecord(data) || typeof data.session_id !== 'string') {
    throw sessionError('bad_answer', { message: 'The answer to streaming.new has no session_id.' });
  }
  const { session_id, url, access_token, is_paid, session_duration_limit } = data;
  return {
    ...data,
    session_id,
    url: typeof url === 'string' ? url : '',
    access_token: typeof access_token === 'string' ? access_token : '',
    is_paid: is_paid === true,
    session_duration_limit: isAmount(session_duration_limit) ? session_duration_limit : defaultDuration,
  };
}
