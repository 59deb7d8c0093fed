/** The server side of a site on workers: a bundle with their conditions imports every entry in workerd. */
import assert from 'node:assert/strict';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { run as start } from '../server/programs.js';
import { entries, workspace } from './support.js';

const workerd = fileURLToPath(import.meta.resolve('workerd')).replace(/lib[\\/]main\.js$/, 'bin/workerd');

/** Each bundles `entry.js` of a folder into `out`, with `worker.mjs` as the first module. */
const bundlers: Readonly<Record<string, (folder: string, workspace: string) => Promise<unknown>>> = {
  'Vite, conditions worker and browser': (folder) =>
    build({
      configFile: false,
      root: folder,
      publicDir: false,
      logLevel: 'silent',
      ssr: { target: 'webworker', noExternal: true, resolve: { conditions: ['worker', 'browser'] } },
      build: {
        ssr: join(folder, 'entry.js'),
        outDir: join(folder, 'out'),
        minify: false,
        rolldownOptions: {
          output: { entryFileNames: 'worker.mjs', chunkFileNames: '[name].mjs' },
        },
      },
    }),
  'Vite, in one module': (folder) =>
    build({
      configFile: false,
      root: folder,
      publicDir: false,
      logLevel: 'silent',
      ssr: { target: 'webworker', noExternal: true, resolve: { conditions: ['worker', 'browser'] } },
      build: {
        ssr: join(folder, 'entry.js'),
        outDir: join(folder, 'out'),
        minify: false,
        rolldownOptions: { output: { entryFileNames: 'worker.mjs', codeSplitting: false } },
      },
    }),
  'esbuild, as wrangler': (folder, home) => {
    const esbuild = createRequire(join(home, 'package.json'))('esbuild') as {
      build(options: object): Promise<unknown>;
    };
    return esbuild.build({
      absWorkingDir: folder,
      entryPoints: ['entry.js'],
      outfile: 'out/worker.mjs',
      bundle: true,
      format: 'esm',
      target: 'es2024',
      conditions: ['workerd', 'worker', 'browser'],
      logLevel: 'error',
    });
  },
};

describe('a bundle for workers', async () => {
  let home = '';

  before(async () => {
    home = await workspace();
  });

  for (const [name, bundle] of Object.entries(bundlers)) {
    for (const entry of await entries()) {
      it(`by ${name}, imports ${entry}`, async () => {
        const folder = join(home, 'workers');
        await rm(folder, { recursive: true, force: true });
        await mkdir(folder);
        const exported = "Object.keys(entry).join(' ')";
        const script = `import * as entry from '${entry}';
export default { fetch: () => new Response(${exported}) };
`;
        await writeFile(join(folder, 'entry.js'), script);
        await bundle(folder, home);
        assert.notEqual(await answerOf(join(folder, 'out')), '');
      });
    }
  }
});

/** What a worker of the folder's modules answers. */
async function answerOf(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.mjs'));
  // The first is the worker.
  const modules = files
    .sort((a, b) => Number(b === 'worker.mjs') - Number(a === 'worker.mjs'))
    .map((file) => `(name = "${file}", esModule = embed "${file}")`);
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [${modules.join(', ')}],
  compatibilityDate = "2026-01-01",
);
`;
  await writeFile(join(folder, 'config.capnp'), config);
  const args = ['serve', 'config.capnp', '--control-fd=1'];
  const worker = await start(workerd, args, /"socket":"http","port":(\d+)/, { cwd: folder });
  try {
    const response = await fetch(`http://127.0.0.1:${worker.ready[1]}/`);
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return text;
  } finally {
    await worker.end();
  }
}
