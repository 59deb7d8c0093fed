// `npm run lock`: adds to our lock files the optional packages of other platforms where npm left them out,
// which it does with a registry that lacks them or a node_modules at hand (npm/cli#4828). Without them `npm ci`
// refuses the lock file, and on those platforms there would be no linter. Run it after `npm install something`.
// It also takes out of them what only holds here: a registry's addresses, and the checksum of our own tarball.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './run.mjs';

/**
 * @typedef {object} Locked
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {string} [integrity]
 * @property {boolean} [dev]
 * @property {Record<string, string>} [optionalDependencies]
 */

// How packages of binaries are named: @oxlint/binding-linux-arm64-musl, @oxlint-tsgolint/win32-x64,
// @cloudflare/workerd-windows-64.
const platformName =
  /(?:^|[-/])(?<os>aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32|windows)-(?<cpu>[a-z0-9]+)(?:-(?<abi>[a-z]+))?$/;

/** What npm calls a platform that a package's name calls otherwise. @type {Record<string, string>} */
const npmNames = { windows: 'win32', 64: 'x64' };

for (const name of ['package-lock.json', 'demo/frameworks/package-lock.json']) complete(name);

/** @param {string} name */
function complete(name) {
  const file = join(projectRoot, name);
  /** @type {{ packages: Record<string, Locked & object> }} */
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const { packages } = lock;
  let added = 0;
  for (const [path, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const { os, cpu, abi = '' } = platformName.exec(name)?.groups ?? {};
      if (!os || !cpu || !/^\d/.test(version) || isLocked(packages, path, name)) continue;
      const libc = os === 'linux' ? { libc: [abi.startsWith('musl') ? 'musl' : 'glibc'] } : {};
      packages[`node_modules/${name}`] = Object.assign(
        { version, cpu: [npmNames[cpu] ?? cpu] },
        dev ? { dev } : {},
        libc,
        { optional: true, os: [npmNames[os] ?? os] },
      );
      added += 1;
    }
  }
  for (const locked of Object.values(packages)) {
    if (locked.resolved?.startsWith('http')) delete locked.resolved;
    // It is packed anew for each run.
    if (locked.resolved?.startsWith('file:')) delete locked.integrity;
  }
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${name}: ${added} packages of other platforms added.`);
}

/**
 * Whether a package finds another, in its own node_modules or one further up.
 * @param {Record<string, object>} packages
 * @param {string} path
 * @param {string} name
 */
function isLocked(packages, path, name) {
  const folders = path
    .split('/node_modules/')
    .map((_, index, parts) => parts.slice(0, index + 1).join('/node_modules/'));
  return ['', ...folders].some((folder) => packages[`${folder}/node_modules/${name}`.replace(/^\//, '')]);
}
