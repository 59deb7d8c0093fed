/** Tools that are older than the package, or look for it in their own way, find every entry. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { entries, run, succeed, toolOf, workspace } from './support.js';

describe('the package', () => {
  let home = '';
  let folder = '';
  let names: string[] = [];

  before(async () => {
    home = await workspace();
    folder = join(home, 'older-tools');
    names = await entries();
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    const imports = names.map((entry, index) => `import * as entry${index} from '${entry}';`).join('\n');
    const uses = names.map((_, index) => `entry${index}`).join(', ');
    await writeFile(join(folder, 'page.js'), `${imports}\n\nconsole.log(${uses});\n`);
  });

  it('is bundled by webpack 5', async () => {
    const args = [
      '--mode=development',
      '--devtool=false',
      '--entry=./page.js',
      '--output-path=webpack',
      '--no-stats-colors',
    ];
    await succeed(process.execPath, [await toolOf(home, 'webpack-cli'), 'build', ...args], { cwd: folder });
    assert.match(await codeIn(join(folder, 'webpack')), /\.define\(\s*["'`]heygen-avatar["'`]/);
  });

  it('is bundled by Parcel, which does not read `exports` by itself', async () => {
    const args = [
      'build',
      'page.js',
      '--dist-dir=parcel',
      '--cache-dir=parcel-cache',
      '--no-source-maps',
      '--no-optimize',
    ];
    await succeed(process.execPath, [await toolOf(home, 'parcel'), ...args], { cwd: folder });
    assert.match(await codeIn(join(folder, 'parcel')), /\.define\(\s*["'`]heygen-avatar["'`]/);
  });

  it("is resolved by ESLint's import plugin", async () => {
    const config = `import importPlugin from 'eslint-plugin-import';
export default [
  {
    plugins: { import: importPlugin },
    settings: { 'import/resolver': { node: true } },
    rules: { 'import/no-unresolved': 'error' },
  },
];
`;
    await writeFile(join(folder, 'eslint.config.mjs'), config);
    const ran = await run(process.execPath, [await toolOf(home, 'eslint'), 'page.js'], { cwd: folder });
    assert.deepEqual(ran, { code: 0, output: '' });
  });

  describe('under TypeScript 4.9 with the old module resolution', () => {
    before(async () => {
      const imports = names.map((entry, index) => `import * as entry${index} from '${entry}';`);
      const uses = names.map((_, index) => `export { entry${index} };`);
      const program = `${[...imports, ...uses].join('\n')}
const element = document.createElement('heygen-avatar');
element.avatarName = 'Wayne';
// @ts-expect-error There is no such property.
element.avatarNme = 'Wayne';
`;
      await writeFile(join(folder, 'program.ts'), program);
    });

    it('is type-checked', async () => {
      assert.equal(await errors({ skipLibCheck: true }), '');
    });

    it('has no error in its own declarations, which are checked without skipLibCheck', async () => {
      // LiveKit's declarations, and those they import, are written for newer versions.
      const others = /^(?:\.\.\/)+node_modules\/(?!heygen-avatar\/)|^\s/;
      const own = (await errors({ skipLibCheck: false })).split('\n').filter((line) => !others.test(line));
      assert.deepEqual(own.filter(Boolean), []);
    });

    async function errors(options: { skipLibCheck: boolean }): Promise<string> {
      const compilerOptions = {
        ...options,
        strict: true,
        noEmit: true,
        target: 'es2020',
        module: 'esnext',
        moduleResolution: 'node',
        lib: ['es2022', 'dom', 'dom.iterable'],
        types: [],
      };
      await writeFile(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, files: ['program.ts'] }),
      );
      const compiler = await toolOf(home, 'typescript', 'tsc');
      return (await run(process.execPath, [compiler, '-p', '.'], { cwd: folder })).output;
    }
  });
});

async function codeIn(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.js'));
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
}
