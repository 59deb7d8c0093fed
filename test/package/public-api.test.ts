// The public declarations, of which test/types/public-api.txt is a snapshot, beside those of the SDK.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';

const project = new URL('../../', import.meta.url);

describe('heygen-avatar/client', () => {
  it('exports every name that the SDK does', async () => {
    const read = (path: string): Promise<string> => readFile(new URL(path, project), 'utf8');
    const sdk = await read('node_modules/@heygen/streaming-avatar/lib/index.d.ts');
    const names = [...sdk.matchAll(/^export (?:declare )?(?:enum|interface|type|class) (\w+)/gm)].map(
      ([, name]) => name,
    );
    const [, own = ''] =
      /^heygen-avatar\/client\n((?: {2}.*\n)*)/m.exec(await read('test/types/public-api.txt')) ?? [];
    assert.ok(names.includes('StartAvatarRequest'));
    assert.deepEqual(
      [...names, 'ConnectionQuality', 'VoiceChatTransport', 'default'].filter(
        (name) => !own.includes(`  ${name}\n`),
      ),
      [],
    );
  });
});
