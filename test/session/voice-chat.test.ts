// The conversation by voice: muted before anybody hears it, refused in as many ways as there are, and never left open.
import { expect } from '@open-wc/testing';
import type { StartAvatarOptions } from '../../src/api/requests.js';
import type { StreamingAvatarError } from '../../src/api/errors.js';
import type { LiveState } from '../../src/api/state.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import type { FakeMicrophone, FakeSteps } from '../support/fake-room.js';
import { anyRejection, isPending, nextTask, rejection } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

/** A published microphone, and whether its track had sound at the moment it was published. */
interface Published {
  muted: boolean;
  enabled: boolean;
}

describe('voice chat', () => {
  let microphones: PageMicrophones;
  let client: ClientUnderTest;
  let published: Published[];

  beforeEach(async () => {
    microphones = new PageMicrophones();
    await live();
  });
  afterEach(async () => {
    await client.avatar.stopAvatar();
    await microphones.close();
  });

  /** A client whose session is live. */
  async function live(request: StartAvatarOptions = {}, steps: Partial<FakeSteps> = {}): Promise<void> {
    client = new ClientUnderTest(steps, { token: () => 'fresh' });
    await client.start(request);
    published = [];
    const { room } = client.ports;
    const publish = room.publishMicrophone.bind(room);
    room.publishMicrophone = (track, muted) => {
      published.push({ muted, enabled: track.enabled });
      return publish(track, muted);
    };
  }

  const inRoom = (): FakeMicrophone[] => client.ports.room.microphones.filter((one) => one.published);
  const states = (): LiveState[] =>
    client.details('state_changed').map((detail) => (detail as { state: LiveState }).state);

  it('asks for nothing before it is asked for', () => {
    expect(microphones.asked).to.deep.equal([]);
    expect(client.avatar.microphone).to.equal(null);
    expect(client.avatar.isInputAudioMuted).to.equal(true);
  });

  it('goes from off by starting to on, with one microphone whose echo is cancelled', async () => {
    await client.avatar.startVoiceChat();
    const seen = states().map(({ voiceChat }) => voiceChat);
    expect(seen.filter((voice, at) => voice && voice !== seen[at - 1])).to.deep.equal([
      'off',
      'starting',
      'on',
    ]);
    expect(microphones.asked).to.deep.equal([
      { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    ]);
    expect(published).to.deep.equal([{ muted: false, enabled: true }]);
    expect(client.avatar.microphone).to.equal(microphones.last);
    expect(client.avatar.isInputAudioMuted).to.equal(false);
  });

  for (const [name, prepare, request] of [
    ['isInputAudioMuted', () => undefined, { isInputAudioMuted: true }],
    ['muteInputAudio() before it', () => client.avatar.muteInputAudio(), {}],
  ] as const) {
    it(`is silent from its first sample on with ${name}`, async () => {
      prepare();
      await client.avatar.startVoiceChat(request);
      expect(published).to.deep.equal([{ muted: true, enabled: false }]);
      expect(client.avatar.isInputAudioMuted).to.equal(true);
      expect(client.avatar.state).to.include({ voiceChat: 'on', microphoneMuted: true });
    });
  }

  it('is silent from its first sample on with enablePushToTalk, whatever else was said', async () => {
    await live({ enablePushToTalk: true });
    client.avatar.unmuteInputAudio();
    await client.avatar.startVoiceChat({ isInputAudioMuted: false });
    expect(published).to.deep.equal([{ muted: true, enabled: false }]);
  });

  it('is never told to be on and heard where it begins muted', async () => {
    await client.avatar.startVoiceChat({ isInputAudioMuted: true });
    const heard = states().filter(({ voiceChat, microphoneMuted }) => voiceChat === 'on' && !microphoneMuted);
    expect(heard).to.deep.equal([]);
  });

  it('opens unmuted after a mute that was made during the one before, as pages show it', async () => {
    await client.avatar.startVoiceChat();
    client.avatar.muteInputAudio();
    await client.avatar.closeVoiceChat();
    await client.avatar.startVoiceChat({ isInputAudioMuted: undefined });
    expect(client.avatar.isInputAudioMuted).to.equal(false);
    expect(client.avatar.state).to.include({ voiceChat: 'on', microphoneMuted: false });
    expect(published.at(-1)).to.deep.equal({ muted: false, enabled: true });
  });

  it('opens unmuted in the next session after a mute that was made during this one’s', async () => {
    await client.avatar.startVoiceChat();
    client.avatar.muteInputAudio();
    await client.start();
    await client.avatar.startVoiceChat();
    expect(client.avatar.isInputAudioMuted).to.equal(false);
  });

  it('keeps a mute that was made outside for the next one, in a later session too, and for that only', async () => {
    client.avatar.muteInputAudio();
    await client.start();
    await client.avatar.startVoiceChat();
    expect(client.avatar.isInputAudioMuted).to.equal(true);
    await client.avatar.closeVoiceChat();
    await client.avatar.startVoiceChat();
    expect(client.avatar.isInputAudioMuted).to.equal(false);
  });

  it('keeps a mute that was made outside until a microphone was granted', async () => {
    client.avatar.muteInputAudio();
    microphones.refuse('NotAllowedError');
    await rejection(client.avatar.startVoiceChat());
    microphones.answer = async () => undefined;
    await client.avatar.startVoiceChat();
    expect(client.avatar.isInputAudioMuted).to.equal(true);
    expect(published.at(-1)).to.deep.equal({ muted: true, enabled: false });
  });

  it('forgets a mute that was made outside where unmuteInputAudio() or the request says otherwise', async () => {
    client.avatar.muteInputAudio();
    client.avatar.unmuteInputAudio();
    await client.avatar.startVoiceChat();
    expect(client.avatar.isInputAudioMuted).to.equal(false);
    await client.avatar.closeVoiceChat();
    client.avatar.muteInputAudio();
    await client.avatar.startVoiceChat({ isInputAudioMuted: false });
    expect(client.avatar.isInputAudioMuted).to.equal(false);
  });

  it('is muted before muteInputAudio() returns: the track, isInputAudioMuted and the state', async () => {
    await client.avatar.startVoiceChat();
    client.avatar.muteInputAudio();
    expect([microphones.last.enabled, client.avatar.isInputAudioMuted]).to.deep.equal([false, true]);
    expect(client.avatar.state).to.include({ microphoneMuted: true });
    client.avatar.unmuteInputAudio();
    expect([microphones.last.enabled, client.avatar.isInputAudioMuted]).to.deep.equal([true, false]);
    expect(client.avatar.state).to.include({ microphoneMuted: false });
    await nextTask();
    expect(inRoom().map(({ muted }) => muted)).to.deep.equal([false]);
  });

  for (const [asked, before] of [
    [true, false],
    [false, true],
  ] as const) {
    it(`that is open is ${asked ? 'muted' : 'unmuted'} by startVoiceChat({ isInputAudioMuted: ${asked} })`, async () => {
      await client.avatar.startVoiceChat({ isInputAudioMuted: before });
      const again = client.avatar.startVoiceChat({ isInputAudioMuted: asked });
      expect([microphones.last.enabled, client.avatar.isInputAudioMuted]).to.deep.equal([!asked, asked]);
      await again;
      expect(inRoom().map(({ muted }) => muted)).to.deep.equal([asked]);
      await client.avatar.startVoiceChat();
      expect(client.avatar.isInputAudioMuted, 'and left alone by one that says nothing').to.equal(asked);
    });
  }

  it('is muted where muteInputAudio() comes while it is being opened', async () => {
    const prompt = microphones.prompt();
    const starting = client.avatar.startVoiceChat();
    await prompt.shown;
    client.avatar.muteInputAudio();
    prompt.allow();
    await starting;
    expect(client.avatar.isInputAudioMuted).to.equal(true);
  });

  it('is muted for the ear though the room fails to mute it, and muted again where it fails to unmute', async () => {
    await client.avatar.startVoiceChat();
    const [microphone] = inRoom();
    if (!microphone) throw new Error('No microphone.');
    microphone.setMuted = () => Promise.reject(new Error('The room is gone.'));
    client.avatar.muteInputAudio();
    await nextTask();
    expect([microphones.last.enabled, client.avatar.isInputAudioMuted]).to.deep.equal([false, true]);
    expect(client.details('warning')).to.deep.equal([]);
    microphone.muted = true;
    client.avatar.unmuteInputAudio();
    await nextTask();
    expect([microphones.last.enabled, client.avatar.isInputAudioMuted]).to.deep.equal([false, true]);
    expect(client.avatar.state).to.include({ microphoneMuted: true });
    expect(client.details('warning').map((detail) => (detail as { code: string }).code)).to.deep.equal([
      'unmute_failed',
    ]);
  });

  it('ends as the last of many calls said, however slow the room is', async () => {
    await client.avatar.startVoiceChat();
    const [microphone] = inRoom();
    if (!microphone) throw new Error('No microphone.');
    const slow: (() => void)[] = [];
    microphone.setMuted = async (muted) => {
      await new Promise<void>((resolve) => slow.push(resolve));
      microphone.muted = muted;
    };
    client.avatar.muteInputAudio();
    client.avatar.unmuteInputAudio();
    client.avatar.muteInputAudio();
    while (slow.length > 0) {
      slow.shift()?.();
      await nextTask();
    }
    expect([microphone.muted, microphones.last.enabled]).to.deep.equal([true, false]);
  });

  it('whose mute the room answers in the next session changes nothing there', async () => {
    await client.avatar.startVoiceChat();
    const [microphone] = inRoom();
    const answered = Promise.withResolvers<void>();
    if (microphone) microphone.setMuted = () => answered.promise;
    client.avatar.muteInputAudio();
    await client.start();
    await client.avatar.startVoiceChat();
    const { state } = client.avatar;
    answered.reject(new Error('The room is gone.'));
    await nextTask();
    expect(client.avatar.state).to.equal(state);
    expect(client.details('warning')).to.deep.equal([]);
    expect(client.avatar.isInputAudioMuted).to.equal(false);
  });

  it('is opened once, though it is asked for twice', async () => {
    await Promise.all([client.avatar.startVoiceChat(), client.avatar.startVoiceChat()]);
    await client.avatar.startVoiceChat();
    expect([microphones.asked.length, inRoom().length]).to.deep.equal([1, 1]);
  });

  it('tells the service of silence prompts where it is said whether there should be any', async () => {
    await client.avatar.startVoiceChat({ useSilencePrompt: true });
    expect(client.ports.service.session.commands).to.deep.equal([{ type: 'silence_prompt', enabled: true }]);
  });

  it('leaves the session’s silence prompt alone where it says nothing of one', async () => {
    await client.avatar.startVoiceChat();
    await client.avatar.startVoiceChat({ useSilencePrompt: undefined });
    expect(client.ports.service.session.commands).to.deep.equal([]);
  });

  it('rejects with not_connected without a session', async () => {
    await client.avatar.stopAvatar();
    const error = await rejection(client.avatar.startVoiceChat());
    expect(error).to.include({ code: 'not_connected' });
    expect(microphones.asked).to.deep.equal([]);
  });

  describe('that is refused', () => {
    for (const [name, code] of [
      ['NotAllowedError', 'microphone_denied'],
      ['NotFoundError', 'microphone_missing'],
      ['NotReadableError', 'microphone_busy'],
      ['SecurityError', 'blocked_by_policy'],
    ] as const) {
      it(`rejects with ${code} for ${name}, and the session goes on`, async () => {
        microphones.refuse(name);
        const error = await rejection(client.avatar.startVoiceChat());
        expect(error).to.include({ code, phase: 'voice', name });
        expect(error.cause).to.be.instanceOf(DOMException);
        expect(client.avatar.state).to.include({ status: 'live', voiceChat: 'off' });
        expect(client.details('warning')).to.deep.equal([{ code, message: error.message }]);
        expect(client.details('session_error'), 'pages tear the session down at that').to.deep.equal([]);
        await client.avatar.speak('Hello');
      });
    }

    it('can be asked for again', async () => {
      microphones.refuse('NotAllowedError');
      await rejection(client.avatar.startVoiceChat());
      microphones.answer = async () => undefined;
      await client.avatar.startVoiceChat();
      expect(client.avatar.state).to.include({ voiceChat: 'on' });
    });

    it('closes the microphone where it cannot be published', async () => {
      await live({}, { publishMicrophone: () => Promise.reject(new Error('No permission to publish.')) });
      await anyRejection(client.avatar.startVoiceChat());
      expect(microphones.tracks).to.have.lengthOf(1);
      expect(microphones.open).to.deep.equal([]);
      expect(client.avatar.state).to.include({ status: 'live', voiceChat: 'off' });
    });

    it('rejects with a typed error of the phase voice where it cannot be published', async () => {
      await live({}, { publishMicrophone: () => Promise.reject(new Error('No permission to publish.')) });
      const error = await rejection(client.avatar.startVoiceChat());
      expect(error.phase).to.equal('voice');
    });
  });

  describe('that is closed', () => {
    it('takes only its own microphone out of the room', async () => {
      const pages = await navigator.mediaDevices.getUserMedia({ audio: true });
      const [track] = pages.getAudioTracks();
      if (!track) throw new Error('No track.');
      const own = await client.ports.room.publishMicrophone(track, false);
      await client.avatar.startVoiceChat();
      await client.avatar.closeVoiceChat();
      expect(inRoom()).to.deep.equal([own]);
      expect(microphones.open).to.deep.equal([track]);
    });

    it('is off, has no microphone, and can be started again', async () => {
      await client.avatar.startVoiceChat();
      await client.avatar.closeVoiceChat();
      expect(client.avatar.state).to.include({ voiceChat: 'off' });
      expect([client.avatar.microphone, client.avatar.isInputAudioMuted]).to.deep.equal([null, true]);
      await client.avatar.startVoiceChat();
      expect(client.avatar.state).to.include({ voiceChat: 'on' });
      expect([microphones.open.length, inRoom().length]).to.deep.equal([1, 1]);
    });

    it('does no harm where there is none, and without a session', async () => {
      await client.avatar.closeVoiceChat();
      await client.avatar.stopAvatar();
      await client.avatar.closeVoiceChat();
    });

    it('while the visitor is being asked: rejects with aborted at once, and what is granted late is closed', async () => {
      const prompt = microphones.prompt();
      const starting = rejection(client.avatar.startVoiceChat());
      await prompt.shown;
      await client.avatar.closeVoiceChat();
      expect(client.avatar.state).to.include({ voiceChat: 'off' });
      const hangs = await isPending(starting);
      prompt.allow();
      expect(await starting).to.include({ code: 'aborted', phase: 'voice' });
      await nextTask();
      expect([microphones.open.length, inRoom().length]).to.deep.equal([0, 0]);
      expect(hangs, 'waits for the visitor to answer a question that is moot').to.equal(false);
    });

    it('while it is being published: rejects with aborted, and is taken back', async () => {
      const publishing = Promise.withResolvers<void>();
      await live({}, { publishMicrophone: () => publishing.promise });
      const starting = rejection(client.avatar.startVoiceChat());
      await nextTask();
      await client.avatar.closeVoiceChat();
      publishing.resolve();
      expect(await starting).to.include({ code: 'aborted', phase: 'voice' });
      expect([microphones.open.length, inRoom().length]).to.deep.equal([0, 0]);
      expect(client.avatar.state).to.include({ voiceChat: 'off' });
    });

    it('in the very moment it is started, stays closed', async () => {
      const starting = client.avatar.startVoiceChat().catch(() => undefined);
      await client.avatar.closeVoiceChat();
      await starting;
      expect([microphones.open.length, inRoom().length]).to.deep.equal([0, 0]);
    });

    it('in the very moment it is started with a chosen microphone, stays closed', async () => {
      await client.avatar.setMicrophone('desk');
      const starting = client.avatar.startVoiceChat().catch(() => undefined);
      await client.avatar.closeVoiceChat();
      await starting;
      expect([microphones.open.length, inRoom().length]).to.deep.equal([0, 0]);
    });

    it('in the moments after the visitor has allowed it, is not published, and leaves no microphone', async () => {
      for (let microtasks = 0; microtasks < 20; microtasks += 1) {
        const prompt = microphones.prompt();
        const starting = client.avatar.startVoiceChat().then(
          () => 'on',
          (error: StreamingAvatarError) => error.code,
        );
        await prompt.shown;
        prompt.allow();
        for (let n = 0; n < microtasks; n += 1) await Promise.resolve();
        const before = published.length;
        const wasOn = client.avatar.state.status === 'live' && client.avatar.state.voiceChat === 'on';
        await client.avatar.closeVoiceChat();
        await starting;
        await nextTask();
        expect([client.avatar.microphone, microphones.open.length, inRoom().length]).to.deep.equal([
          null,
          0,
          0,
        ]);
        expect(published.length - before, `published after it was closed, ${microtasks}`).to.equal(0);
        if (!wasOn) expect(await starting).to.equal('aborted');
      }
    });

    it('and started again while the visitor is still being asked, is on with one microphone', async () => {
      const prompt = microphones.prompt();
      const first = client.avatar.startVoiceChat().catch(() => undefined);
      await prompt.shown;
      await client.avatar.closeVoiceChat();
      await client.avatar.startVoiceChat();
      prompt.allow();
      await first;
      await nextTask();
      expect(client.avatar.state).to.include({ voiceChat: 'on' });
      expect([microphones.open.length, inRoom().length]).to.deep.equal([1, 1]);
      expect(client.avatar.microphone?.readyState).to.equal('live');
    });
  });

  describe('whose session ends', () => {
    it('leaves no microphone open', async () => {
      await client.avatar.startVoiceChat();
      await client.avatar.stopAvatar();
      expect(microphones.open).to.deep.equal([]);
      expect(client.avatar.microphone).to.equal(null);
    });

    it('while the visitor is being asked, closes at once what is granted', async () => {
      const prompt = microphones.prompt();
      const starting = rejection(client.avatar.startVoiceChat());
      await prompt.shown;
      await client.avatar.stopAvatar();
      prompt.allow();
      expect(await starting).to.include({ code: 'aborted' });
      await nextTask();
      expect(microphones.open).to.deep.equal([]);
      expect(client.avatar.state).to.include({ status: 'ended', reason: 'stopped' });
    });
  });
});
