// A session that was stopped while it was being opened, by its token: the stop and the start may overtake each other.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import type { Opening, StopSession } from '../../src/services/service.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import type { FakeSteps } from '../support/fake-room.js';
import { nextTask, rejection } from '../support/outcome.js';

interface Scene {
  readonly client: ClientUnderTest;
  /** How often the service was told to stop. */
  readonly stops: () => number | undefined;
  readonly lose: () => void;
  readonly answer: () => void;
}

/** A start that was stopped before the service answered to its opening. */
async function stoppedWhileOpening(stopByToken: FakeSteps['stopByToken']): Promise<Scene> {
  const opened = Promise.withResolvers<void>();
  const client = new ClientUnderTest({ open: () => opened.promise, stopByToken });
  client.ports.service.stopsByToken = 0;
  const starting = rejection(client.avatar.createStartAvatar({}));
  await client.reaches('connecting open');
  await nextTask();
  await client.avatar.stopAvatar();
  expect(await starting).to.include({ code: 'aborted' });
  return {
    client,
    stops: () => client.ports.service.stopsByToken,
    lose: () => opened.reject(sessionError('network')),
    answer: () => opened.resolve(),
  };
}

const unknown = (): Promise<never> => Promise.reject(sessionError('not_connected', { status: 404 }));
const confirmed = async (): Promise<void> => undefined;
const leave = (): boolean => dispatchEvent(new PageTransitionEvent('pagehide'));

describe('a stop by token that comes before the answer to the opening', () => {
  it('is sent again when that answer is lost: the session may have started after a confirmed stop', async () => {
    const { stops, lose, client } = await stoppedWhileOpening(confirmed);
    expect(stops()).to.equal(1);
    lose();
    await nextTask();
    expect(stops()).to.equal(2);
    client.expectReleased(0);
  });

  it('is not taken for done when the service knows no such session yet', async () => {
    let answer = unknown as () => Promise<void>;
    const { stops, lose, client } = await stoppedWhileOpening(() => answer());
    expect(stops()).to.equal(1);
    lose();
    await nextTask();
    const before = stops();
    answer = confirmed;
    client.ports.clock.advance(0.5);
    await nextTask();
    expect([before, stops()]).to.deep.equal([1, 2]);
    client.expectReleased(0);
  });

  it('is sent again when the page is left in between', async () => {
    const { stops, answer, client } = await stoppedWhileOpening(confirmed);
    leave();
    expect(stops()).to.equal(2);
    answer();
    await nextTask();
    expect(client.ports.service.session.stops, 'the answer names the session').to.equal(1);
    leave();
    expect(stops(), 'it is confirmed by then').to.equal(2);
    client.expectReleased(1);
  });

  it('is sent again when the page is left after the service knew no such session', async () => {
    const { stops, lose, client } = await stoppedWhileOpening(unknown);
    leave();
    expect(stops()).to.equal(2);
    lose();
    await nextTask();
    for (const seconds of [0.5, 2]) {
      client.ports.clock.advance(seconds);
      await nextTask();
    }
    client.expectReleased(0);
  });
});

describe('a session whose opening is answered late and without its connection', () => {
  it('is stopped once, by the id that the answer has', async () => {
    const opened = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ open: () => opened.promise });
    const { service } = client.ports;
    const open = service.open.bind(service);
    let stops = 0;
    let stop: StopSession | undefined;
    service.open = (call) =>
      Object.defineProperty<Opening>(open(call), 'stop', { get: () => stop, enumerable: true });
    const starting = rejection(client.avatar.createStartAvatar({}));
    await client.reaches('connecting open');
    await nextTask();
    const stopping = client.avatar.stopAvatar();
    await nextTask();
    expect(stops, 'nothing is known of it yet').to.equal(0);
    stop = async () => void (stops += 1);
    opened.reject(sessionError('bad_answer'));
    await stopping;
    expect(await starting).to.include({ code: 'aborted' });
    expect(stops).to.equal(1);
    client.expectReleased(0);
  });
});
