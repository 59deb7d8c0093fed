// Proves that the linter refuses each wrong import, and lets the right ones pass: it is run over files that are
// written for this, laid out like the project.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** A file, its one import, and what the linter says: part of a message, or nothing. */
type Case = [file: string, source: string, refusal: string | null];

const direction = 'may not import';
const anotherService = 'src/services/interactive-avatar may not import src/services/live-avatar';

const cases: Case[] = [
  ['src/api/wrong-folder.ts', `import '../session/run.js';`, direction],
  ['src/api/wrong-package.ts', `import 'lit';`, direction],
  [
    'src/api/wrong-type.ts',
    `import type { A } from '../services/service.js';\nexport type B = A;`,
    direction,
  ],
  ['src/services/wrong-media.ts', `import '../media/room.js';`, direction],
  ['src/services/interactive-avatar/wrong-media.ts', `import '../../media/room.js';`, direction],
  ['src/services/interactive-avatar/wrong-session.ts', `import '../../session/run.js';`, direction],
  ['src/services/interactive-avatar/wrong-elements.ts', `import '../../elements/avatar.js';`, direction],
  ['src/services/interactive-avatar/wrong-service.ts', `import '../live-avatar/rest.js';`, anotherService],
  [
    'src/services/interactive-avatar/deep/wrong-service.ts',
    `import '../../live-avatar/rest.js';`,
    anotherService,
  ],
  ['src/services/interactive-avatar/wrong-export.ts', `export * from '../../session/run.js';`, direction],
  ['src/services/interactive-avatar/wrong-later.ts', `void import('../../session/run.js');`, direction],
  ['src/services/interactive-avatar/wrong-package.ts', `import 'livekit-client';`, direction],
  ['src/media/wrong-services.ts', `import '../services/service.js';`, direction],
  ['src/media/wrong-session.ts', `export { a } from '../session/run.js';`, direction],
  ['src/media/wrong-elements.ts', `import '../elements/avatar.js';`, direction],
  [
    'src/media/microphone.ts',
    `import type { Room } from 'livekit-client';\nexport type A = Room;`,
    direction,
  ],
  ['src/services/simulated/wrong-media.ts', `import '../../media/microphone.js';`, direction],
  ['src/services/simulated/wrong-livekit.ts', `void import('livekit-client');`, direction],
  ['src/media/wrong-type-query.ts', `export type A = import('livekit-client').Room;`, direction],
  ['src/session/wrong-elements.ts', `import '../elements/avatar.js';`, direction],
  ['src/session/wrong-lit.ts', `import { html } from 'lit';\nexport const a = html;`, direction],
  ['src/session/wrong-livekit.ts', `export type A = import('livekit-client').Room;`, direction],
  ['src/session/wrong-entry.ts', `import '../index.js';`, direction],
  ['src/session/wrong-computed.ts', `export const a = (name: string) => import(name);`, 'as a string'],
  ['src/elements/wrong-service.ts', `import '../services/service.js';`, direction],
  ['src/elements/wrong-livekit.ts', `import 'livekit-client';`, direction],
  ['src/server/wrong-session.ts', `import '../session/run.js';`, direction],
  ['src/server/wrong-media.ts', `import '../media/room.js';`, direction],
  ['src/client.ts', `import './elements/avatar.js';`, direction],
  ['src/server.ts', `import './client.js';`, direction],
  ['demo/sandbox/wrong-source.ts', `import '../../src/api/enums.js';`, direction],
  [
    'demo/sandbox/wrong-type.ts',
    `import type { A } from '../../src/api/enums.js';\nexport type B = A;`,
    direction,
  ],
  ['demo/sandbox/wrong-package.ts', `import 'heygen-avatar/client';`, direction],
  ['src/api/cycle-one.ts', `import { two } from './cycle-two.js';\nexport const one = () => two;`, 'cycle'],
  ['src/api/cycle-two.ts', `import { one } from './cycle-one.js';\nexport const two = () => one;`, 'cycle'],
  ['src/api/circle-a.ts', `import type { B } from './circle-b.js';\nexport type A = B[];`, 'cycle'],
  ['src/api/circle-b.ts', `import type { C } from './circle-c.js';\nexport type B = C[];`, 'cycle'],
  ['src/api/circle-c.ts', `import type { A } from './circle-a.js';\nexport type C = A[];`, 'cycle'],

  ['src/api/enums.ts', `export type A = 1;`, null],
  ['src/services/service.ts', `import '../api/enums.js';\nexport type A = 1;`, null],
  ['src/services/choice.ts', `import './live-avatar/rest.js';`, null],
  [
    'src/services/live-avatar/rest.ts',
    `import '../../api/enums.js';\nimport '../service.js';\nimport './deep/x.js';`,
    null,
  ],
  ['src/services/live-avatar/deep/x.ts', `import '../../../api/enums.js';\nimport '../../service.js';`, null],
  ['src/media/room.ts', `import '../api/enums.js';`, null],
  ['src/services/simulated/room.ts', `import '../../media/room.js';`, null],
  [
    'src/session/run.ts',
    `import '../services/service.js';\nimport '../media/room.js';\nexport const a = 1;`,
    null,
  ],
  [
    'src/elements/avatar.ts',
    `import 'lit/decorators.js';\nimport '../session/run.js';\nimport '@lit/context';`,
    null,
  ],
  ['src/define.ts', `import './elements/avatar.js';`, null],
  ['src/index.ts', `import './define.js';\nexport const a = () => import('./client.js');`, null],
  ['demo/sandbox/main.ts', `import 'node:http';\nimport 'ws';\nimport './rooms/room.js';`, null],
  ['demo/page.ts', `import '../src/index.js';`, null],
];

const liveKitValue = `import { Room } from 'livekit-client';\nexport const a = Room;`;
const liveKitInlineType = `import { type Room } from 'livekit-client';\nexport type A = Room;`;
const liveKitRight = `import type { Room } from 'livekit-client';\nexport const a = (): Promise<unknown> => import('livekit-client');\nexport type A = Room;`;

describe('the direction of imports', () => {
  let folder = '';

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'import-direction-')));
    await cp(join(project, '.config'), join(folder, '.config'), { recursive: true });
    await cp(join(project, 'tsconfig.json'), join(folder, 'tsconfig.json'));
    await symlink(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const [file, source] of cases) await write(file, source);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('is refused where it is wrong, and only there', async () => {
    const found = await lint();
    for (const [file, source, refusal] of cases) {
      const messages = found.get(file) ?? [];
      const about = `${file}: ${source}`;
      if (refusal) {
        assert.ok(
          messages.some((message) => message.includes(refusal)),
          `${about}\nshould be refused with “${refusal}”; the linter said: ${messages.join(' ') || 'nothing'}`,
        );
      } else assert.deepEqual(messages, [], about);
    }
  });

  for (const [name, source, refused] of [
    ['a value of livekit-client', liveKitValue, true],
    ['a type of livekit-client by an inline type, which leaves the import standing', liveKitInlineType, true],
    ['a type by import type and the module by import()', liveKitRight, false],
  ] as const) {
    it(`${refused ? 'refuses' : 'allows'} livekit-room.ts ${name}`, async () => {
      await write('src/media/livekit-room.ts', source);
      const messages = (await lint()).get('src/media/livekit-room.ts') ?? [];
      assert.equal(messages.length > 0, refused, messages.join(' '));
    });
  }

  async function write(file: string, source: string): Promise<void> {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${source}\n`);
  }

  /** What the rules about imports say, file by file. */
  async function lint(): Promise<Map<string, string[]>> {
    const linter = join(project, 'node_modules/oxlint/bin/oxlint');
    const output = await new Promise<string>((resolve, reject) => {
      const args = [linter, '-c', '.config/oxlint.json', '-f', 'json', 'src', 'demo'];
      execFile(process.execPath, args, { cwd: folder, maxBuffer: 1e8 }, (error, stdout, stderr) => {
        if (stdout.startsWith('{')) resolve(stdout);
        else reject(new Error(`The linter did not run: ${stdout}${stderr}`, { cause: error }));
      });
    });
    const { diagnostics } = JSON.parse(output) as { diagnostics: Diagnostic[] };
    const found = new Map<string, string[]>();
    for (const { code, message, filename } of diagnostics) {
      if (!/import-direction|no-cycle/.test(code ?? '')) continue;
      const file = filename.replaceAll('\\', '/');
      found.set(file, [...(found.get(file) ?? []), message]);
    }
    return found;
  }
});

interface Diagnostic {
  code?: string;
  message: string;
  filename: string;
}
