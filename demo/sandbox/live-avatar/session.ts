/**
 * Owns one session of LiveAvatar, FULL or LITE: its limits in time and its end. It begins with `/v1/sessions/start`;
 * before that there is only a token.
 */
import type { AvatarEvent } from '../avatar/avatar-messages.js';
import type { MicrophoneReport } from '../hearing/microphone.js';
import { UserSpeech } from '../hearing/user-speech.js';
import type { EndedBy } from '../sessions/ended-by.js';
import { HostedSession, type SessionParts } from '../sessions/hosted-session.js';
import { USER } from '../sessions/user-presence.js';
import type { FliteVoice } from '../speech/flite.js';
import { notActive } from './answers.js';
import { LIVE_QUALITIES } from './catalogue.js';
import { fillIn, type Context } from './contexts.js';
import { FullConversation, responseEvent, RESPONSE_TOPIC } from './full-conversation.js';
import { LITE_SOUND_RATE, LiteConversation, type LiteLine } from './lite-conversation.js';
import { newRecord, stopReason, type LiveAvatarRecord, type StopReason } from './session-record.js';
import type { SessionRequest } from './session-request.js';
import type { LiveToken } from './session-tokens.js';
import { Transcript } from './transcript.js';
import { troubleWords } from './trouble-words.js';

const IDLE_S = 300;
/** The real service was seen to end sessions 194 to 210 s after the last client was there. */
const NO_CLIENT_S = 200;
const SOCKET_BACKLOG = 1_000_000;

export class LiveAvatarSession extends HostedSession {
  override readonly service = 'liveavatar';
  override readonly token: LiveToken;
  override readonly record: LiveAvatarRecord;
  readonly request: SessionRequest;
  readonly transcript = new Transcript();
  readonly durationS: number;
  /** Undefined in FULL. */
  readonly lite: LiteConversation | undefined;
  protected override readonly idleLimitS = IDLE_S;
  protected override readonly troubleWords = troubleWords({
    sessionId: this.id,
    avatar: () => this.avatar,
    socket: () => {
      const line = this.lite?.line;
      return line && line.backlog() < SOCKET_BACKLOG ? (message) => line.send(message) : undefined;
    },
    speak: (text) => this.#full?.say(text),
  });
  readonly #context: Context | undefined;
  /** Undefined in LITE, and where the agent is missing: it is the agent's part. */
  readonly #full: FullConversation | undefined;
  readonly #userSpeech: UserSpeech;
  /** Its length is over and nobody was told: nothing is answered any more. */
  #mute = false;
  #cancelReaping = (): void => {};

  constructor(parts: SessionParts, token: LiveToken, voice: FliteVoice, context: Context | undefined) {
    const { request, trouble } = token;
    super(parts, token.sessionId, {
      look: request.figure.look,
      voice: { voice, rate: request.rate },
      picture: { ...LIVE_QUALITIES[request.quality], codec: request.codec },
      withoutSound: trouble?.avatarWithoutSound ?? false,
      ...(request.mode === 'LITE' ? { soundRate: LITE_SOUND_RATE } : {}),
    });
    this.token = token;
    this.request = request;
    this.durationS = trouble?.durationS ?? request.maxDurationS;
    this.#context = context;
    this.record = newRecord({ mode: request.mode, request: token.body, context: context?.id ?? null });
    const own = { record: this.record, avatar: () => this.avatar, touch: () => this.touch() };
    if (request.mode === 'LITE') this.lite = new LiteConversation(own);
    else if (!trouble?.agentMissing) {
      this.#full = new FullConversation({
        ...own,
        id: this.id,
        transcript: this.transcript,
        trouble,
        pushToTalk: request.pushToTalk,
        prompt: context && fillIn(context.prompt, request.variables),
        press: (down) => this.#userSpeech.microphone.press(down),
        stop: () => void this.end('stop'),
      });
    }
    // Who uses LITE listens for himself: the books measure the microphone, and nothing comes of it.
    this.#userSpeech = new UserSpeech(parts.voiceDetection, this.#full ?? UNHEEDED);
    this.#userSpeech.microphone.pushToTalk = request.pushToTalk;
  }

  /** Resolves when the avatar, and in FULL the agent, are in the room: before `/start` is answered (B.4). */
  async start(): Promise<void> {
    this.status = 'connecting';
    this.startedAt = new Date();
    this.limit(this.durationS, () => this.#lengthIsOver());
    this.touch();
    this.#awaitClient();
    const { trouble } = this.token;
    const { rooms } = this.parts;
    await rooms.create(this.id);
    if (this.ended.aborted) {
      // The end came while the room was made, and may have found none to delete.
      await rooms.delete(this.id);
      throw notActive();
    }
    const agent = this.#full && `liveavatar-agent-${this.id}`;
    if (!trouble?.avatarMissing) await this.bringAvatar(agent);
    if (this.ended.aborted) throw notActive();
    this.status = 'connected';
    void this.#greet();
  }

  override get microphone(): MicrophoneReport {
    return this.#userSpeech.microphone.report();
  }

  keepAlive(): void {
    if (this.ended.aborted) throw notActive();
    this.record.keep_alive_calls++;
    this.touch();
  }

  stop(reason: StopReason): Promise<void> {
    this.record.stop_calls++;
    if (!this.ended.aborted) this.record.end_reason = reason;
    return this.end('stop');
  }

  /** The avatar was in the room before anybody was told of the socket, so it connects at once. */
  socketOpened(line: LiteLine): void {
    const { socketDropsAfterMs, socketSilent, socketConnectsAfterMs } = this.token.trouble ?? {};
    this.lite?.opened(line);
    if (socketDropsAfterMs !== undefined && this.record.sockets === 1) {
      this.limit(socketDropsAfterMs / 1000, () => line.drop());
    }
    if (socketSilent) return;
    if (socketConnectsAfterMs === undefined) this.lite?.connect(line);
    else this.limit(socketConnectsAfterMs / 1000, () => this.lite?.connect(line));
  }

  protected override closeOwn(by: EndedBy): void {
    this.#userSpeech.microphone.close();
    const said = this.token.trouble?.saysAtEnd;
    this.record.end_reason ??= by === 'server' && said === 'NO_CREDITS' ? said : stopReason(by);
    if (!this.#endsSilently) {
      const reason = { stop_reason: this.record.end_reason, end_reason: this.record.end_reason };
      this.avatar.publish(responseEvent(this.id, 'session.stopped', null, reason), RESPONSE_TOPIC);
    }
  }

  /**
   * Avatar first, then the room (B.7): so what was said of the end is sent before there is nobody to send it. LITE's
   * socket is the last to go, for LA018 takes its closing for an end without a reason.
   */
  protected override async leaveRoom(): Promise<void> {
    try {
      if (this.#endsSilently) return await super.leaveRoom();
      await this.avatar.leave();
      await this.parts.rooms.delete(this.id);
    } finally {
      this.lite?.close();
    }
  }

  protected override noticed(identity: string): void {
    if (identity === USER) this.#cancelReaping();
  }

  protected override hear(event: AvatarEvent): void {
    if (event.type === 'participant_left' && event.identity === USER) this.#awaitClient();
    if (this.ended.aborted || this.#mute) return;
    this.#userSpeech.hear(event);
    if (event.type === 'data') this.#full?.command(event.payload, event.topic);
    this.#full?.hear(event);
    this.lite?.hear(event);
  }

  get #endsSilently(): boolean {
    return this.token.trouble?.saysAtEnd === 'nothing' && this.endedBy === 'server';
  }

  #lengthIsOver(): void {
    if (!this.token.trouble?.lengthUnannounced) {
      void this.end('duration');
      return;
    }
    this.#mute = true;
    this.avatar.interrupt();
  }

  /** The context's opening text, once there is somebody to hear it. */
  async #greet(): Promise<void> {
    const text = this.#context && fillIn(this.#context.opening_text, this.request.variables).trim();
    if (!text) return;
    await this.presence.untilCame(this.ended);
    if (this.ended.aborted) return;
    this.record.opening_text_spoken = true;
    this.#full?.say(text);
  }

  /** From now on the client's absence counts. LiveKit has the last word: it knows of a user sooner than the avatar. */
  #awaitClient(): void {
    this.#cancelReaping();
    this.#cancelReaping = this.limit(NO_CLIENT_S, () => {
      void this.presence.isThere().then((there) => {
        if (!there) void this.end('no_client');
      });
    });
  }
}

const UNHEEDED = { started: () => {}, goesOn: () => {}, word: () => {}, stopped: () => {} };
