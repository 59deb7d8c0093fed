// A start, and what a page does in a listener to one of that start's own events.
import { expect } from '@open-wc/testing';
import type { StartedSession } from '../../src/api/requests.js';
import { sessionError } from '../../src/api/error-table.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { nextTask, rejection } from '../support/outcome.js';

describe('a listener to a start’s first event', () => {
  it('that starts too gets the promise of that start', async () => {
    const client = new ClientUnderTest();
    const { avatar } = client;
    const promises: Promise<StartedSession>[] = [];
    avatar.on('state_changed', () => {
      if (avatar.state.status === 'connecting' && promises.length < 5)
        promises.push(avatar.createStartAvatar({}));
    });
    const starting = avatar.createStartAvatar({});
    await starting;
    expect(promises.length).to.be.above(0);
    expect(new Set([starting, ...promises]).size, 'promises').to.equal(1);
    expect(client.ports.service.calls).to.have.lengthOf(1);
    await avatar.stopAvatar();
    client.expectReleased(1);
  });

  it('may start and be stopped, and nothing is left', async () => {
    const client = new ClientUnderTest();
    const { avatar } = client;
    const outcomes: Promise<unknown>[] = [];
    avatar.on('state_changed', () => {
      if (avatar.state.status === 'connecting' && outcomes.length < 5)
        outcomes.push(rejection(avatar.createStartAvatar({})));
    });
    outcomes.push(rejection(avatar.createStartAvatar({})));
    await avatar.stopAvatar();
    for (const error of await Promise.all(outcomes)) expect(error).to.include({ code: 'aborted' });
    expect(avatar.state.status).to.be.oneOf(['idle', 'ended']);
    client.expectReleased(0);
  });

  it('stops a newSession() when the session is open: it rejects, and no timer is left', async () => {
    const client = new ClientUnderTest();
    const { avatar } = client;
    let stopped: Promise<void> | undefined;
    avatar.on('state_changed', () => {
      if (avatar.state.status === 'connecting' && avatar.sessionId) stopped ??= avatar.stopAvatar();
    });
    expect(await rejection(avatar.newSession({}))).to.include({ code: 'aborted' });
    expect(stopped, 'was stopped by the listener').to.not.equal(undefined);
    await stopped;
    expect(avatar.state).to.include({ status: 'ended', reason: 'stopped' });
    client.expectReleased(1);
  });
});

describe('a room that reconnects before picture and sound are there', () => {
  it('tells nothing of that, and the start goes on', async () => {
    const media = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ media: () => media.promise });
    const starting = client.start();
    await client.reaches('connecting media');
    client.ports.room.emit({ type: 'reconnecting' });
    client.ports.room.emit({ type: 'reconnected' });
    expect(client.avatar.state).to.include({ status: 'connecting', phase: 'media' });
    media.resolve();
    await starting;
    expect(client.told).to.deep.equal(['stream_ready']);
    await client.avatar.stopAvatar();
  });
});

describe('a start with an option that the service refuses before it sends anything', () => {
  it('leaves no timer', async () => {
    const client = new ClientUnderTest();
    client.ports.service.refuses = sessionError('invalid_option');
    expect(await rejection(client.avatar.createStartAvatar({}))).to.include({ code: 'invalid_option' });
    client.expectReleased(0);
  });
});

describe('while a failed session is being released, another start', () => {
  it('with a wrong option leaves the state to the first', async () => {
    const stopped = Promise.withResolvers<void>();
    const start = (): Promise<never> => Promise.reject(sessionError('quota_exceeded'));
    const client = new ClientUnderTest({ start, stop: () => stopped.promise }, { token: () => 'fresh' });
    const { avatar } = client;
    const first = rejection(avatar.createStartAvatar({}));
    await client.reaches('connecting start');
    await nextTask();
    const { state } = avatar;
    const second = await rejection(avatar.createStartAvatar({ activityIdleTimeout: 1 }));
    expect(second).to.include({ code: 'invalid_option' });
    expect(avatar.state, 'the state').to.equal(state);
    expect(client.told, 'events').to.deep.equal([]);
    stopped.resolve();
    expect(await first).to.include({ code: 'quota_exceeded' });
    expect(avatar.state.status === 'failed' && avatar.state.error.code).to.equal('quota_exceeded');
    client.expectReleased(1);
  });

  it('that is right waits until it is released', async () => {
    let starts = 0;
    const stopped = Promise.withResolvers<void>();
    const client = new ClientUnderTest(
      {
        start: async () => {
          if ((starts += 1) === 1) throw sessionError('quota_exceeded');
        },
        stop: () => stopped.promise,
      },
      { token: () => 'fresh' },
    );
    const { avatar } = client;
    const first = rejection(avatar.createStartAvatar({}));
    await client.reaches('connecting start');
    await nextTask();
    const second = avatar.createStartAvatar({});
    await nextTask();
    expect(client.ports.service.calls, 'openings before the release').to.have.lengthOf(1);
    stopped.resolve();
    await first;
    await second;
    expect(avatar.state.status).to.equal('live');
    await avatar.stopAvatar();
    client.expectReleased(2);
  });
});
