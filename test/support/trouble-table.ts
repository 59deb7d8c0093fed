/** Each row of a service's table of troubles as a test: the client and the books end as the row says. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar, type StartAvatarOptions, type StreamingAvatarError } from '../../src/client.js';
import { sandboxUrl } from './commands.js';
import { EventLog } from './event-log.js';
import { fastClock } from './fast-clock.js';
import { allClosed, Corner, type BookEntry, type Books, type TroubleRow } from './sandbox-books.js';
import { mint, tokenUrlOf, type SandboxService } from './sandbox-tokens.js';

type Row = TroubleRow & { mode?: 'FULL' | 'LITE' | null };

/** Short, so that what never answers is given up soon; long enough for an answer that is only slow. */
const deadlines = { token: 8_000, open: 8_000, start: 8_000, room: 8_000, media: 4_000 };

/** Defines the tests; `asked` are troubles that the table has to have. */
export async function testTroubles(service: SandboxService, asked: readonly string[]): Promise<void> {
  const address = new URL('/sandbox/troubles', await sandboxUrl());
  address.searchParams.set('service', service);
  const { troubles } = (await (await fetch(address)).json()) as { troubles: Row[] };

  describe(`the troubles of the sandbox's ${service}`, function () {
    // A call that never answers is listened to for three times its deadline.
    this.timeout(60_000);

    it('are at least the ones that were asked for', () => {
      expect(troubles.map(({ name }) => name)).to.include.members([...asked]);
    });

    for (const row of troubles) it(`${row.name}: ${row.what}`, () => play(service, row));

    it('do not keep the same client from starting once they are over', async () => {
      const corner = await Corner.open();
      let trouble = 'server-error';
      const token = (request: StartAvatarOptions): Promise<string> =>
        mint(tokenUrlOf(corner, service, trouble), request);
      const avatar = new StreamingAvatar({ token, basePath: corner.url, deadlines });
      const refused = await avatar.createStartAvatar({}).catch((error: StreamingAvatarError) => error.code);
      expect(refused).to.equal('server_error');
      trouble = '';
      await avatar.createStartAvatar({ quality: 'low' });
      expect(avatar.state.status).to.equal('live');
      await avatar.stopAvatar();
      await corner.until(allClosed);
    });
  });
}

async function play(service: SandboxService, row: Row): Promise<void> {
  const { name, code, phase, mode } = row;
  const corner = await Corner.open();
  const token = tokenUrlOf(corner, service, name);
  // Only time tells: a picture that stands still is given up after a minute.
  const clock = name === 'avatar-leaves' ? fastClock(10) : undefined;
  const avatar = new StreamingAvatar({ token, basePath: corner.url, deadlines, clock });
  const log = new EventLog(avatar);
  const lite = mode === 'LITE' ? { liveAvatar: { mode } } : {};
  const outcome = await avatar.createStartAvatar({ quality: 'low', ...lite }).then(
    () => undefined,
    (error: StreamingAvatarError) => error,
  );

  if (code === null) {
    expect(outcome).to.equal(undefined);
    if (row.books.includes('still open after the restart')) await log.first('reconnected');
    await corner.until(({ sessions: [session] }) => !!session && showsAtWork(row, session), 20_000);
    expect(avatar.state.status).to.equal('live');
    await avatar.stopAvatar();
  } else if (phase === 'live') {
    expect(outcome).to.equal(undefined);
    expect(await log.first('session_ended')).to.include({ reason: code });
    expect(log.of('stream_disconnected')).to.have.length(1);
  } else {
    expect([outcome?.code, outcome?.phase]).to.deep.equal([code, phase]);
    expect(log.of('session_error')).to.deep.equal([outcome]);
    expect(avatar.state).to.deep.include({ status: 'failed', error: outcome });
  }
  await corner.until((books) => showsTheEnd(row, books), 25_000);
}

/** What the row's words say of the books while the session runs: `its sockets 2`, `garbage_messages counts them`. */
function showsAtWork({ books }: Row, session: BookEntry): boolean {
  const fields = session as unknown as Readonly<Record<string, unknown>>;
  const [, field = '', value = ''] = /\bits (\w+) ("\w+"|null|\d+)/.exec(books) ?? [];
  if (field) return fields[field] === JSON.parse(value);
  const [, counted = ''] = /(\w+) counts them/.exec(books) ?? [];
  return counted === '' || (fields[counted] as number) > 0;
}

/** One session that was ended by whom the row names, by the client where it is an ordinary one, or none at all. */
function showsTheEnd({ books }: Row, { open, sessions }: Books): boolean {
  if (books.startsWith('no session')) return sessions.length === 0;
  const named = books.startsWith('an ordinary session') ? ['"stop"'] : (books.match(/"\w+"/g) ?? []);
  return open === 0 && sessions.length === 1 && named.includes(JSON.stringify(sessions[0]?.ended_by));
}
