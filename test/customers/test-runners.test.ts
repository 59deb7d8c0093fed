/** Users' own tests, in the DOMs that test runners have: nothing crashes, and what cannot work says so. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { succeed, toolOf, workspace, type Ran } from './support.js';

describe("users' tests", () => {
  let folder = '';

  before(async () => {
    folder = await workspace();
  });

  for (const environment of ['jsdom', 'happy-dom']) {
    for (const inline of [false, true]) {
      const how = inline ? 'transformed by Vite' : 'loaded by Node';
      it(`pass in Vitest with ${environment}, the package ${how}`, async () => {
        const args = [
          'run',
          '--globals',
          '--testTimeout=60000',
          `--environment=${environment}`,
          'avatar.spec.js',
        ];
        if (inline) args.push('--config=vitest.inline.config.mjs');
        assertPassed(
          await succeed(process.execPath, [await toolOf(folder, 'vitest'), ...args], { cwd: folder }),
        );
      });
    }
  }

  const jest = ['--testTimeout=60000', 'avatar.spec.js'];

  it('pass in Jest with jsdom, as modules', async () => {
    const args = ['--experimental-vm-modules', '--no-warnings', await toolOf(folder, 'jest')];
    assertPassed(
      await succeed(process.execPath, [...args, '--config=jest.modules.config.mjs', ...jest], {
        cwd: folder,
      }),
    );
  });

  it('pass in Jest with jsdom, as CommonJS made by Babel', async () => {
    const args = [await toolOf(folder, 'jest'), '--config=jest.babel.config.mjs', ...jest];
    assertPassed(await succeed(process.execPath, args, { cwd: folder }));
  });
});

/** Both runners end well also when they find no test. */
function assertPassed(output: Ran['output']): void {
  // oxlint-disable-next-line no-control-regex
  const plain = output.replaceAll(/\u001b\[[\d;]*m/g, '');
  assert.match(plain, /Tests:? +\d+ passed/);
  assert.doesNotMatch(plain, /\d (?:failed|skipped|todo)/);
}
