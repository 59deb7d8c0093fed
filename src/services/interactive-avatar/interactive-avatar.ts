/** HeyGen's Interactive Avatar (protocol.md part A, its v2 form): REST calls, the chat socket, messages in the room. */

import { sessionError } from '../../api/error-table.js';
import type { StartAvatarResponse } from '../../api/requests.js';
import type { ReconnectingWebSocket } from '../reconnecting-websocket.js';
import { apiAddress, isRecord, post } from '../http.js';
import type {
  Command,
  CommandAnswer,
  DataLink,
  DataMessage,
  OpenCall,
  OpenSession,
  RoomConnection,
  Service,
} from '../service.js';
import { stopCall } from '../stop-call.js';
import { chatSocket, chatSocketUrl } from './chat-socket.js';
import { isAmount, parseMessage } from './messages.js';
import { newSessionBody } from './new-session.js';
import { errorCodeFor } from './error-codes.js';

const defaultBasePath = 'https://api.heygen.com';

export const interactiveAvatar: Service = {
  basePath: defaultBasePath,
  parts: ['calls', 'socket'],

  async open(call) {
    const basePath = apiAddress(call.basePath || defaultBasePath);
    const body = newSessionBody(call.request, call.videoCodec);
    if (call.existing) return new InteractiveAvatarSession(call, basePath, call.existing);
    const { token, signal } = call;
    const data = await post({ url: `${basePath}/v1/streaming.new`, token, body, signal }, errorCodeFor);
    const session = new InteractiveAvatarSession(call, basePath, readAnswer(data));
    if (session.connection.url && session.connection.token) return session;
    // Without a room it is of no use, yet it is open.
    await session.stop();
    throw sessionError('bad_answer', { message: 'The answer to streaming.new has no url and access_token.' });
  },

  async probe(call) {
    const { probe } = await import('./probe.js');
    return probe(call, apiAddress(call.basePath || defaultBasePath));
  },
};

class InteractiveAvatarSession implements OpenSession {
  readonly answer: StartAvatarResponse;
  readonly connection: RoomConnection;
  /** 120 s unless the session asks for another (protocol.md A.11). */
  readonly idleWindow: number;
  readonly #call: OpenCall;
  readonly #basePath: string;
  readonly #socket: ReconnectingWebSocket;
  #link: DataLink | undefined;
  #stopped: Promise<void> | undefined;

  constructor(call: OpenCall, basePath: string, answer: StartAvatarResponse) {
    this.answer = answer;
    // The avatar's identity: protocol.md A.9.
    this.connection = { url: answer.url, token: answer.access_token, avatar: 'heygen' };
    this.idleWindow = call.request.activityIdleTimeout ?? 120;
    this.#call = call;
    this.#basePath = basePath;
    this.#socket = chatSocket(this.#chatUrl(call.request.useSilencePrompt === true), call.emit);
  }

  #chatUrl(useSilencePrompt: boolean): string {
    const { token, request } = this.#call;
    return chatSocketUrl(this.#basePath, this.answer.session_id, token, { ...request, useSilencePrompt });
  }

  async start(link: DataLink, signal: AbortSignal): Promise<void> {
    this.#link = link;
    this.#socket.open();
    await this.#post('start', {}, signal);
  }

  handle({ bytes }: DataMessage): void {
    const event = parseMessage(bytes);
    if (event && !this.#stopped) this.#call.emit({ type: 'conversation', event });
  }

  async command(command: Command, signal: AbortSignal): Promise<CommandAnswer> {
    if (command.type === 'push_to_talk') {
      // A JSON string, quotes included, without a topic (protocol.md A.7).
      const text = JSON.stringify(command.pressed ? 'push_to_talk:start' : 'push_to_talk:stop');
      await this.#link?.publish(undefined, new TextEncoder().encode(text));
      return {};
    }
    if (command.type === 'silence_prompt') {
      this.#socket.move(this.#chatUrl(command.enabled));
      return {};
    }
    if (command.type !== 'speak') {
      await this.#post(command.type, {}, signal);
      return {};
    }
    // Type and mode are always sent: the service's defaults are not the SDK's (protocol.md C 3).
    const { text, taskType, taskMode } = command;
    const data = await this.#post('task', { text, task_type: taskType, task_mode: taskMode }, signal);
    if (!isRecord(data)) return {};
    return {
      taskId: typeof data.task_id === 'string' ? data.task_id : undefined,
      durationMs: isAmount(data.duration_ms) ? data.duration_ms : undefined,
    };
  }

  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    const stopped = stopCall((signal) => this.#post('stop', {}, signal, true));
    this.#socket.close();
    await stopped;
  }

  #post(method: string, body: object, signal: AbortSignal, keepalive = false): Promise<unknown> {
    return post(
      {
        url: `${this.#basePath}/v1/streaming.${method}`,
        token: this.#call.token,
        body: { session_id: this.answer.session_id, ...body },
        signal,
        keepalive,
      },
      errorCodeFor,
    );
  }
}

function readAnswer(data: unknown): StartAvatarResponse {
  if (!isRecord(data) || typeof data.session_id !== 'string') {
    throw sessionError('bad_answer', { message: 'The answer to streaming.new has no session_id.' });
  }
  return {
    ...data,
    session_id: data.session_id,
    url: typeof data.url === 'string' ? data.url : '',
    access_token: typeof data.access_token === 'string' ? data.access_token : '',
    is_paid: data.is_paid === true,
    // 600 s is what every capture shows (protocol.md A.11).
    session_duration_limit:
      typeof data.session_duration_limit === 'number' ? data.session_duration_limit : 600,
  };
}
