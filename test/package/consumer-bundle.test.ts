// What a bundler makes of the package in somebody's project: nothing needed is dropped, nothing heavy comes early.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

type Chunk = Rolldown.OutputChunk;

const project = fileURLToPath(new URL('../../', import.meta.url));

describe('a bundle of a project that uses the package', () => {
  let folder = '';

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'consumer-bundle-')));
    // A project of its own, whatever lies in the folders above.
    await writeFile(join(folder, 'package.json'), '{ "name": "consumer", "private": true }');
    await mkdir(join(folder, 'node_modules'));
    await symlink(project, join(folder, 'node_modules/heygen-avatar'), 'junction');
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('with nothing but the import still defines the tag', async () => {
    const code = codeOf((await bundle(`import 'heygen-avatar';`)).atOnce);
    assert.match(code, /\.define\(\s*["'`]heygen-avatar["'`]/);
    assert.match(code, /\.define\(\s*["'`]heygen-avatar-start-button["'`]/);
  });

  it('loads livekit-client later, in a chunk of its own', async () => {
    const { atOnce, later } = await bundle(
      `import { createStreamingAvatar } from 'heygen-avatar';\nglobalThis.create = createStreamingAvatar;`,
    );
    assert.ok(!holds(atOnce, 'livekit-client'));
    assert.ok(holds(later, 'livekit-client'));
  });

  it('of the client alone has no Lit and defines nothing', async () => {
    const { atOnce, later } = await bundle(
      `import { StreamingAvatar } from 'heygen-avatar/client';\nglobalThis.StreamingAvatar = StreamingAvatar;`,
    );
    const all = [...atOnce, ...later];
    for (const name of ['lit', 'lit-html', 'lit-element', '@lit/reactive-element', '@lit/context']) {
      assert.ok(!holds(all, name), name);
    }
    assert.doesNotMatch(codeOf(atOnce), /customElements/);
    assert.ok(
      !holds(atOnce, 'livekit-client') && holds(later, 'livekit-client'),
      'livekit-client comes later here too',
    );
  });

  it('that imports the client and uses nothing of it holds nothing of it', async () => {
    const { atOnce, later } = await bundle(`import 'heygen-avatar/client';\nconsole.log('page');`);
    assert.doesNotMatch(codeOf([...atOnce, ...later]), /class/);
  });

  /** Bundles a page's script; gives the chunks it loads at once, static imports included, and the rest. */
  async function bundle(script: string): Promise<{ atOnce: Chunk[]; later: Chunk[] }> {
    await writeFile(join(folder, 'page.js'), `${script}\n`);
    const result = await build({
      configFile: false,
      root: folder,
      logLevel: 'silent',
      build: { write: false, minify: false, rolldownOptions: { input: join(folder, 'page.js') } },
    });
    const chunks = (result as Rolldown.RolldownOutput).output.filter((output) => output.type === 'chunk');
    const names = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
    // A set's iteration goes on into what is added on the way.
    for (const name of names) {
      for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) names.add(next);
    }
    return {
      atOnce: chunks.filter(({ fileName }) => names.has(fileName)),
      later: chunks.filter(({ fileName }) => !names.has(fileName)),
    };
  }
});

function codeOf(chunks: Chunk[]): string {
  return chunks.map(({ code }) => code).join('\n');
}

function holds(chunks: Chunk[], packageName: string): boolean {
  return chunks.some(({ modules }) =>
    Object.entries(modules).some(
      ([id, { renderedLength }]) => renderedLength > 0 && id.includes(`/node_modules/${packageName}/`),
    ),
  );
}
