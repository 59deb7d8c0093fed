/** Each trouble of the sandbox ends as the sandbox's own table says, and the element can start again afterwards. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar, type StreamingAvatarError } from '../../src/client.js';
import { sandboxUrl } from '../support/commands.js';
import { EventLog } from '../support/event-log.js';
import { allClosed, Corner, type TroubleRow } from '../support/sandbox-books.js';

/** Short, so that what never answers is given up soon; long enough for an answer that is only slow. */
const deadlines = { token: 8_000, open: 8_000, start: 8_000, room: 8_000, media: 4_000 };

const troubles = await (async (): Promise<TroubleRow[]> => {
  const response = await fetch(new URL('/sandbox/troubles', await sandboxUrl()));
  return ((await response.json()) as { troubles: TroubleRow[] }).troubles;
})();

describe('the troubles of the sandbox', () => {
  it('are at least the ones that were asked for', () => {
    const names = troubles.map(({ name }) => name);
    const asked = ['slow-start', 'expired-token', 'concurrency-limit', 'no-avatar', 'server-ends-session'];
    expect(names).to.include.members([...asked, 'endpoint-sunset']);
  });

  for (const { name, what, code, phase } of troubles) {
    it(`${name}: ${what}`, async () => {
      const corner = await Corner.open();
      const avatar = new StreamingAvatar({
        token: corner.tokenUrl(name),
        basePath: corner.url,
        deadlines,
      });
      const log = new EventLog(avatar);
      const outcome = await avatar.createStartAvatar({ quality: 'low' }).then(
        () => undefined,
        (error: StreamingAvatarError) => error,
      );

      if (code === null) {
        expect(outcome).to.equal(undefined);
        await avatar.stopAvatar();
      } else if (phase === 'live') {
        expect(outcome).to.equal(undefined);
        expect(await log.first('session_ended')).to.deep.equal({ reason: code });
        expect(log.of('stream_disconnected')).to.have.length(1);
      } else {
        expect([outcome?.code, outcome?.phase]).to.deep.equal([code, phase]);
        expect(log.of('session_error')).to.deep.equal([outcome]);
        expect(avatar.state).to.deep.include({ status: 'failed', error: outcome });
      }
      await corner.until(({ open }) => open === 0, 25_000);
    });
  }

  it('do not keep the same client from starting once they are over', async () => {
    const corner = await Corner.open();
    let trouble = 'server-error';
    const avatar = new StreamingAvatar({
      token: async () => corner.token(trouble),
      basePath: corner.url,
      deadlines,
    });
    const refused = await avatar.createStartAvatar({}).catch((error: StreamingAvatarError) => error.code);
    expect(refused).to.equal('server_error');
    trouble = '';
    await avatar.createStartAvatar({ quality: 'low' });
    expect(avatar.state.status).to.equal('live');
    await avatar.stopAvatar();
    await corner.until(allClosed);
  });
});
