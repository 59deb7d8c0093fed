// Brings the npm packages of a folder: `npm ci` where node_modules is missing or differs from package-lock.json.
// Only Node's own modules here, for it runs before anything is installed.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot, runNpm } from './run.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** @returns {Promise<void>} */
export async function bringPackages(folder = projectRoot) {
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(
      `Node ${process.versions.node} is too old: 20.19 or newer is needed (https://nodejs.org).`,
    );
  }
  const reason = whyInstall(folder);
  if (!reason) return;
  const what = folder === projectRoot ? 'packages' : basename(folder);
  console.log(`${what}: npm ci (${reason})`);
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await runNpm(args, { progress: `${what}: npm ci`, cwd: folder });
  if (code !== 0) {
    throw new Error(
      `npm ci ended with code ${code}; its message is above. If packages of other platforms are missing from the lock file: npm run lock.`,
    );
  }
}

/**
 * The reason for an install, or an empty string when what is installed is what the lock file says.
 * @param {string} folder
 */
function whyInstall(folder) {
  if (!existsSync(join(folder, 'node_modules/.package-lock.json'))) return 'no complete node_modules';
  const wanted = lockedPackages(join(folder, 'package-lock.json'));
  const installed = lockedPackages(join(folder, 'node_modules/.package-lock.json'));
  for (const [path, { version, optional, devOptional }] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    if (!found ? !optional && !devOptional : found.version !== version) {
      return `${path.replace(/^.*node_modules\//, '')} ${version} is not what is installed`;
    }
  }
  return '';
}

/** @param {string} file */
function lockedPackages(file) {
  /** @type {{ packages: Record<string, { version: string, optional?: boolean, devOptional?: boolean }> }} */
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return packages;
}
