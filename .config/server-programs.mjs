// Finds what the token endpoint and the WordPress plugin are tested with: Redis, PHP, MariaDB, WordPress, and the web
// frameworks Laravel, Django and Rails. Brings Debian's where there are none. The order: the variable, what is on the PATH, Debian's package when run as root,
// else how to get one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallDebianPackages, installDebianPackages, isProgram, pathsOf } from './programs.mjs';
import { run } from './run.mjs';

/**
 * @typedef {object} Program
 * @property {string} variable names the program itself
 * @property {string} command
 * @property {string} debianPackage
 * @property {string} howToGetOne
 */

/** @type {Record<'redis' | 'php' | 'mariadb', Program>} */
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
    howToGetOne: `No php was found for the test of the WordPress plugin. Install one:
  Debian, Ubuntu  sudo apt-get install php-cli
  Fedora          sudo dnf install php-cli
  Arch            sudo pacman -S php
  macOS           brew install php
or set PHP_PATH to the program of one that you have.`,
  },
  mariadb: {
    variable: 'MARIADB_PATH',
    command: 'mariadbd',
    debianPackage: 'mariadb-server-core',
    howToGetOne: `No mariadbd was found for the test of the WordPress plugin. Install one:
  Debian, Ubuntu  sudo apt-get install mariadb-server
  Fedora          sudo dnf install mariadb-server
  Arch            sudo pacman -S mariadb
  macOS           brew install mariadb
or set MARIADB_PATH to the program of one that you have.`,
  },
};

/**
 * @typedef {object} WebFramework
 * @property {string} variable names the program of its language
 * @property {string} command
 * @property {readonly string[]} test arguments with which that program succeeds only if it has the framework
 * @property {readonly string[]} debianPackages
 * @property {string} howToGetOne
 */

/** @type {Record<'django' | 'laravel' | 'rails', WebFramework>} */
const webFrameworks = {
  django: {
    variable: 'PYTHON_PATH',
    command: 'python3',
    test: ['-c', 'import django'],
    debianPackages: ['python3-django'],
    howToGetOne:
      'No Python with Django was found for the test of its CSRF protection: pip install django, or set PYTHON_PATH to a Python that has it.',
  },
  laravel: {
    variable: 'PHP_PATH',
    command: 'php',
    test: ['-r', "exit((@include 'Illuminate/Foundation/helpers.php') ? 0 : 1);"],
    debianPackages: ['php-laravel-framework', 'php-cli'],
    howToGetOne:
      'No Laravel was found on the include path of PHP for the test of its CSRF protection. On Debian and Ubuntu: sudo apt-get install php-laravel-framework',
  },
  rails: {
    variable: 'RUBY_PATH',
    command: 'ruby',
    test: ['-e', "require 'action_controller/railtie'; require 'puma'"],
    debianPackages: ['ruby-railties', 'puma'],
    howToGetOne:
      'No Ruby with Rails was found for the test of its CSRF protection: gem install rails puma, or set RUBY_PATH to a Ruby that has them.',
  },
};

const noWordPress = `No WordPress was found for the test of the plugin. On Debian and Ubuntu: sudo apt-get install wordpress php-mysql
Elsewhere unpack one from https://wordpress.org/download/releases/, and set WORDPRESS_PATH to its folder.`;

/** webfs is a web server of 40 kB: Debian's WordPress wants one, and would otherwise bring Apache and start it. */
const wordPressPackages = [
  'wordpress',
  'wordpress-theme-twentytwentythree',
  'php-cli',
  'php-mysql',
  'mariadb-server-core',
  'mariadb-client',
  'webfs',
];

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
  const { redis } = programs;
  const missing = Object.values(webFrameworks)
    .filter((framework) => !programWith(framework))
    .flatMap(({ debianPackages }) => debianPackages);
  if (!candidates(redis).some(isProgram)) missing.push(redis.debianPackage);
  if (missing.length === 0) return;
  console.log(`Debian packages for the token endpoint's tests: ${missing.join(', ')}`);
  await installDebianPackages(missing).catch((error) => console.error(error.message));
}

/**
 * The path of the program that runs a site made with a web framework; throws how to get one where there is none.
 * @param {keyof typeof webFrameworks} name
 */
export function findWebFramework(name) {
  const found = programWith(webFrameworks[name]);
  if (!found) throw new Error(webFrameworks[name].howToGetOne);
  return found;
}

/** @param {WebFramework} framework */
function programWith({ variable, command, test }) {
  // Debian's packages are in Debian's own Python, which need not be on the PATH.
  const all = [
    ...candidates({ variable, command }),
    ...(process.env[variable] ? [] : [`/usr/bin/${command}`]),
  ];
  return all.find((path) => isProgram(path) && spawnSync(path, test, { stdio: 'ignore' }).status === 0);
}

/** The folder of a WordPress; throws how to get one where there is none. */
export function findWordPress() {
  const folder = process.env.WORDPRESS_PATH ?? '/usr/share/wordpress';
  if (!existsSync(join(folder, 'wp-settings.php'))) throw new Error(noWordPress);
  return folder;
}

/** Brings a WordPress with all that it runs on; throws how to get what is missing. */
export async function bringWordPress() {
  if (canInstallDebianPackages() && !(await isWordPressThere())) {
    console.log(
      `Debian packages for the test of the WordPress plugin (about 40 MB): ${wordPressPackages.join(', ')}`,
    );
    await installDebianPackages(wordPressPackages);
  }
  findServerProgram('php');
  findServerProgram('mariadb');
  findWordPress();
}

async function isWordPressThere() {
  try {
    findServerProgram('mariadb');
    findWordPress();
    const code = "exit(extension_loaded('mysqli') ? 0 : 1);";
    return (await run(findServerProgram('php'), ['-r', code])) === 0;
  } catch {
    return false;
  }
}

/** @param {Pick<Program, 'variable' | 'command'>} program */
function candidates({ variable, command }) {
  const chosen = process.env[variable];
  if (chosen) return [chosen];
  return pathsOf([process.platform === 'win32' ? `${command}.exe` : command]);
}
