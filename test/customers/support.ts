/** A workspace with the tools that users have, which `.config/customers.mjs` brings, and the packed package in it. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const project = fileURLToPath(new URL('../../', import.meta.url));

/** Outside of the folders that the project's own tools look at. */
const cache = join(project, '.cache/customers');
const tools = fileURLToPath(new URL('workspace/', import.meta.url));

export interface Ran {
  readonly code: number;
  /** What it printed, errors included. */
  readonly output: string;
}

/** Runs a program to its end. */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Promise<Ran> {
  // The variables of the npm and the test runner above us are not the user's.
  const clean = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|VITEST|JEST)/.test(name));
  const options = { cwd, env: { ...Object.fromEntries(clean), ...env }, maxBuffer: 64 * 2 ** 20 };
  return promisify(execFile)(command, args, options).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout = '', stderr = '', message }: FailedRun) => ({
      code: typeof code === 'number' ? code : 1,
      output: stdout + stderr || message,
    }),
  );
}

type FailedRun = Error & { code?: number | string; stdout?: string; stderr?: string };

/** Runs a program, and fails with all that it printed if it does. */
export async function succeed(...[command, args, options]: Parameters<typeof run>): Promise<string> {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with code ${code}:\n${output}`);
  return output;
}

let packing: Promise<string> | undefined;
let installing: Promise<string> | undefined;

/** The packed package; its name changes with what is in it. */
export function tarball(): Promise<string> {
  return (packing ??= pack());
}

/** The workspace's folder, with the package in it. */
export function workspace(): Promise<string> {
  return (installing ??= install());
}

async function pack(): Promise<string> {
  await mkdir(cache, { recursive: true });
  const packed = await npm(['pack', '--ignore-scripts', '--silent', `--pack-destination=${cache}`], project);
  const path = join(cache, packed.trim().split('\n').at(-1) ?? '');
  const mark = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
    .slice(0, 12);
  const named = join(cache, `heygen-avatar-${mark}.tgz`);
  await rename(path, named);
  return named;
}

async function install(): Promise<string> {
  const folder = join(cache, 'workspace');
  const packed = await tarball();
  const stamp = join(folder, 'installed-package');
  if ((await readFile(stamp, 'utf8').catch(() => '')) !== packed) {
    await rm(stamp, { force: true });
    await npm(
      ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', packed],
      folder,
    );
    await writeFile(stamp, packed);
  }
  await cp(tools, folder, {
    recursive: true,
    filter: (path) => path !== join(tools, 'package.json'),
  });
  return folder;
}

/** The npm that runs us, or the one on the PATH. */
export function npm(args: readonly string[], cwd: string): Promise<string> {
  const script = process.env['npm_execpath'];
  return script?.endsWith('.js')
    ? succeed(process.execPath, [script, ...args], { cwd })
    : succeed('npm', args, { cwd });
}

/** The script of a tool that is installed in the workspace, for `node`. */
export async function toolOf(folder: string, name: string, command = name): Promise<string> {
  const home = join(folder, 'node_modules', name);
  const { bin } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  return join(home, typeof bin === 'string' ? bin : (bin[command] ?? ''));
}

/**
 * The entries of the package that are scripts: `heygen-avatar`, `heygen-avatar/client` … Not `react`, which needs a React,
 * and is tried in the apps of demo/frameworks.
 */
export async function entries(): Promise<string[]> {
  const { exports } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as {
    exports: Record<string, string | Record<string, string>>;
  };
  return Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === 'object' && !/^\.\/(react$|types\/)/.test(entry)
      ? [entry.replace('.', 'heygen-avatar')]
      : [],
  );
}
