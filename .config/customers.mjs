// Brings the tools that users of the package have, for test/customers: before the tests, for that takes longer than any
// test may. The packed package itself is added by the tests.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, runNpm } from './run.mjs';

const list = join(projectRoot, 'test/customers/workspace/package.json');
/** Outside of the folders that the project's own tools look at. */
const workspace = join(projectRoot, '.cache/customers/workspace');
/** The list that was installed. */
const stamp = join(workspace, 'installed-tools.json');

export async function bringCustomers() {
  const wanted = readFileSync(list, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log(`users' tools: npm install (${existsSync(stamp) ? 'the list has changed' : 'there are none'})`);
  rmSync(workspace, { recursive: true, force: true });
  mkdirSync(workspace, { recursive: true });
  copyFileSync(list, join(workspace, 'package.json'));
  const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const code = await runNpm(args, { progress: "users' tools: npm install", cwd: workspace });
  if (code !== 0) throw new Error(`npm install of the users' tools ended with code ${code}.`);
  writeFileSync(stamp, wanted);
}
