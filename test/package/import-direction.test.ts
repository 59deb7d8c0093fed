// Proves that the linter refuses each wrong import and allows the right ones: it runs over files that are written for
// this test and laid out like the project.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../', import.meta.url));

const direction = 'no-restricted-imports';
const cycle = 'no-cycle';
const computed = 'no-dynamic-require';
const typeByImport = 'consistent-type-imports';
const typeLeavesImport = 'no-import-type-side-effects';
const importRules = [direction, cycle, computed, typeByImport, typeLeavesImport];

/** A file, what it imports, and the rule that refuses it, if one does. */
type Case = [file: string, source: string, rule?: string];

/** What each folder may import none of; a folder below it, where there is one, neither. */
const foreign: Record<string, string[]> = {
  'src/api': ['services/service', 'media/room', 'session/run', 'elements/avatar', 'server/handler', 'index'],
  'src/services': ['media/room', 'session/run', 'elements/avatar', 'server/handler', 'index'],
  'src/media': ['services/service', 'session/run', 'elements/avatar', 'server/handler', 'index'],
  'src/session': ['elements/avatar', 'server/handler', 'index'],
  'src/elements': ['services/service', 'server/handler', 'index'],
  'src/server': ['media/room', 'session/run', 'elements/avatar', 'index'],
  'src/embed': ['elements/avatar', 'session/run', 'api/enums', 'define'],
  'src/new': ['api/enums'],
};

const wrong: Case[] = [
  ...Object.entries(foreign).flatMap(([folder, targets]) =>
    targets.map((target, index): Case => [
      `${folder}/wrong-${index}.ts`,
      `import '../${target}.js';`,
      direction,
    ]),
  ),
  ...[
    'media/room',
    'session/run',
    'elements/avatar',
    'server/handler',
    'services/live-avatar/rest',
    'index',
  ].map((target, index): Case => [
    `src/services/interactive-avatar/wrong-${index}.ts`,
    `import '../../${target}.js';`,
    direction,
  ]),
  ['src/services/interactive-avatar/wrong-service.ts', `import '../live-avatar/rest.js';`, direction],
  ['src/services/simulated/wrong-media.ts', `import '../../media/livekit-room.js';`, direction],
  ['src/services/simulated/wrong-service.ts', `import '../live-avatar/rest.js';`, direction],
  ['src/elements/strings/wrong.ts', `import '../../session/run.js';`, direction],
  ['src/client.ts', `import './elements/avatar.js';`, direction],
  ['src/server.ts', `import './client.js';`, direction],
  ['src/react.ts', `import './client.js';`, direction],
  ['src/elements.ts', `import './index.js';`, direction],

  ['src/api/wrong-type.ts', `import type { A } from '../session/run.js';\nexport type B = A;`, direction],
  ['src/api/wrong-export.ts', `export { a } from '../session/run.js';`, direction],
  ['src/api/wrong-export-all.ts', `export * from '../session/run.js';`, direction],
  ['src/api/wrong-later.ts', `export const a = () => import('../session/run.js');`, direction],
  ['src/api/wrong-computed.ts', `export const a = (name: string) => import(name);`, computed],
  ['src/api/wrong-type-import.ts', `export type A = import('../session/run.js').A;`, typeByImport],

  ['src/api/wrong-lit.ts', `import 'lit';`, direction],
  ['src/session/wrong-lit.ts', `import { html } from 'lit';\nexport const a = html;`, direction],
  ['src/elements/wrong-task.ts', `import '@lit/task';`, direction],
  ['src/elements/wrong-livekit.ts', `import 'livekit-client';`, direction],
  ['src/services/live-avatar/wrong-livekit.ts', `import 'livekit-client';`, direction],
  ['src/media/microphone.ts', `import type { A } from 'livekit-client';\nexport type B = A;`, direction],
  ['src/media/simulated-room.ts', `export const a = () => import('livekit-client');`, direction],
  [
    'src/media/livekit.ts',
    `import { type Room } from 'livekit-client';\nexport type A = Room;`,
    typeLeavesImport,
  ],

  ['demo/sandbox/wrong-source.ts', `import '../../src/api/enums.js';`, direction],
  ['demo/sandbox/deep/wrong-source.ts', `export * from '../../../src/api/enums.js';`, direction],
  ['demo/sandbox/wrong-package.ts', `import 'heygen-avatar/client';`, direction],

  ['src/api/cycle-one.ts', `import { two } from './cycle-two.js';\nexport const one = () => two;`, cycle],
  ['src/api/cycle-two.ts', `import { one } from './cycle-one.js';\nexport const two = () => one;`, cycle],
  ['src/api/circle-a.ts', `import type { B } from './circle-b.js';\nexport type A = B[];`, cycle],
  ['src/api/circle-b.ts', `import type { C } from './circle-c.js';\nexport type B = C[];`, cycle],
  ['src/api/circle-c.ts', `import type { A } from './circle-a.js';\nexport type C = A[];`, cycle],
];

const right: Case[] = [
  ['src/api/enums.ts', `import './errors.js';`],
  ['src/services/service.ts', `import '../api/enums.js';`],
  ['src/services/choice.ts', `import './live-avatar/rest.js';`],
  ['src/services/live-avatar/rest.ts', `import '../../api/enums.js';\nimport '../service.js';`],
  ['src/services/simulated/service.ts', `import '../../media/room.js';`],
  ['src/media/room.ts', `import '../api/enums.js';`],
  [
    'src/session/run.ts',
    `import '../services/service.js';\nimport '../services/live-avatar/rest.js';\nimport '../media/room.js';\nimport '../api/enums.js';`,
  ],
  [
    'src/elements/avatar.ts',
    `import 'lit';\nimport 'lit/decorators.js';\nimport '@lit/context';\nimport '@lit/reactive-element';\nimport './strings/en.js';\nimport '../session/run.js';\nimport '../media/room.js';\nimport '../api/enums.js';`,
  ],
  ['src/elements/strings/en.ts', `import '../../api/enums.js';`],
  ['src/server/handler.ts', `import '../services/service.js';\nimport '../api/enums.js';`],
  ['src/media/livekit-parts.ts', `export { Room } from 'livekit-client';`],
  ['src/define.ts', `import './elements/avatar.js';\nexport const a = () => import('./define-controls.js');`],
  ['src/define-controls.ts', `import './elements/controls.js';`],
  ['src/embed/embed.ts', `import type { A } from '../elements/heygen-avatar.js';\nexport type B = A;`],
  ['src/index.ts', `import './define.js';\nexport const a = () => import('./client.js');`],
  ['demo/sandbox/main.ts', `import 'node:http';\nimport 'ws';\nimport './rooms/room.js';`],
  ['demo/page.ts', `import '../src/index.js';`],
];

describe('an import', () => {
  let folder = '';
  let found = new Map<string, string[]>();

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'import-direction-')));
    await cp(join(project, '.config'), join(folder, '.config'), { recursive: true });
    await cp(join(project, 'tsconfig.json'), join(folder, 'tsconfig.json'));
    await symlink(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const [file, source] of [...wrong, ...right]) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), `${source}\n`);
    }
    found = await lint();
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const [file, source, rule = ''] of wrong) {
    it(`is refused in ${file}: ${source.split('\n')[0]}`, () => {
      const rules = found.get(file) ?? [];
      assert.ok(
        rules.includes(rule),
        `${rule} should refuse it; refused by: ${rules.join(', ') || 'nothing'}`,
      );
    });
  }

  for (const [file] of right) {
    it(`is allowed in ${file}`, () => assert.deepEqual(found.get(file) ?? [], []));
  }

  it('of livekit-client is allowed in livekit.ts as a type, and of its parts by import()', async () => {
    const file = 'src/media/livekit.ts';
    const source = `import type { Room } from 'livekit-client';\nexport const a = () => import('./livekit-parts.js');\nexport type A = Room;\n`;
    await writeFile(join(folder, file), source);
    assert.deepEqual((await lint()).get(file) ?? [], []);
  });

  /** The rules about imports that each file breaks. */
  async function lint(): Promise<Map<string, string[]>> {
    const linter = join(project, 'node_modules/oxlint/bin/oxlint');
    const output = await new Promise<string>((resolve, reject) => {
      const args = [linter, '-c', '.config/oxlint.json', '-f', 'json', 'src', 'demo'];
      execFile(process.execPath, args, { cwd: folder, maxBuffer: 1e8 }, (error, stdout, stderr) => {
        if (stdout.startsWith('{')) resolve(stdout);
        else reject(new Error(`The linter did not run: ${stdout}${stderr}`, { cause: error }));
      });
    });
    const { diagnostics } = JSON.parse(output) as { diagnostics: { code?: string; filename: string }[] };
    const rules = new Map<string, string[]>();
    for (const { code = '', filename } of diagnostics) {
      const rule = importRules.find((name) => code.includes(`(${name})`));
      if (!rule) continue;
      const file = filename.replaceAll('\\', '/');
      rules.set(file, [...(rules.get(file) ?? []), rule]);
    }
    return rules;
  }
});
