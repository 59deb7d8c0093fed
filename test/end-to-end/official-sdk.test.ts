/**
 * HeyGen's own SDK 2.1.0 from npm, unmodified, runs whole sessions against the sandbox: what it sends arrives as
 * it sends it to HeyGen. Only the page's `WebSocket` is patched, for this SDK drops the sandbox's port.
 */

import { expect } from '@open-wc/testing';
import StreamingAvatar, {
  AvatarQuality,
  StreamingEvents,
  TaskMode,
  TaskType,
} from '@heygen/streaming-avatar';
import type { StartAvatarRequest, StartAvatarResponse } from '@heygen/streaming-avatar';
import { bringChatSocketTo } from '../support/chat-socket-port.js';
import { EventLog } from '../support/event-log.js';
import { anyRejection } from '../support/outcome.js';
import { framesPresented, playMuted } from '../support/playback.js';
import { allClosed, Corner, type BookEntry } from '../support/sandbox-books.js';
import { ToneMicrophone } from '../support/tone-microphone.js';

const transports = ['websocket', 'livekit'] as const;
/** It sleeps for 2 or 4 seconds in `startVoiceChat()`, and four turns take their time too. */
const longTimeout = 60_000;
const toneHertz = 440;

describe('the official SDK 2.1.0 on the sandbox', () => {
  let corner: Corner;
  let avatar: StreamingAvatar;
  let log: EventLog;
  let restoreWebSocket: () => void;
  let microphone: ToneMicrophone | undefined;

  beforeEach(async () => {
    corner = await Corner.open();
    restoreWebSocket = bringChatSocketTo(corner.url);
    await make();
  });

  afterEach(async () => {
    // Its stopAvatar() rejects for a session that is over already.
    if ((await corner.books()).open > 0) await avatar.stopAvatar();
    restoreWebSocket();
    await microphone?.close();
    microphone = undefined;
    await corner.until(allClosed);
  });

  async function make(): Promise<void> {
    avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
    const target = {
      addEventListener: (type: string, listener: (event: Event) => void) => avatar.on(type, listener),
    };
    log = new EventLog(target as unknown as EventTarget);
  }

  async function start(request: Partial<StartAvatarRequest> = {}): Promise<StartAvatarResponse> {
    const ready = log.first(StreamingEvents.STREAM_READY);
    const answer = await avatar.createStartAvatar({
      avatarName: 'default',
      quality: AvatarQuality.Low,
      ...request,
    });
    await ready;
    return answer;
  }

  /** The books' one session, as soon as it shows what is waited for. */
  async function booked(shown: (entry: BookEntry) => boolean = () => true): Promise<BookEntry> {
    const { sessions } = await corner.until(({ sessions: [entry] }) => entry !== undefined && shown(entry));
    return sessions[0] as BookEntry;
  }

  /** A whole turn of the avatar: what the call was answered with, and what the avatar said. */
  async function turn(
    say: () => Promise<unknown>,
  ): Promise<{ answer: unknown; text: string; taskId: string }> {
    log.events.length = 0;
    const over = log.next(StreamingEvents.AVATAR_STOP_TALKING);
    const answer = await say();
    const { task_id: taskId } = (await over) as { task_id: string };
    const types = log.events.map(({ type }) => type).filter((type) => type.startsWith('avatar_'));
    expect(types.at(0)).to.equal(StreamingEvents.AVATAR_START_TALKING);
    expect(types.slice(-2)).to.deep.equal(['avatar_end_message', 'avatar_stop_talking']);
    const said = log.of(StreamingEvents.AVATAR_TALKING_MESSAGE) as { message: string }[];
    return { answer, text: said.map(({ message }) => message).join(''), taskId };
  }

  it('starts, is told stream_ready, shows moving frames, stops, and leaves nothing open', async () => {
    const answer = await start({ knowledgeBase: 'You sell umbrellas.', language: 'en' });
    expect(answer).to.include({ is_paid: true, session_duration_limit: 600 });
    const stream = avatar.mediaStream as MediaStream;
    expect(log.of('stream_ready')).to.deep.equal([stream]);
    expect(
      stream
        .getTracks()
        .map(({ kind }) => kind)
        .sort(),
    ).to.deep.equal(['audio', 'video']);
    const video = playMuted(stream);
    await framesPresented(video, 20);
    video.remove();

    // LiveKit announces a participant that publishes nothing up to 3 seconds late.
    const live = await booked(({ participants }) => participants.length > 0);
    expect(live).to.include({ status: 'connected', chat: 'open' });
    expect(live.participants).to.deep.equal(['client']);
    expect(live.request).to.include({
      avatar_name: 'default',
      quality: 'low',
      knowledge_base: 'You sell umbrellas.',
      language: 'en',
      version: 'v2',
      video_encoding: 'H264',
      source: 'sdk',
      ia_is_livekit_transport: false,
    });

    const left = log.next('stream_disconnected');
    await avatar.stopAvatar();
    // LiveKit's ROOM_DELETED: it does not leave by itself.
    expect(await left).to.equal(5);
    const { sessions } = await corner.until(allClosed);
    expect(sessions[0]).to.include({ ended_by: 'stop', stop_calls: 1 });
    await booked(({ chat }) => chat === 'closed');
  });

  it('starts in two steps, with newSession() and startAvatar()', async () => {
    const request = { avatarName: 'default', quality: AvatarQuality.Low };
    const info = await avatar.newSession(request);
    expect(await booked()).to.include({ status: 'new', session_id: info.session_id });
    const ready = log.first('stream_ready');
    expect(await avatar.startAvatar(request, info)).to.equal(info);
    await ready;
    expect(await booked()).to.include({ status: 'connected', chat: 'open' });
  });

  it('interrupts, moves to the listening pose and back, keeps alive, and judges the connection', async () => {
    const quality = log.next('connection_quality_changed');
    await start();
    const text = 'This is a long sentence, which nobody wants to hear to its very end, so it goes on and on.';
    const began = log.next('avatar_start_talking');
    const ended = log.next('avatar_stop_talking');
    await avatar.speak({ text, taskType: TaskType.REPEAT });
    await began;
    await avatar.interrupt();
    await ended;
    expect(log.of('avatar_end_message')).to.deep.equal([]);

    await avatar.startListening();
    expect(await booked()).to.include({ listening: true });
    await avatar.stopListening();
    await avatar.keepAlive();
    expect(await booked()).to.include({ listening: false, interrupt_calls: 1, keep_alive_calls: 1 });
    expect(await quality).to.equal('GOOD');
  });

  for (const voiceChatTransport of transports) {
    describe(`with the ${voiceChatTransport} transport`, () => {
      it('speaks on every path', async function () {
        this.timeout(longTimeout);
        await start({ voiceChatTransport });
        const question = 'What do you sell?';

        const talked = await turn(() => avatar.speak({ text: question }));
        expect(talked.answer).to.equal(undefined);
        expect(talked.text).not.to.equal(question);
        expect(talked.text).not.to.equal('');
        expect(await booked()).to.deep.include({
          tasks: [],
          chat_text_frames: voiceChatTransport === 'websocket' ? 1 : 0,
        });

        for (const [taskType, taskMode] of [
          [TaskType.TALK, TaskMode.SYNC],
          [TaskType.REPEAT, TaskMode.SYNC],
          [TaskType.REPEAT, TaskMode.ASYNC],
        ] as const) {
          const { answer, text, taskId } = await turn(() =>
            avatar.speak({ text: question, taskType, taskMode }),
          );
          expect(answer).to.include({ task_id: taskId });
          expect((answer as { duration_ms: number }).duration_ms).to.be.above(300);
          if (taskType === TaskType.REPEAT) expect(text).to.equal(question);
          else expect(text).not.to.equal(question);
          const task = (await booked()).tasks.at(-1);
          expect(task).to.include({ text: question, task_type: taskType, task_mode: taskMode });
        }
      });

      it('opens, mutes, unmutes and closes the microphone, and the sandbox hears each', async function () {
        this.timeout(longTimeout);
        microphone = new ToneMicrophone(toneHertz);
        microphone.sound();
        await start({ voiceChatTransport });
        expect(avatar.isInputAudioMuted).to.equal(true);

        await avatar.startVoiceChat();
        expect(avatar.isInputAudioMuted).to.equal(false);
        const heard = await booked((entry) => entry.microphone.sound_seconds > 1 && !isSilent(entry));
        expect(heard.microphone.frequency_hz).to.be.closeTo(toneHertz, 10);
        if (voiceChatTransport === 'websocket') expect(heard.chat_audio_frames).to.be.above(30);
        expect(heard.microphone.tracks).to.equal(voiceChatTransport === 'livekit' ? 1 : 0);

        avatar.muteInputAudio();
        expect(avatar.isInputAudioMuted).to.equal(true);
        await booked(isSilent);
        avatar.unmuteInputAudio();
        expect(avatar.isInputAudioMuted).to.equal(false);
        await booked((entry) => !isSilent(entry));

        await avatar.closeVoiceChat();
        expect(avatar.isInputAudioMuted).to.equal(true);
        expect(microphone.tracks.map(({ readyState }) => readyState)).to.deep.equal(['ended']);
        const closed = await booked(isSilent);

        await avatar.startVoiceChat({ isInputAudioMuted: true });
        expect(avatar.isInputAudioMuted).to.equal(true);
        const again = await booked();
        if (voiceChatTransport === 'websocket') {
          expect(again.chat_audio_frames).to.be.above(closed.chat_audio_frames);
          // But for the rest of a frame that the closing cut in two.
          expect(again.microphone.sound_seconds).to.be.closeTo(closed.microphone.sound_seconds, 0.03);
        } else {
          // It publishes another and never takes one back.
          expect(again.microphone.tracks).to.equal(2);
        }
      });

      it('is told when its user starts and stops to speak, what was said, and the answer', async function () {
        this.timeout(longTimeout);
        microphone = new ToneMicrophone(toneHertz);
        await start({ voiceChatTransport });
        await avatar.startVoiceChat();
        const answered = log.next('avatar_stop_talking');
        const started = log.next('user_start');
        const words = log.next('user_talking_message');
        microphone.sound();
        await started;
        await words;
        const ended = log.next('user_end_message');
        const stopped = log.next('user_stop');
        microphone.silence();
        await Promise.all([stopped, ended, answered]);
        const said = log.of('user_talking_message') as { message: string; task_id: string }[];
        expect(said.map(({ message }) => message).join('')).to.match(/scripted/i);
        const [end] = log.of('user_end_message') as { task_id: string }[];
        expect(new Set(said.map(({ task_id }) => task_id))).to.deep.equal(new Set([end?.task_id]));
      });
    });
  }

  it('is heard only while push to talk is pressed', async function () {
    this.timeout(longTimeout);
    microphone = new ToneMicrophone(toneHertz);
    await start({ voiceChatTransport: 'livekit', enablePushToTalk: true });
    expect(await anyRejection(avatar.pushToTalkStart())).to.have.property(
      'message',
      'voice chat is not active',
    );
    microphone.sound();
    await avatar.startVoiceChat();
    const before = await booked((entry) => entry.microphone.outside_sound_seconds > 0.5);
    expect(before.microphone.speech_seconds).to.equal(0);
    expect(log.of('user_start')).to.deep.equal([]);

    const started = log.next('user_start');
    await avatar.pushToTalkStart();
    await started;
    const stopped = log.next('user_stop');
    await avatar.pushToTalkStop();
    await stopped;
    const { push_to_talk, microphone: heard } = await booked();
    expect(push_to_talk).to.deep.equal(['start', 'stop']);
    expect(heard.speech_seconds).to.be.above(0);
  });
});

/** Longer without sound than any delivery takes. */
function isSilent({ microphone: { silent_ms } }: BookEntry): boolean {
  return silent_ms === null || silent_ms > 500;
}
