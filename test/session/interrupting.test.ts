// `interrupt()`: silent for the ear at once, heard again with the next turn, harmless when nothing is said.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import type { CommandAnswer } from '../../src/services/service.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { never, rejection } from '../support/outcome.js';

describe('interrupt', () => {
  let client: ClientUnderTest;
  let answer: () => Promise<CommandAnswer>;

  beforeEach(async () => {
    answer = async () => ({});
    client = new ClientUnderTest({ command: () => answer() });
    await client.start();
  });
  afterEach(() => client.avatar.stopAvatar());

  const talk = (task_id: string): void =>
    client.ports.service.session.say({ type: 'avatar_start_talking', task_id });

  it('silences the avatar before the service has answered', async () => {
    talk('a');
    answer = never;
    void client.avatar.interrupt().catch(() => undefined);
    expect(client.ports.room.audible).to.equal(false);
    expect(client.ports.service.session.commands).to.deep.equal([{ type: 'interrupt' }]);
  });

  it('lets the next turn be heard', async () => {
    talk('a');
    await client.avatar.interrupt();
    client.ports.service.session.say({ type: 'avatar_stop_talking', task_id: 'a' });
    expect(client.ports.room.audible, 'between the turns').to.equal(false);
    talk('b');
    expect(client.ports.room.audible).to.equal(true);
  });

  it('lets the avatar be heard again where the service does not stop it', async () => {
    talk('a');
    answer = () => Promise.reject(sessionError('server_error'));
    expect(await rejection(client.avatar.interrupt())).to.include({ code: 'server_error', phase: 'live' });
    expect(client.ports.room.audible).to.equal(true);
  });

  it('silences nothing while the avatar is silent', async () => {
    const silenced: boolean[] = [];
    client.ports.room.setAudible = (audible) => void silenced.push(!audible);
    await client.avatar.interrupt();
    talk('a');
    client.ports.service.session.say({ type: 'avatar_end_message', task_id: 'a' });
    client.ports.service.session.say({ type: 'avatar_stop_talking', task_id: 'a' });
    await client.avatar.interrupt();
    expect(silenced).not.to.include(true);
  });

  it('may be called twice, and the next turn is heard', async () => {
    talk('a');
    await Promise.all([client.avatar.interrupt(), client.avatar.interrupt()]);
    expect(client.ports.room.audible).to.equal(false);
    talk('b');
    expect(client.ports.room.audible).to.equal(true);
  });

  it('rejects with not_connected where there is no session', async () => {
    await client.avatar.stopAvatar();
    expect(await rejection(client.avatar.interrupt())).to.include({ code: 'not_connected', phase: 'live' });
  });
});
