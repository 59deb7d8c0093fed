// Finds the programs that the token endpoint is tested with, Redis and PHP, and brings Debian's where there are none.
// The order: the variable, what is on the PATH, Debian's package when run as root, else how to get one.
import { canInstallDebianPackages, installDebianPackages, isProgram, pathsOf } from './programs.mjs';

/**
 * @typedef {object} Program
 * @property {string} variable names the program itself
 * @property {string} command
 * @property {string} debianPackage
 * @property {string} howToGetOne
 */

/** @type {Record<'redis' | 'php', Program>} */
const programs = {
  redis: {
    variable: 'REDIS_SERVER_PATH',
    command: 'redis-server',
    debianPackage: 'redis-server',
    howToGetOne: `No redis-server was found for the test of the shared rate limit. Install one:
  Debian, Ubuntu  sudo apt-get install redis-server
  Fedora          sudo dnf install redis
  Arch            sudo pacman -S valkey            (and set REDIS_SERVER_PATH to valkey-server)
  macOS           brew install redis
or set REDIS_SERVER_PATH to the program of one that you have.`,
  },
  php: {
    variable: 'PHP_PATH',
    command: 'php',
    debianPackage: 'php-cli',
    howToGetOne: `No php was found for the test of the WordPress example. Install one:
  Debian, Ubuntu  sudo apt-get install php-cli
  Fedora          sudo dnf install php-cli
  Arch            sudo pacman -S php
  macOS           brew install php
or set PHP_PATH to the program of one that you have.`,
  },
};

/**
 * The path of a program; throws how to get one where there is none.
 * @param {keyof typeof programs} name
 */
export function findServerProgram(name) {
  const program = programs[name];
  const found = candidates(program).find(isProgram);
  if (!found) throw new Error(program.howToGetOne);
  return found;
}

/**
 * Brings what can be brought, before the tests: two of those at once would wait for each other's apt-get. What is
 * still missing then is the failure of the test that needs it, and of no other.
 */
export async function bringServerPrograms() {
  if (!canInstallDebianPackages()) return;
  const missing = Object.values(programs).filter((program) => !candidates(program).some(isProgram));
  if (missing.length === 0) return;
  const names = missing.map(({ debianPackage }) => debianPackage);
  console.log(`Debian packages for the token endpoint's tests: ${names.join(', ')}`);
  await installDebianPackages(names).catch((error) => console.error(error.message));
}

/** @param {Program} program */
function candidates({ variable, command }) {
  const chosen = process.env[variable];
  if (chosen) return [chosen];
  return pathsOf([process.platform === 'win32' ? `${command}.exe` : command]);
}
