// Runs another program to its end, and says how long it takes while it is silent for long.
// Only Node's own modules here, for it runs before anything is installed.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import './end-with-parent.mjs';

/** Node's options for a child that shall not outlive us. */
export const endWithUs = ['--import', new URL('./end-with-parent.mjs', import.meta.url).href];

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @typedef {object} RunOptions
 * @property {string} [progress] said every ten seconds, with the time it has taken
 * @property {string} [cwd] default: the project
 * @property {NodeJS.ProcessEnv} [env] beside our own environment
 * @property {boolean} [shell]
 * @property {boolean} [quiet] drops its output
 * @property {(text: string) => void} [write] takes its output, which otherwise goes to ours
 */

/**
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} the exit code; 1 where a signal ended it
 */
export function run(
  command,
  args,
  { progress, cwd = projectRoot, env = {}, shell = false, quiet = false, write } = {},
) {
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const output = quiet ? 'ignore' : write ? 'pipe' : 'inherit';
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', output, output],
      env: { ...process.env, ...env },
      shell,
    });
    if (write)
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', write);
    const ticker = progress
      ? setInterval(() => console.log(`${progress} … ${Math.round((Date.now() - started) / 1000)} s`), 10_000)
      : undefined;
    // Ctrl-C reaches the child by itself. The tools that we run tidy up on SIGINT, not all of them on SIGTERM.
    const interrupt = () => child.kill('SIGINT');
    process.on('SIGTERM', interrupt);
    const finish = () => {
      clearInterval(ticker);
      process.off('SIGTERM', interrupt);
    };
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    child.once('close', (code) => {
      finish();
      resolve(code ?? 1);
    });
  });
}

/**
 * The npm that runs us, or the one on the PATH.
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js')
    ? run(process.execPath, [npm, ...args], options)
    : run('npm', args, { ...options, shell: process.platform === 'win32' });
}

/**
 * Runs an installed package's command by `node`, which works on every system without a shell.
 * @param {string} packageName
 * @param {string[]} args
 * @param {RunOptions & { command?: string }} [options] `command` where it has another name than the package
 */
export function runTool(packageName, args, { command = packageName, ...options } = {}) {
  const folder = join(projectRoot, 'node_modules', packageName);
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = join(folder, typeof bin === 'string' ? bin : (bin[command] ?? ''));
  return run(process.execPath, [...endWithUs, file, ...args], options);
}
