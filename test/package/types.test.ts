// Programs written for the SDK compile against the package as it is published, by old and new TypeScript, strict and
// loose, and its declarations have no errors of their own.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { OldTypeScript, type Resolution } from '../support/old-typescript.js';

const project = fileURLToPath(new URL('../../', import.meta.url));

const versions: readonly [string, readonly Resolution[]][] = [
  ['4.7', ['node']],
  ['5.0', ['node', 'bundler']],
  ['5.9', ['node', 'bundler']],
];

describe('the programs of test/types', () => {
  let folder = '';
  let programs: string[] = [];

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'types-')));
    for (const name of await readdir(join(project, 'test/types'))) {
      if (/\.(tsx?|js)$/.test(name)) programs.push(join(folder, name));
    }
    await Promise.all(programs.map((file) => cp(join(project, 'test/types', basename(file)), file)));
    await writeFile(join(folder, 'package.json'), '{ "name": "application", "private": true }');
    for (const name of ['@types/react', 'csstype', 'livekit-client']) {
      await link(join(project, 'node_modules', name), name);
    }
    await link(project, 'heygen-avatar');
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const [version, resolutions] of versions) {
    const compiler = new OldTypeScript(`typescript-${version}`);
    for (const resolution of resolutions) {
      for (const strict of [true, false]) {
        it(`compile with TypeScript ${version}, ${resolution} resolution, ${strict ? 'strict' : 'loose'}`, () => {
          const files = programs.filter((file) => version !== '4.7' || !file.endsWith('satisfies.ts'));
          assert.deepEqual(compiler.errors(folder, files, { resolution, strict, isOurs }), []);
        });
      }
    }
  }

  for (const strict of [true, false]) {
    it(`compile with TypeScript 7, bundler resolution, ${strict ? 'strict' : 'loose'}`, async () => {
      assert.deepEqual(await errorsOfTypeScript7(strict), []);
    });
  }

  /** As a user installs it. */
  async function link(from: string, name: string): Promise<void> {
    const to = join(folder, 'node_modules', name);
    await mkdir(dirname(to), { recursive: true });
    await symlink(from, to, 'junction');
  }

  async function errorsOfTypeScript7(strict: boolean): Promise<string[]> {
    const compilerOptions = {
      strict,
      noEmit: true,
      allowJs: true,
      checkJs: true,
      jsx: 'react-jsx',
      lib: ['es2022', 'dom', 'dom.iterable'],
      module: 'esnext',
      moduleResolution: 'bundler',
      skipDefaultLibCheck: true,
      target: 'es2020',
      types: [],
    };
    const config = join(folder, `tsconfig.${strict}.json`);
    await writeFile(config, JSON.stringify({ compilerOptions, files: programs }));
    const tsc = join(project, 'node_modules/typescript/bin/tsc');
    const run = promisify(execFile)(process.execPath, [tsc, '-p', config], { cwd: folder });
    const { stdout } = await run.catch((failed: { stdout: string }) => failed);
    // Those of other packages are theirs. The lines that go on from one are indented.
    return stdout.split('\n').filter((line) => /^\S/.test(line) && !line.includes('node_modules/'));
  }
});

function isOurs(file: string): boolean {
  return file.startsWith(join(project, 'dist/'));
}
