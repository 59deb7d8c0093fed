/** The avatars' process dies: what it served is over, and the next avatar lives in a new one. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { AvatarEvent, Figure } from '../../demo/sandbox/avatar/avatar-messages.js';
import { AvatarProcess } from '../../demo/sandbox/avatar/avatar-process.js';

const FIGURE: Figure = {
  look: 'ada',
  voice: { voice: 'slt', rate: 1 },
  picture: { width: 640, height: 360, maxBitrate: 1, codec: 'VP8' },
};

describe('the avatars’ process', { timeout: 30_000 }, () => {
  let avatars: AvatarProcess;
  before(async () => {
    avatars = await AvatarProcess.start();
  });
  after(() => avatars.close());

  const until = (id: string, act: string, wanted: AvatarEvent['type']): Promise<AvatarEvent['type'][]> =>
    new Promise((resolve) => {
      const seen: AvatarEvent['type'][] = [];
      const avatar = avatars.prepare(id, FIGURE, ({ type }) => {
        seen.push(type);
        if (type === wanted) resolve(seen);
      });
      if (act) avatar.speak('turn', act);
    });

  it('is started again when it dies; its avatars are told that their room is lost', async () => {
    const first = avatars.pid;
    assert.ok((await until('one', 'Hello.', 'turn_made')).length > 0);
    const lost = until('two', '', 'left');
    process.kill(first ?? 0, 'SIGKILL');
    assert.deepEqual(await lost, ['room_lost', 'left']);
    // Nobody has to wait until it is there again: what is asked of it meanwhile is done then.
    await until('three', 'Hello again.', 'turn_made');
    assert.ok(avatars.pid && avatars.pid !== first);
  });
});
