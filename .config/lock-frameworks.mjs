// `npm run lock:frameworks`: brings demo/frameworks/package-lock.json up to date after a change of an app's packages or of
// the package's own dependencies. npm keeps what it knows of a tarball, so that has to be forgotten first.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameworks, pack } from './frameworks.mjs';
import { runNpm } from './run.mjs';

await pack();
const lockFile = join(frameworks, 'package-lock.json');
if (existsSync(lockFile)) {
  const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
  delete lock.packages['node_modules/heygen-avatar'];
  writeFileSync(lockFile, JSON.stringify(lock, null, 2));
}
for (const name of ['heygen-avatar', '.package-lock.json']) {
  rmSync(join(frameworks, 'node_modules', name), { recursive: true, force: true });
}
const install = ['install', '--omit-lockfile-registry-resolved', '--no-audit', '--no-fund'];
process.exitCode =
  (await runNpm(install, { cwd: frameworks, progress: 'frameworks: npm install' })) ||
  (await runNpm(['run', '--silent', 'lock']));
