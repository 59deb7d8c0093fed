/** The silence prompt, in a sandbox whose clock is sped up: the page is told of the silence, then the avatar speaks up. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar, type UserSilenceEvent } from '../../src/client.js';
import { fastSandbox } from '../support/commands.js';
import { EventLog } from '../support/event-log.js';
import { allClosed, Corner } from '../support/sandbox-books.js';

describe('the silence prompt', () => {
  let corner: Corner;
  let avatar: StreamingAvatar;
  let log: EventLog;

  beforeEach(async function () {
    // The first test starts the fast sandbox.
    this.timeout(60_000);
    corner = await Corner.open((await fastSandbox()).url);
    avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
    log = new EventLog(avatar);
  });

  afterEach(async () => {
    await avatar.stopAvatar();
    await corner.until(allClosed);
  });

  /** Waits until the page is told of the silence with this number since somebody last spoke. */
  async function silenceTold(times: number): Promise<void> {
    const { count_down } = await new Promise<UserSilenceEvent>((resolve) => {
      avatar.on('user_silence', ({ detail }) => {
        if (detail.silence_times === times) resolve(detail);
      });
    });
    expect(count_down).to.equal(5);
  }

  /** Waits until the page is told of a first silence, and the avatar has spoken up. */
  async function spokenUp(): Promise<void> {
    const silence = silenceTold(1);
    const begun = log.next('avatar_start_talking');
    const ended = log.next('avatar_stop_talking');
    await silence;
    const { task_id } = (await begun) as { task_id: string };
    await ended;
    const turn = avatar.transcript.find(({ id }) => id === task_id);
    expect(turn).to.include({ role: 'avatar', text: 'Are you still there?', final: true });
  }

  // A muted microphone: voice chat is on, and nobody speaks.
  const silent = { isInputAudioMuted: true };

  it('tells of each silence, and makes the avatar speak up', async () => {
    await avatar.createStartAvatar({ quality: 'low', useSilencePrompt: true, disableIdleTimeout: true });
    const first = spokenUp();
    const second = silenceTold(2);
    // Nothing that the session does not have already, so the chat socket stays.
    await avatar.startVoiceChat({ ...silent, useSilencePrompt: true });
    await Promise.all([first, second]);
    const [session] = (await corner.books()).sessions;
    expect(session).to.include({ chat_sockets: 1 });
  });

  it('is asked for by a voice chat: the chat socket is opened again; whoever speaks begins the count anew', async () => {
    await avatar.createStartAvatar({ quality: 'low', disableIdleTimeout: true });
    await corner.until(({ sessions: [session] }) => session?.chat === 'open');
    const first = spokenUp();
    await avatar.startVoiceChat({ ...silent, useSilencePrompt: true });
    await first;
    const again = silenceTold(1);
    await avatar.speak({ text: 'Yes.', taskType: 'repeat' });
    await again;
    const [session] = (await corner.books()).sessions;
    expect(session?.request).not.to.include({ silence_response: true });
    expect(session?.chat_sockets).to.equal(2);
  });

  it('is switched off by a voice chat: the chat socket is opened again, and no silence is told', async () => {
    await avatar.createStartAvatar({ quality: 'low', useSilencePrompt: true, disableIdleTimeout: true });
    await avatar.startVoiceChat({ ...silent, useSilencePrompt: false });
    await corner.until(({ sessions: [session] }) => session?.chat_sockets === 2);
    const before = log.of('user_silence').length;
    // In the fast sandbox this takes a minute and more: time for several silences.
    await (
      await avatar.speak({ text: 'This takes a while.', taskType: 'repeat' })
    ).finished;
    await (
      await avatar.speak({ text: 'And so does this.', taskType: 'repeat' })
    ).finished;
    expect(log.of('user_silence')).to.have.length(before);
  });
});
