// Each framework's own checker over a right program and a wrong one. In the wrong one, a line marked "wrong:" has one
// error, a line marked "unseen:" is a mistake that this checker cannot see, and no other line has an error.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

interface Framework {
  readonly name: string;
  /** The program of the checker, from the folder that holds the workspaces. */
  readonly checker: readonly string[];
  /** The kinds of mistakes that it cannot see. */
  readonly unseen?: readonly string[];
}

const noEmit = ['-p', 'tsconfig.json', '--pretty', 'false'];
const frameworks: readonly Framework[] = [
  { name: 'react-18', checker: ['react-18/node_modules/typescript/bin/tsc', ...noEmit] },
  { name: 'react-19', checker: ['react-19/node_modules/typescript/bin/tsc', ...noEmit] },
  { name: 'preact', checker: ['preact/node_modules/typescript/bin/tsc', ...noEmit] },
  { name: 'solid', checker: ['solid/node_modules/typescript/bin/tsc', ...noEmit] },
  { name: 'vue', checker: ['node_modules/vue-tsc/bin/vue-tsc.js', ...noEmit] },
  { name: 'svelte', checker: ['node_modules/svelte-check/bin/svelte-check', '--output', 'machine'] },
  {
    name: 'angular',
    checker: ['node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js', ...noEmit],
    unseen: ['attribute', 'bound property', 'event name', 'slot'],
  },
];

/** Every program has each of these mistakes, seen or not. */
const kinds = ['attribute', 'property', 'event name', 'detail', 'method', 'slot'];

const project = fileURLToPath(new URL('../../../', import.meta.url));
const sources = join(project, 'test/types/frameworks');
const workspaces = join(project, '.cache/framework-types');

describe('the types of the tags', () => {
  before(async () => {
    await bringWorkspaces();
    await Promise.all(frameworks.map(({ name }) => installPackage(join(workspaces, name))));
  });

  for (const { name, checker, unseen = [] } of frameworks) {
    describe(`for ${name}`, () => {
      let errors: readonly string[] = [];
      let files: readonly string[] = [];
      const isWrong = (place: string): boolean => /^wrong\./i.test(place);

      before(async () => {
        const folder = join(workspaces, name);
        files = (await readdir(folder)).filter((file) => /^(right|wrong)\./i.test(file));
        errors = await errorsOf(folder, checker);
      });

      it('compile a right program', () => {
        assert.deepEqual(
          errors.filter((error) => !isWrong(error)),
          [],
        );
      });

      it('find each mistake of a wrong one, at its line', async () => {
        const wrong = files.find(isWrong) ?? '';
        const marks = await marksIn(join(workspaces, name, wrong));
        const seen = marks.filter(({ mark }) => mark === 'wrong');
        const places = errors.filter(isWrong).map((error) => error.split(' ')[0]);
        assert.deepEqual(places.sort(), seen.map(({ line }) => `${wrong}:${line}`).sort(), errors.join('\n'));
        assert.ok(seen.length >= 6, `${seen.length} marked lines`);
        for (const kind of kinds) {
          assert.ok(
            marks.some(({ text }) => text.startsWith(kind)),
            `a mistake of the kind ${kind}`,
          );
        }
      });

      it(`cannot see: ${unseen.join(', ') || 'nothing of it'}`, async () => {
        const marks = await marksIn(join(workspaces, name, files.find(isWrong) ?? ''));
        const found = marks.filter(({ mark }) => mark === 'unseen').map(({ text }) => text);
        assert.equal(found.length, unseen.length);
        for (const [index, kind] of unseen.entries()) assert.ok(found[index]?.startsWith(kind), kind);
      });
    });
  }
});

/** Copies the programs out of the project's folder, and installs what they need unless it is there. */
async function bringWorkspaces(): Promise<void> {
  const lock = 'package-lock.json';
  const read = (folder: string): Promise<string> => readFile(join(folder, lock), 'utf8').catch(() => '');
  const installed = (await read(workspaces)) === (await read(sources));
  for (const { name } of frameworks) {
    for (const file of await readdir(join(workspaces, name)).catch(() => [])) {
      if (file !== 'node_modules') await rm(join(workspaces, name, file), { recursive: true });
    }
  }
  await mkdir(workspaces, { recursive: true });
  await cp(sources, workspaces, { recursive: true, filter: (file) => !file.endsWith(lock) });
  const complete = (await readdir(workspaces)).includes('node_modules');
  if (installed && complete) return;
  await cp(join(sources, lock), join(workspaces, lock));
  const npm = process.env['npm_execpath'];
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const args = [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
  const { code, output } = await run(program, args, workspaces);
  if (code === 0) return;
  // So that the next run tries again.
  await rm(join(workspaces, lock), { force: true });
  throw new Error(`npm ci ended with ${code}: ${output}`);
}

/** The package as a program's type checker sees it: copied, so that it finds the types of this framework's version. */
async function installPackage(workspace: string): Promise<void> {
  const to = join(workspace, 'node_modules/heygen-avatar');
  await rm(to, { recursive: true, force: true });
  for (const file of ['package.json', 'custom-elements.json']) await cp(join(project, file), join(to, file));
  await cp(join(project, 'dist'), join(to, 'dist'), {
    recursive: true,
    filter: (file) => !/\bcdn$/.test(file) && !(/\.(js|map)$/.test(file) && !/\btypes\b/.test(file)),
  });
}

/** As `file:line message`, sorted. */
async function errorsOf(folder: string, [file = '', ...args]: readonly string[]): Promise<string[]> {
  const { code, output } = await run(process.execPath, [join(workspaces, file), ...args], folder);
  const errors = output.split('\n').flatMap((text) => {
    const [, name, line, message] =
      /^(\S+?)\((\d+),\d+\): error (.*)/.exec(text) ??
      /^(\S+?):(\d+):\d+ - error +(.*)/.exec(text) ??
      /^\d+ ERROR "([^"]+)" (\d+):\d+ (.*)/.exec(text) ??
      [];
    // The errors inside other packages are theirs.
    if (!name || /node_modules\/(?!heygen-avatar\/)/.test(name)) return [];
    return [`${name}:${line} ${message}`];
  });
  assert.ok(code === 0 || errors.length > 0, `the checker ended with ${code}: ${output}`);
  return errors.sort();
}

async function marksIn(file: string): Promise<{ line: number; mark: string; text: string }[]> {
  const source = await readFile(file, 'utf8');
  return source.split('\n').flatMap((text, index) => {
    const [, mark = '', rest = ''] =
      /(?:\/[/*]|<!--) (wrong|unseen): (.*?)(?: -->| \*\/\})?$/.exec(text) ?? [];
    // A comment on a line of its own belongs to the line before.
    const line = /^\s*<!--/.test(text) ? index : index + 1;
    return mark ? [{ line, mark, text: rest }] : [];
  });
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      const output = stripVTControlCharacters(stdout + stderr);
      resolve({ code: error ? Number(error.code ?? 1) : 0, output });
    });
  });
}
