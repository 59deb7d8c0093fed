/**
 * HeyGen's own LiveAvatar SDK 0.0.18 from npm, unmodified, runs whole sessions against the sandbox, FULL and LITE:
 * what it sends arrives as it sends it to LiveAvatar.
 */

import { expect } from '@open-wc/testing';
import { ConsoleSpy } from '../support/console-spy.js';
import {
  AgentEventsEnum,
  LiveAvatarSession,
  SessionEvent,
  toneFor,
  type OfficialConfig,
  type OfficialLiveAvatarSession,
} from '../support/official-live-avatar-sdk.js';
import { framesPresented } from '../support/playback.js';
import { allClosed, Corner, type BookEntry } from '../support/sandbox-books.js';
import { ToneMicrophone } from '../support/tone-microphone.js';

const wayne = 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a';
const context = '5b9dba8a-aa31-11f0-a6ee-066a7fa2e369';
const toneHertz = 440;

/** What the books have of a session of LiveAvatar beside the rest. */
interface LiveEntry extends BookEntry {
  mode: string;
  end_reason: string | null;
  commands: Record<string, unknown>[];
  sockets: number;
  utterances: number;
  audio_messages: number;
  audio_seconds: number;
  dropped_commands: number;
}

describe('the official LiveAvatar SDK 0.0.18 on the sandbox', () => {
  let corner: Corner;
  let session: OfficialLiveAvatarSession;
  let told: { type: string; event: unknown }[];
  let heard: EventTarget;
  let microphone: ToneMicrophone | undefined;
  let output: ConsoleSpy;

  beforeEach(async () => {
    // It writes each step to the console.
    output = new ConsoleSpy();
    corner = await Corner.open();
  });

  afterEach(async () => {
    // Does nothing in a session that is over already.
    await session.stop();
    await microphone?.close();
    microphone = undefined;
    document.querySelector('video')?.remove();
    output.restore();
    await corner.until(allClosed);
  });

  /** A session of its own with a token for that request, and a record of what it tells. */
  async function make(request: object = {}, config: OfficialConfig = {}): Promise<void> {
    const url = corner.tokenUrl();
    url.searchParams.set('service', 'liveavatar');
    const body = JSON.stringify({ avatarName: wayne, knowledgeId: context, quality: 'low', ...request });
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body });
    const { token } = (await response.json()) as { token: string };
    session = new LiveAvatarSession(token, { apiUrl: corner.url, ...config });
    told = [];
    heard = new EventTarget();
    for (const type of [...Object.values(SessionEvent), ...Object.values(AgentEventsEnum)]) {
      session.on(type, (event) => {
        told.push({ type, event });
        heard.dispatchEvent(new CustomEvent(type, { detail: event }));
      });
    }
  }

  const of = (type: string): unknown[] => told.filter((one) => one.type === type).map(({ event }) => event);
  const next = (type: string): Promise<unknown> =>
    new Promise((resolve) => {
      heard.addEventListener(type, (event) => resolve((event as CustomEvent<unknown>).detail), {
        once: true,
      });
    });
  const textOf = (event: unknown): string => (event as { text: string }).text;

  /** Starts it and shows its picture. */
  async function start(request: object = {}, config: OfficialConfig = {}): Promise<HTMLVideoElement> {
    await make(request, config);
    const ready = next('session.stream_ready');
    await Promise.all([session.start(), ready]);
    expect(session.state).to.equal('CONNECTED');
    const video = document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    document.body.append(video);
    session.attach(video);
    return video;
  }

  /** The books' one session, as soon as it shows what is waited for. */
  async function booked(shown: (entry: LiveEntry) => boolean = () => true): Promise<LiveEntry> {
    const { sessions } = await corner.until(
      ({ sessions: [entry] }) => entry !== undefined && shown(entry as LiveEntry),
    );
    return sessions[0] as LiveEntry;
  }

  for (const mode of ['FULL', 'LITE'] as const) {
    it(`starts in ${mode}, shows moving frames, keeps alive, stops, and leaves nothing open`, async () => {
      const video = await start({ liveAvatar: { mode, sandbox: true } });
      expect(session.mode).to.equal(mode);
      expect(session.maxSessionDuration).to.equal(60);
      expect(of('session.stream_ready')).to.have.length(1);
      await framesPresented(video, 20);
      await session.keepAlive();
      const live = await booked((entry) => entry.keep_alive_calls === 1 && entry.participants.length > 0);
      expect(live).to.include({ status: 'connected', mode, session_id: session.sessionId });

      await session.stop();
      expect(of('session.state_changed')).to.deep.equal([
        'CONNECTING',
        'CONNECTED',
        'DISCONNECTING',
        'DISCONNECTED',
      ]);
      expect(of('session.disconnected')).to.deep.equal(['CLIENT_INITIATED']);
      await corner.until(allClosed);
      expect(await booked()).to.include({ ended_by: 'stop', end_reason: 'USER_CLOSED', stop_calls: 1 });
    });

    it(`is told of an end by the service in ${mode}, and may still call /stop`, async () => {
      await start({ liveAvatar: { mode } });
      const over = next('session.disconnected');
      const id = session.sessionId ?? '';
      await fetch(`${corner.url}/sandbox/session/end?session_id=${id}&reason=duration`, { method: 'POST' });
      expect(await over).to.equal('SERVER_INITIATED');
      expect(of('session.stopped')[0]).to.include({ stop_reason: 'MAX_DURATION_REACHED' });
      const entry = await booked(({ stop_calls }) => stop_calls === 1);
      expect(entry).to.include({ ended_by: 'duration', end_reason: 'MAX_DURATION_REACHED' });
    });
  }

  it('repeats and answers in FULL, each turn from its start to its end', async () => {
    await start();
    const question = 'What do you sell?';
    for (const say of ['repeat', 'message'] as const) {
      told.length = 0;
      const over = next('avatar.speak_ended');
      const id = session[say](question);
      expect(await over).to.include({ source_event_id: id });
      const turn = told.filter(({ type }) => type.startsWith('avatar.'));
      expect(turn[0]?.type).to.equal('avatar.speak_started');
      expect(turn.slice(-2).map(({ type }) => type)).to.deep.equal([
        'avatar.transcription',
        'avatar.speak_ended',
      ]);
      // Its words are put together without anything in between.
      const words = of('avatar.transcription.chunk').map(textOf);
      const whole = textOf(of('avatar.transcription')[0]);
      expect(words.length).to.be.above(1);
      expect(words.join('')).to.equal(whole);
      if (say === 'repeat') expect(whole).to.equal(question);
      else expect(whole).not.to.equal(question);
    }
    expect((await booked()).commands).to.deep.equal([
      { event_type: 'avatar.speak_text', text: question },
      { event_type: 'avatar.speak_response', text: question },
    ]);
  });

  it('interrupts, and moves to the listening pose and back', async () => {
    await start();
    const began = next('avatar.speak_started');
    const ended = next('avatar.speak_ended');
    session.repeat(
      'This is a long sentence, which nobody wants to hear to its very end, so it goes on and on.',
    );
    await began;
    session.interrupt();
    await ended;
    expect(of('avatar.transcription')).to.deep.equal([]);
    session.startListening();
    await booked(({ listening }) => listening);
    session.stopListening();
    expect(await booked(({ listening }) => !listening)).to.include({ interrupt_calls: 1 });
  });

  it('hears, understands and answers the user in voice chat, muted and not', async () => {
    microphone = new ToneMicrophone(toneHertz);
    await start();
    await session.voiceChat.start();
    expect(session.voiceChat.isMuted).to.equal(false);
    const started = next('user.speak_started');
    const word = next('user.transcription.chunk');
    microphone.sound();
    await Promise.all([started, word]);
    const ended = next('user.speak_ended');
    const understood = next('user.transcription');
    const answered = next('avatar.speak_ended');
    microphone.silence();
    const [, said] = await Promise.all([ended, understood, answered]);
    // Each chunk has all that was said so far.
    const chunks = of('user.transcription.chunk').map(textOf);
    expect(chunks.at(-1)).to.equal(textOf(said));
    for (const [index, chunk] of chunks.entries()) {
      expect(chunk.startsWith(chunks[index - 1] ?? ''), chunk).to.equal(true);
    }
    const { microphone: heardByIt } = await booked();
    expect(heardByIt.frequency_hz).to.be.closeTo(toneHertz, 10);
    expect(heardByIt.tracks).to.equal(1);

    await session.voiceChat.mute();
    expect(session.voiceChat.isMuted).to.equal(true);
    microphone.sound();
    await booked(isSilent);
    await session.voiceChat.unmute();
    await booked((entry) => !isSilent(entry));
    session.voiceChat.stop();
    await booked(isSilent);
    // It never takes a track back, and publishes another.
    await session.voiceChat.start({ defaultMuted: true });
    await booked(({ microphone: { tracks } }) => tracks === 2);
  });

  it('is heard only while push to talk is pressed', async () => {
    microphone = new ToneMicrophone(toneHertz);
    const mode = 'PUSH_TO_TALK';
    await make({ enablePushToTalk: true }, { voiceChat: { mode, defaultMuted: true } });
    const mutings: string[] = [];
    for (const type of ['MUTED', 'UNMUTED'] as const) {
      session.voiceChat.on(type, () => mutings.push(type));
    }
    // It starts the voice chat by itself, as its configuration asks.
    await session.start();
    expect(session.voiceChat.isMuted).to.equal(true);
    microphone.sound();
    const started = next('user.speak_started');
    await session.voiceChat.startPushToTalk();
    await started;
    const ended = next('user.speak_ended');
    await session.voiceChat.stopPushToTalk();
    await ended;
    expect(mutings).to.deep.equal(['MUTED', 'UNMUTED']);
    // Its microphone stays open, and what comes then is nobody's speech.
    const entry = await booked(({ microphone: { outside_sound_seconds } }) => outside_sound_seconds > 0.5);
    expect(entry.push_to_talk).to.deep.equal(['start', 'stop']);
    expect(entry.microphone.speech_seconds).to.be.above(0);
    expect(of('user.speak_started')).to.have.length(1);
  });

  it('is refused push to talk in a session that was not made for it', async () => {
    microphone = new ToneMicrophone(toneHertz);
    const mode = 'PUSH_TO_TALK';
    await start({}, { voiceChat: { mode, defaultMuted: true } });
    let refused = false;
    await session.voiceChat.startPushToTalk().catch(() => (refused = true));
    expect(refused).to.equal(true);
    expect(session.voiceChat.isMuted).to.equal(true);
  });

  it('speaks the sound it is given in LITE, interrupts it, and has its microphone heard', async () => {
    microphone = new ToneMicrophone(toneHertz);
    await start({ liveAvatar: { mode: 'LITE' } }, { voiceChat: true });
    microphone.sound();
    await booked((entry) => entry.microphone.sound_seconds > 0.5);
    expect(() => session.repeat('Hello.')).to.throw('Not permitted in LITE mode');

    const began = next('avatar.speak_started');
    const ended = next('avatar.speak_ended');
    session.repeatAudio(toneFor(2));
    expect(await began).to.have.property('event_id');
    await ended;
    const spoken = await booked();
    expect(spoken).to.include({ sockets: 1, utterances: 1, dropped_commands: 0 });
    expect(spoken.audio_messages).to.be.above(2);
    expect(spoken.audio_seconds).to.be.closeTo(2, 0.01);

    const again = next('avatar.speak_started');
    const cut = next('avatar.speak_ended');
    session.repeatAudio(toneFor(10));
    await again;
    session.interrupt();
    await cut;
    session.startListening();
    await booked(({ listening }) => listening);
    session.stopListening();
    expect(await booked(({ listening }) => !listening)).to.include({ interrupt_calls: 1, utterances: 2 });
  });
});

/** Longer without sound than any delivery takes. */
function isSilent({ microphone: { silent_ms } }: BookEntry): boolean {
  return silent_ms === null || silent_ms > 500;
}
