/**
 * The limits in time, with the sandbox's clock sped up, and the client's too where its own limits are meant: nobody
 * who is there is cut off, and a session that nobody uses ends, whoever notices first.
 */

import { expect } from '@open-wc/testing';
import { StreamingAvatar, type StartAvatarOptions, type WarningDetail } from '../../src/client.js';
import { fastSandbox } from '../support/commands.js';
import { EventLog } from '../support/event-log.js';
import { hurriedLimits } from '../support/fast-clock.js';
import { allClosed, Corner, type BookEntry } from '../support/sandbox-books.js';

interface Started {
  readonly avatar: StreamingAvatar;
  readonly log: EventLog;
  readonly corner: Corner;
}

describe('limits', () => {
  /** Of the sandbox. */
  let speed: number;
  let url: string;
  const started: Started[] = [];
  /** Begun first and looked at last, for it lasts ten seconds. */
  let longest: Started;

  before(async function () {
    // The fast sandbox has to be started.
    this.timeout(60_000);
    ({ url, speed } = await fastSandbox());
    longest = await start(speed, { disableIdleTimeout: true });
  });

  after(async () => {
    for (const { avatar, corner } of started) {
      await avatar.stopAvatar();
      await corner.until(allClosed);
    }
  });

  async function start(clock: number, request: StartAvatarOptions): Promise<Started> {
    const corner = await Corner.open(url);
    const config = { token: await corner.token(), basePath: url };
    const avatar = new StreamingAvatar({ ...config, clock: hurriedLimits(clock) });
    const log = new EventLog(avatar);
    started.push({ avatar, log, corner });
    await avatar.createStartAvatar({ quality: 'low', ...request });
    return { avatar, log, corner };
  }

  /** What the books say of the session once it is over. */
  async function closed(corner: Corner): Promise<BookEntry> {
    const { sessions } = await corner.until(allClosed);
    return sessions[0] as BookEntry;
  }

  /** Of a warning 30 s before the end; on a busy machine, at this speed, it comes some seconds late. */
  const secondsLeft = (warning: unknown): number => (warning as { seconds: number }).seconds;

  it('an idle session is warned about and ended', async () => {
    const { avatar, log, corner } = await start(2 * speed, { activityIdleTimeout: 180 });
    expect(secondsLeft(await log.first('idle_warning'))).to.be.within(1, 30);
    expect(await log.first('session_ended')).to.include({ reason: 'idle' });
    expect(avatar.state).to.deep.include({ status: 'ended', reason: 'idle' });
    expect(log.of('idle_warning')).to.have.length(1);
    const session = await closed(corner);
    // After 60 s and after 120 s.
    expect(session).to.include({ ended_by: 'stop', stop_calls: 1 });
    expect(session.keep_alive_calls).to.be.within(1, 2);
  });

  it('an idle session goes on when the avatar is made to speak', async () => {
    const { avatar, log } = await start(2 * speed, { activityIdleTimeout: 180 });
    await log.first('idle_warning');
    const spoken = log.next('avatar_stop_talking');
    await avatar.speak({ text: 'One more.', taskType: 'repeat' });
    await spoken;
    expect(secondsLeft(await log.next('idle_warning'))).to.be.within(1, 30);
    expect(log.of('session_ended')).to.deep.equal([]);
  });

  it('an idle session is kept alive while somebody is there, of whom the service knows nothing', async () => {
    const { avatar, log, corner } = await start(speed, { activityIdleTimeout: 180 });
    await log.first('idle_warning');
    avatar.noteActivity();
    // 300 s after the start, where the service on its own would have ended it after 180.
    expect(secondsLeft(await log.next('idle_warning'))).to.be.within(1, 30);
    const [session] = (await corner.books()).sessions;
    expect(session?.status).to.equal('connected');
    expect(session?.keep_alive_calls).to.be.within(3, 5);
  });

  it('a session that is not kept alive is ended by the service', async () => {
    // In real time the first keep-alive is a minute away.
    const { log, corner } = await start(1, { activityIdleTimeout: 180 });
    expect(await log.first('session_ended')).to.include({ reason: 'room_deleted' });
    expect(log.of('stream_disconnected')).to.have.length(1);
    expect(log.of('idle_warning')).to.deep.equal([]);
    expect(await closed(corner)).to.include({ ended_by: 'idle', keep_alive_calls: 0 });
  });

  it('a session that the service lets run on for too long is told how long is left, and ends by itself', async () => {
    const { log, corner } = await start(4 * speed, { disableIdleTimeout: true });
    expect(await log.first('time_remaining')).to.deep.equal({ seconds: 60 });
    expect(await log.first('session_ended')).to.include({ reason: 'duration' });
    expect(await closed(corner)).to.include({ ended_by: 'stop', stop_calls: 1 });
  });

  it('without an idle limit it goes on, with one warning, until the service ends it for its duration', async () => {
    const { log, corner } = longest;
    expect(await log.first('session_ended')).to.include({ reason: 'room_deleted' });
    const codes = (log.of('warning') as WarningDetail[]).map(({ code }) => code);
    expect(codes.filter((code) => code === 'idle_timeout_disabled')).to.have.length(1);
    expect(log.of('idle_warning')).to.deep.equal([]);
    const session = await closed(corner);
    expect(session.ended_by).to.equal('duration');
    expect(session.keep_alive_calls).to.be.above(5);
  });
});
