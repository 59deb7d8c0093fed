// Programs of this machine that the tests need: whether one is there, and Debian's packages for those that are not.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

/** @param {string} path */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where programs of these names would be on the PATH, in its order.
 * @param {readonly string[]} names
 */
export function pathsOf(names) {
  const { PATH = '' } = process.env;
  return PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
}

export function canInstallDebianPackages() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/**
 * Throws if apt-get fails.
 * @param {readonly string[]} names
 */
export async function installDebianPackages(names) {
  // The run level keeps a package from starting a service: the tests start servers of their own.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', ...names],
  ]) {
    const code = await run('apt-get', args, { progress: `apt-get ${args[0]}`, env, quiet: true });
    if (code !== 0) throw new Error(`apt-get ${args.join(' ')} ended with code ${code}.`);
  }
}
