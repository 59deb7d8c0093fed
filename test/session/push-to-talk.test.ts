// Push to talk: the user is heard between the press and the release, and never outside, whatever fails.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import type { Command, CommandAnswer } from '../../src/services/service.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import type { FakeMicrophone } from '../support/fake-room.js';
import { nextTask, rejection } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

describe('push to talk', () => {
  let microphones: PageMicrophones;
  let client: ClientUnderTest;
  let answer: (command: Command) => Promise<CommandAnswer>;
  /** What the service was told and what the microphone did, in order. */
  let log: string[];

  beforeEach(async () => {
    microphones = new PageMicrophones();
    answer = async () => ({});
    log = [];
    client = new ClientUnderTest(
      {
        command: (command) => {
          if (command.type === 'push_to_talk') log.push(command.pressed ? 'pressed' : 'released');
          return answer(command);
        },
      },
      { token: () => 'fresh' },
    );
    await client.start({ enablePushToTalk: true });
    await client.avatar.startVoiceChat();
    const setMuted = microphone().setMuted.bind(microphone());
    microphone().setMuted = (muted) => {
      log.push(muted ? 'muted' : 'heard');
      return setMuted(muted);
    };
  });
  afterEach(async () => {
    await client.avatar.stopAvatar();
    await microphones.close();
  });

  function microphone(): FakeMicrophone {
    const [published] = client.ports.room.microphones;
    if (!published) throw new Error('No microphone was published.');
    return published;
  }

  it('lets the user be heard between the press and the release only', async () => {
    expect(microphone().muted).to.equal(true);
    await client.avatar.pushToTalkStart();
    expect([microphone().muted, client.avatar.isInputAudioMuted]).to.deep.equal([false, false]);
    expect(client.avatar.state).to.include({ microphoneMuted: false });
    await client.avatar.pushToTalkStop();
    expect(log).to.deep.equal(['pressed', 'heard', 'muted', 'released']);
    expect(client.avatar.state).to.include({ microphoneMuted: true });
  });

  it('mutes at the release at once, before anything is sent', async () => {
    await client.avatar.pushToTalkStart();
    void client.avatar.pushToTalkStop();
    expect(microphone().muted).to.equal(true);
  });

  it('stays muted where it is released before the service has answered the press', async () => {
    const pressed = Promise.withResolvers<CommandAnswer>();
    answer = (command) =>
      command.type === 'push_to_talk' && command.pressed ? pressed.promise : Promise.resolve({});
    const pressing = client.avatar.pushToTalkStart();
    await client.avatar.pushToTalkStop();
    pressed.resolve({});
    await pressing;
    expect(microphone().muted).to.equal(true);
    expect(log.filter((what) => what !== 'muted')).to.deep.equal(['pressed', 'released']);
  });

  it('hears the second of two presses, though the first is answered last', async () => {
    const first = Promise.withResolvers<CommandAnswer>();
    answer = () => first.promise;
    const pressing = client.avatar.pushToTalkStart();
    answer = async () => ({});
    await client.avatar.pushToTalkStop();
    await client.avatar.pushToTalkStart();
    expect(microphone().muted).to.equal(false);
    await client.avatar.pushToTalkStop();
    first.resolve({});
    await pressing;
    expect(microphone().muted).to.equal(true);
  });

  it('goes on hearing a newer press where an earlier one is refused late', async () => {
    const first = Promise.withResolvers<CommandAnswer>();
    answer = () => first.promise;
    const pressing = rejection(client.avatar.pushToTalkStart());
    answer = async () => ({});
    await client.avatar.pushToTalkStop();
    await client.avatar.pushToTalkStart();
    first.reject(sessionError('server_error'));
    expect(await pressing).to.include({ code: 'server_error' });
    expect([microphone().muted, client.avatar.isInputAudioMuted]).to.deep.equal([false, false]);
  });

  it('changes nothing in the next session where a press is answered there', async () => {
    const pressed = Promise.withResolvers<CommandAnswer>();
    answer = ({ type }) => (type === 'push_to_talk' ? pressed.promise : Promise.resolve({}));
    const pressing = client.avatar.pushToTalkStart().catch(() => undefined);
    await client.start({ enablePushToTalk: true });
    await client.avatar.startVoiceChat();
    pressed.resolve({});
    await pressing;
    await nextTask();
    expect(client.avatar.isInputAudioMuted).to.equal(true);
    expect(client.avatar.state).to.include({ microphoneMuted: true });
  });

  it('stays muted, and rejects, where the press is refused', async () => {
    answer = () => Promise.reject(sessionError('server_error'));
    const error = await rejection(client.avatar.pushToTalkStart());
    expect(error).to.include({ code: 'server_error' });
    expect(microphone().muted).to.equal(true);
  });

  it('is muted all the same where the release is refused, and can be pressed again', async () => {
    await client.avatar.pushToTalkStart();
    answer = () => Promise.reject(sessionError('server_error'));
    await rejection(client.avatar.pushToTalkStop());
    expect(microphone().muted).to.equal(true);
    answer = async () => ({});
    await client.avatar.pushToTalkStart();
    expect(microphone().muted).to.equal(false);
  });

  it('does not listen to unmuteInputAudio()', async () => {
    client.avatar.unmuteInputAudio();
    await nextTask();
    expect([log, microphone().muted]).to.deep.equal([[], true]);
  });

  it('is silenced by muteInputAudio() while it is pressed', async () => {
    await client.avatar.pushToTalkStart();
    client.avatar.muteInputAudio();
    await nextTask();
    expect(microphone().muted).to.equal(true);
  });

  for (const [name, end] of [
    ['muteInputAudio()', async () => client.avatar.muteInputAudio()],
    ['closeVoiceChat()', () => client.avatar.closeVoiceChat()],
  ] as const) {
    it(`tells the service that a press is over with ${name}, once`, async () => {
      await client.avatar.pushToTalkStart();
      await end();
      await end();
      await nextTask();
      const sent = client.ports.service.session.commands.filter(({ type }) => type === 'push_to_talk');
      expect(sent).to.deep.equal([
        { type: 'push_to_talk', pressed: true },
        { type: 'push_to_talk', pressed: false },
      ]);
    });
  }

  it('stays silenced by muteInputAudio() where the service answers the press after it', async () => {
    const pressed = Promise.withResolvers<CommandAnswer>();
    answer = () => pressed.promise;
    const pressing = client.avatar.pushToTalkStart();
    client.avatar.muteInputAudio();
    pressed.resolve({});
    await pressing;
    expect(microphone().muted).to.equal(true);
  });

  it('rejects with not_connected without voice chat, and tells the service nothing', async () => {
    await client.avatar.closeVoiceChat();
    expect(await rejection(client.avatar.pushToTalkStart())).to.include({
      code: 'not_connected',
      phase: 'voice',
    });
    expect(log).to.deep.equal([]);
  });

  it('rejects with not_connected without a session', async () => {
    await client.avatar.stopAvatar();
    for (const call of [client.avatar.pushToTalkStart(), client.avatar.pushToTalkStop()]) {
      expect(await rejection(call)).to.include({ code: 'not_connected' });
    }
  });

  it('does not unmute the voice chat that was closed and started again since the press', async () => {
    const pressed = Promise.withResolvers<CommandAnswer>();
    answer = (command) => (command.type === 'push_to_talk' ? pressed.promise : Promise.resolve({}));
    const pressing = client.avatar.pushToTalkStart().catch(() => undefined);
    await client.avatar.closeVoiceChat();
    await client.avatar.startVoiceChat();
    pressed.resolve({});
    await pressing;
    expect(client.avatar.isInputAudioMuted).to.equal(true);
  });
});
