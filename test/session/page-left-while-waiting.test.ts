// A start that waits for an earlier session, and the page is left meanwhile: nothing is opened after that.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { nextTask, rejection } from '../support/outcome.js';

const fresh = { token: (): string => 'fresh' };
const leave = (): boolean => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));

describe('a start that waits when the page is left', () => {
  it('for the session that it replaces opens none when that has ended', async () => {
    const left = Promise.withResolvers<void>();
    const client = new ClientUnderTest({ disconnect: () => left.promise }, fresh);
    await client.start();
    const replacing = rejection(client.avatar.createStartAvatar({}));
    await nextTask();
    leave();
    left.resolve();
    expect(await replacing).to.include({ code: 'aborted' });
    await nextTask();
    expect(client.ports.service.calls).to.have.lengthOf(1);
    expect(client.avatar.state.status).to.equal('ended');
    client.expectReleased(1);
  });

  it('for a stop that is owed opens none when that is confirmed', async () => {
    let answer = (): Promise<void> => Promise.reject(sessionError('server_error'));
    const client = new ClientUnderTest({ stop: () => answer() }, fresh);
    await client.start();
    await client.avatar.stopAvatar();
    const starting = rejection(client.avatar.createStartAvatar({}));
    await nextTask();
    expect(client.avatar.state.status).to.equal('connecting');
    answer = async () => undefined;
    leave();
    expect(await starting).to.include({ code: 'aborted' });
    client.ports.clock.advance(0.5);
    await nextTask();
    expect(client.ports.service.calls).to.have.lengthOf(1);
    expect(client.avatar.state).to.include({ status: 'ended', reason: 'page_hidden' });
    expect(client.ports.clock.waits, 'timers left').to.deep.equal([]);
  });

  it('goes on when the page is left only after another start has taken its place', async () => {
    const client = new ClientUnderTest({}, fresh);
    await client.start();
    await client.avatar.stopAvatar();
    leave();
    await client.start();
    expect(client.avatar.state.status).to.equal('live');
    leave();
    await client.reaches('ended page_hidden');
    client.expectReleased(2);
  });
});
