// The code of the guides is what it claims to be: every sample is type-checked as it stands, every script and file that
// they name is there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const project = new URL('../../', import.meta.url);
const pages = new URL('demo/pages/', project);
const samples = new URL('.cache/guides/', project);
const guides = ['migration.md', 'your-own-llm.md'];

/** What a sample may take for granted: the page around it. */
const around = `declare const video: HTMLVideoElement;
declare function respond(question: string, signal: AbortSignal): Promise<string>;
declare const process: { env: Record<string, string> };
declare global {
  interface Document {
    querySelector(tag: 'heygen-avatar'): import('heygen-avatar').HeygenAvatarElement;
  }
}
`;
/** For a sample that goes on with the client of the one before. */
const client = `declare const avatar: import('heygen-avatar/client').StreamingAvatar;\n`;

const read = (name: string): string => readFileSync(new URL(name, pages), 'utf8');

describe('the guides', () => {
  before(() => {
    rmSync(samples, { recursive: true, force: true });
    mkdirSync(samples, { recursive: true });
  });
  after(() => rmSync(samples, { recursive: true, force: true }));

  it('have samples that type-check', async () => {
    let count = 0;
    for (const guide of guides) {
      for (const [, code = ''] of read(guide).matchAll(/^```js\n([\s\S]*?)^```$/gm)) {
        const goesOn = /\bavatar\./.test(code) && !/const avatar\b/.test(code);
        const text = [around, goesOn ? client : '', "import 'heygen-avatar';\n", code, 'export {};\n'].join(
          '',
        );
        count += 1;
        writeFileSync(new URL(`${guide}-${count}.ts`, samples), text);
      }
    }
    assert.ok(count >= 7, `${count} samples`);
    const config = {
      extends: '../../test/types/tsconfig.json',
      compilerOptions: {
        strict: true,
        paths: {
          'heygen-avatar': ['../../src/index.ts'],
          'heygen-avatar/client': ['../../src/client.ts'],
          'heygen-avatar/server': ['../../src/server.ts'],
        },
      },
      include: ['.'],
    };
    writeFileSync(new URL('tsconfig.json', samples), JSON.stringify(config));
    const compiler = fileURLToPath(new URL('node_modules/typescript/bin/tsc', project));
    const check = promisify(execFile)(process.execPath, [compiler, '-p', fileURLToPath(samples)]);
    await check.catch(({ stdout }: { stdout: string }) => assert.fail(stdout));
  });

  for (const guide of guides) {
    it(`${guide} names only scripts and files that there are`, () => {
      const text = read(guide);
      const { scripts } = JSON.parse(readFileSync(new URL('package.json', project), 'utf8')) as {
        scripts: Record<string, string>;
      };
      for (const [, name = ''] of text.matchAll(/npm (?:run )?([a-z:-]+)/g)) assert.ok(name in scripts, name);
      for (const [, path = ''] of text.matchAll(/\]\(([\w./-]+)\)/g)) {
        assert.ok(existsSync(new URL(path, pages)), path);
      }
    });
  }
});
