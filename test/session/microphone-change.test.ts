// Another microphone in mid-call: chosen by the page, or because the one there was has been pulled out.
import { expect } from '@open-wc/testing';
import { ClientUnderTest } from '../support/client-under-test.js';
import type { FakeMicrophone } from '../support/fake-room.js';
import { anyRejection, nextTask, rejection } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

describe('another microphone', () => {
  let microphones: PageMicrophones;
  let client: ClientUnderTest;

  beforeEach(async () => {
    microphones = new PageMicrophones();
    client = new ClientUnderTest();
    await client.start();
  });
  afterEach(async () => {
    await client.avatar.stopAvatar();
    await microphones.close();
  });

  const inRoom = (): FakeMicrophone => {
    const microphone = client.ports.room.microphones.at(-1);
    if (!microphone) throw new Error('No microphone was published.');
    return microphone;
  };
  const codes = (): unknown[] =>
    client.details('warning').map((warning) => (warning as { code: string }).code);

  describe('that the page chooses', () => {
    it('before voice chat, is asked for when it starts', async () => {
      await client.avatar.setMicrophone('desk');
      expect(microphones.asked).to.deep.equal([]);
      await client.avatar.startVoiceChat();
      expect(microphones.askedIds).to.deep.equal(['desk']);
    });

    it('before there is a session, is asked for as well', async () => {
      const { avatar } = (client = new ClientUnderTest());
      await avatar.setMicrophone('desk');
      await client.start();
      await avatar.startVoiceChat();
      expect(microphones.askedIds).to.deep.equal(['desk']);
    });

    it('in mid-call, takes the place of the one before, which is closed', async () => {
      await client.avatar.startVoiceChat();
      const [first] = microphones.tracks;
      await client.avatar.setMicrophone('desk');
      expect(microphones.askedIds).to.deep.equal([undefined, 'desk']);
      expect(inRoom().track).to.equal(microphones.last);
      expect([first?.readyState, microphones.open.length]).to.deep.equal(['ended', 1]);
      expect(client.avatar.microphone).to.equal(microphones.last);
      expect(client.details('device_changed')).to.deep.equal([
        { kind: 'audioinput', deviceId: microphones.last.getSettings().deviceId ?? '' },
      ]);
    });

    it('is as muted as the one before', async () => {
      await client.avatar.startVoiceChat({ isInputAudioMuted: true });
      await client.avatar.setMicrophone('desk');
      expect([microphones.last.enabled, inRoom().muted]).to.deep.equal([false, true]);
    });

    it('while one is being opened, is the one that is heard then', async () => {
      const prompt = microphones.prompt();
      const starting = client.avatar.startVoiceChat();
      await prompt.shown;
      const choosing = client.avatar.setMicrophone('desk');
      prompt.allow();
      await Promise.all([starting, choosing]);
      await nextTask();
      expect(microphones.askedIds.at(-1)).to.equal('desk');
      expect(microphones.open).to.have.lengthOf(1);
    });

    it('and is not there, is refused, and the one before goes on', async () => {
      await client.avatar.startVoiceChat();
      const [first] = microphones.tracks;
      microphones.refuse('OverconstrainedError');
      const error = await rejection(client.avatar.setMicrophone('gone'));
      expect(error).to.include({ code: 'microphone_missing', phase: 'voice' });
      expect(client.avatar.state).to.include({ status: 'live', voiceChat: 'on' });
      expect([inRoom().track, first?.readyState]).to.deep.equal([first, 'live']);
    });

    it('and cannot be sent, is closed again, and the one before goes on', async () => {
      await client.avatar.startVoiceChat();
      const [first] = microphones.tracks;
      inRoom().replace = () => Promise.reject(new Error('Not now.'));
      await anyRejection(client.avatar.setMicrophone('desk'));
      expect(microphones.open).to.deep.equal([first]);
    });

    it('is closed where voice chat is closed while the visitor is being asked', async () => {
      await client.avatar.startVoiceChat();
      const prompt = microphones.prompt();
      const choosing = client.avatar.setMicrophone('desk').catch(() => undefined);
      await prompt.shown;
      await client.avatar.closeVoiceChat();
      prompt.allow();
      await choosing;
      await nextTask();
      expect(microphones.open).to.deep.equal([]);
    });

    it('is closed where voice chat is closed while it takes the place', async () => {
      await client.avatar.startVoiceChat();
      const replacing = Promise.withResolvers<void>();
      inRoom().replace = () => replacing.promise;
      const choosing = client.avatar.setMicrophone('desk').catch(() => undefined);
      await nextTask();
      expect(microphones.tracks).to.have.lengthOf(2);
      await client.avatar.closeVoiceChat();
      replacing.resolve();
      await choosing;
      expect(microphones.open).to.deep.equal([]);
      expect(client.avatar.microphone).to.equal(null);
    });

    it('is closed where voice chat is closed in the moments after the visitor has allowed it', async () => {
      for (let microtasks = 0; microtasks < 20; microtasks += 1) {
        await client.avatar.startVoiceChat();
        const prompt = microphones.prompt();
        const choosing = client.avatar.setMicrophone('desk').catch(() => undefined);
        await prompt.shown;
        prompt.allow();
        for (let n = 0; n < microtasks; n += 1) await Promise.resolve();
        await client.avatar.closeVoiceChat();
        await choosing;
        await nextTask();
        expect([client.avatar.microphone, microphones.open.length], `${microtasks}`).to.deep.equal([null, 0]);
      }
    });

    it('is the last of two that are chosen, though the first is granted later', async () => {
      await client.avatar.startVoiceChat();
      const prompt = microphones.prompt();
      const first = client.avatar.setMicrophone('slow').catch(() => undefined);
      await prompt.shown;
      await client.avatar.setMicrophone('quick');
      const quick = microphones.last;
      prompt.allow();
      await first;
      await nextTask();
      expect(microphones.open).to.deep.equal([quick]);
      expect(inRoom().track).to.equal(quick);
    });
  });

  describe('when the one there was is pulled out', () => {
    it('is the default one, as muted as that', async () => {
      await client.avatar.setMicrophone('headset');
      await client.avatar.startVoiceChat({ isInputAudioMuted: true });
      microphones.unplug();
      await nextTask();
      await nextTask();
      expect(microphones.askedIds).to.deep.equal(['headset', undefined]);
      expect([inRoom().track, inRoom().track.enabled]).to.deep.equal([microphones.last, false]);
      expect(client.details('device_changed')).to.have.lengthOf(1);
      expect(client.avatar.state).to.include({ voiceChat: 'on', microphoneMuted: true });
      expect(codes()).to.deep.equal([]);
    });

    it('is found again when that is pulled out too', async () => {
      await client.avatar.startVoiceChat();
      for (let time = 0; time < 2; time += 1) {
        microphones.unplug();
        await nextTask();
        await nextTask();
      }
      expect(client.details('device_changed')).to.have.lengthOf(2);
      expect(microphones.open).to.have.lengthOf(1);
    });

    it('is told to be missing where there is none, and the session goes on without', async () => {
      await client.avatar.startVoiceChat();
      microphones.refuse('NotFoundError');
      microphones.unplug();
      await nextTask();
      await nextTask();
      expect(codes()).to.deep.equal(['microphone_lost']);
      expect(client.avatar.state).to.include({ status: 'live', voiceChat: 'off' });
      expect([microphones.open.length, inRoom().published]).to.deep.equal([0, false]);
    });

    it('can be plugged in and started again', async () => {
      await client.avatar.startVoiceChat();
      microphones.refuse('NotFoundError');
      microphones.unplug();
      await nextTask();
      await nextTask();
      microphones.answer = async () => undefined;
      await client.avatar.startVoiceChat();
      expect(client.avatar.state).to.include({ voiceChat: 'on' });
    });

    it('leaves none open where the room does not take it', async () => {
      await client.avatar.startVoiceChat();
      inRoom().replace = () => Promise.reject(new Error('Not now.'));
      microphones.unplug();
      await nextTask();
      await nextTask();
      expect(microphones.open).to.deep.equal([]);
      expect(client.avatar.state).to.include({ voiceChat: 'off' });
    });

    it('warns of nothing where voice chat is closed meanwhile', async () => {
      await client.avatar.startVoiceChat();
      const prompt = microphones.prompt();
      microphones.unplug();
      await prompt.shown;
      await client.avatar.closeVoiceChat();
      prompt.allow();
      await nextTask();
      await nextTask();
      expect(codes()).to.deep.equal([]);
      expect(microphones.open).to.deep.equal([]);
    });

    it('leaves alone the voice chat that was started meanwhile', async () => {
      await client.avatar.startVoiceChat();
      const prompt = microphones.prompt();
      microphones.unplug();
      await prompt.shown;
      await client.avatar.closeVoiceChat();
      await client.avatar.startVoiceChat();
      prompt.allow();
      await nextTask();
      await nextTask();
      expect(client.avatar.state).to.include({ voiceChat: 'on' });
      expect(microphones.open).to.have.lengthOf(1);
    });
  });
});
