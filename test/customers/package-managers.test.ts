/** The package in an empty folder, by the words of the docs, with each package manager. */
import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build, type Rolldown } from 'vite';
import { entries, npm, project, run, succeed, tarball, toolOf, workspace } from './support.js';

/** Each installs a package into a folder; the tools are the workspace's. */
const managers: Readonly<Record<string, (folder: string, packed: string, home: string) => Promise<unknown>>> =
  {
    npm: (folder, packed) => npm(['install', '--no-audit', '--no-fund', packed], folder),
    pnpm: async (folder, packed, home) =>
      succeed(
        process.execPath,
        [await toolOf(home, 'pnpm'), 'add', `--store-dir=${join(home, '../pnpm-store')}`, packed],
        { cwd: folder, env: { CI: 'true' } },
      ),
    'Yarn 1': async (folder, packed, home) =>
      succeed(
        process.execPath,
        [
          await toolOf(home, 'yarn'),
          'add',
          '--non-interactive',
          `--cache-folder=${join(home, '../yarn-cache')}`,
          packed,
        ],
        { cwd: folder },
      ),
  };

const page = `<!doctype html>
<script type="module" src="/page.js"></script>
<heygen-avatar token-url="/avatar-token"></heygen-avatar>
`;

const program = `import 'heygen-avatar';
import { StreamingEvents, type HeygenAvatarElement } from 'heygen-avatar';
import { StreamingAvatar } from 'heygen-avatar/client';
import { createTokenHandler } from 'heygen-avatar/server';

const element: HeygenAvatarElement = document.createElement('heygen-avatar');
element.addEventListener('stream_ready', ({ detail }) => detail.getTracks());
export const avatar = new StreamingAvatar({ token: '/avatar-token' });
avatar.on(StreamingEvents.STREAM_READY, () => undefined);
export const handler: (request: Request) => Promise<Response> = createTokenHandler({ apiKey: 'key', allowedOrigins: ['https://example.com'] });
// @ts-expect-error There is no such property.
element.avatarNme = 'Wayne';
`;

for (const [name, install] of Object.entries(managers)) {
  describe(`installed by ${name} in an empty folder, the package`, () => {
    let folder = '';

    before(async () => {
      const home = await workspace();
      folder = await realpath(await mkdtemp(join(tmpdir(), 'installed-')));
      await install(folder, await tarball(), home);
    });

    after(() => rm(folder, { recursive: true, force: true }));

    it('is imported by Node, every entry, and says nothing', async () => {
      for (const entry of await entries()) {
        const script = `await import(${JSON.stringify(entry)})`;
        const ran = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder });
        assert.deepEqual(ran, { code: 0, output: '' }, entry);
      }
    });

    it('is bundled by Vite', async () => {
      await writeFile(join(folder, 'index.html'), page);
      await writeFile(join(folder, 'page.js'), `import 'heygen-avatar';\n`);
      const result = await build({
        configFile: false,
        root: folder,
        logLevel: 'silent',
        build: { write: false },
      });
      const { output } = result as Rolldown.RolldownOutput;
      const code = output.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n');
      assert.match(code, /\.define\(\s*["'`]heygen-avatar["'`]/);
    });

    it('is type-checked', async () => {
      await writeFile(join(folder, 'program.ts'), program);
      const compilerOptions = {
        strict: true,
        noEmit: true,
        // LiveKit's own declarations have errors.
        skipLibCheck: true,
        target: 'es2022',
        module: 'esnext',
        moduleResolution: 'bundler',
        lib: ['es2024', 'dom', 'dom.iterable'],
        types: [],
      };
      await writeFile(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, files: ['program.ts'] }),
      );
      const compiler = join(project, 'node_modules/typescript/bin/tsc');
      assert.deepEqual(await run(process.execPath, [compiler, '-p', '.'], { cwd: folder }), {
        code: 0,
        output: '',
      });
    });
  });
}
