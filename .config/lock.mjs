// `npm run lock`: adds to package-lock.json the optional packages of other platforms where npm left them out,
// which it does with a registry that lacks them or a node_modules at hand (npm/cli#4828). Without them `npm ci`
// refuses the lock file, and on those platforms there would be no linter. Run it after `npm install something`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './run.mjs';

/**
 * @typedef {object} Locked
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {Record<string, string>} [optionalDependencies]
 */

const file = join(projectRoot, 'package-lock.json');
/** @type {{ packages: Record<string, Locked & object> }} */
const lock = JSON.parse(readFileSync(file, 'utf8'));

// How packages of binaries are named: @oxlint/binding-linux-arm64-musl, @oxlint-tsgolint/win32-x64,
// @cloudflare/workerd-windows-64.
const platformName =
  /(?:^|[-/])(?<os>aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32|windows)-(?<cpu>[a-z0-9]+)(?:-(?<abi>[a-z]+))?$/;

/** What npm calls a platform that a package's name calls otherwise. @type {Record<string, string>} */
const npmNames = { windows: 'win32', 64: 'x64' };

let added = 0;
for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const { os, cpu, abi = '' } = platformName.exec(name)?.groups ?? {};
    if (!os || !cpu || !/^\d/.test(version) || isLocked(path, name)) continue;
    const libc = os === 'linux' ? { libc: [abi.startsWith('musl') ? 'musl' : 'glibc'] } : {};
    lock.packages[`node_modules/${name}`] = Object.assign(
      { version, cpu: [npmNames[cpu] ?? cpu] },
      dev ? { dev } : {},
      libc,
      { optional: true, os: [npmNames[os] ?? os] },
    );
    added += 1;
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
if (added > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} packages of other platforms added.`);

/**
 * Whether a package finds another, in its own node_modules or one further up.
 * @param {string} path
 * @param {string} name
 */
function isLocked(path, name) {
  const folders = path
    .split('/node_modules/')
    .map((_, index, parts) => parts.slice(0, index + 1).join('/node_modules/'));
  return ['', ...folders].some(
    (folder) => lock.packages[`${folder}/node_modules/${name}`.replace(/^\//, '')],
  );
}
