// The conversation by voice: muted before anybody hears it, refused in as many ways as there are, and never left open.
import { expect } from '@open-wc/testing';
import type { StartAvatarOptions } from '../../src/api/requests.js';
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

  it('keeps muteInputAudio() for later sessions, until unmuteInputAudio()', async () => {
    client.avatar.muteInputAudio();
    await client.start();
    await client.avatar.startVoiceChat();
    expect(client.avatar.isInputAudioMuted).to.equal(true);
    client.avatar.unmuteInputAudio();
    await client.start();
    await client.avatar.startVoiceChat();
    expect(client.avatar.isInputAudioMuted).to.equal(false);
  });

  it('is muted where muteInputAudio() comes while it is being opened', async () => {
    const prompt = microphones.prompt();
    const starting = client.avatar.startVoiceChat();
    await prompt.shown;
    client.avatar.muteInputAudio();
    prompt.allow();
    await starting;
    expect(client.avatar.isInputAudioMuted).to.equal(true);
  });

  it('believes the published microphone, not the request', async () => {
    await client.avatar.startVoiceChat();
    client.avatar.muteInputAudio();
    await nextTask();
    expect(client.avatar.state).to.include({ microphoneMuted: true });
    const [microphone] = inRoom();
    if (microphone) microphone.setMuted = () => Promise.reject(new Error('The room is gone.'));
    client.avatar.unmuteInputAudio();
    await nextTask();
    expect(client.avatar.state).to.include({ microphoneMuted: true });
    expect(client.avatar.isInputAudioMuted).to.equal(true);
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

  it('rejects with not_connected without a session', async () => {
    await client.avatar.stopAvatar();
    const error = await rejection(client.avatar.startVoiceChat());
    expect(error).to.include({ code: 'not_connected', phase: 'voice' });
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
        expect(error).to.include({ code, phase: 'voice' });
        expect(client.avatar.state).to.include({ status: 'live', voiceChat: 'off' });
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
