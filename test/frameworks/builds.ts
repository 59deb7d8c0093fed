// Builds and type-checks the apps with their own tools, several at a time.
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { App } from './apps.js';

const frameworks = new URL('../../demo/frameworks/', import.meta.url);
/** The tools that count what they are used for, told not to. */
const quiet = {
  CI: 'true',
  NEXT_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
};

/** What the tools make and remember. They take a package of the same version for unchanged, and it is packed anew. */
const made = ['.angular', '.next', '.nuxt', '.output', '.svelte-kit', 'build', 'dist', 'site/heygen-avatar'];

/** Each is undefined if the tool was content, else what it said. */
export interface Built {
  readonly build: string | undefined;
  readonly types: string | undefined;
}

export const folderOf = ({ folder }: App): string => fileURLToPath(new URL(`${folder}/`, frameworks));

/** Two at a time on two cores: most of these tools use hardly more than one. */
export async function buildAll(apps: readonly App[]): Promise<Map<App, Built>> {
  const built = new Map<App, Built>();
  const waiting = [...apps];
  const lane = async (): Promise<void> => {
    for (let app = waiting.shift(); app; app = waiting.shift()) {
      for (const name of made) rmSync(join(folderOf(app), name), { recursive: true, force: true });
      // The build first: it makes the types of routes that some checkers read.
      built.set(app, { build: await script(app, 'build'), types: await script(app, 'types') });
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism() - 1) }, lane));
  return built;
}

async function script(app: App, name: 'build' | 'types'): Promise<string | undefined> {
  const begun = Date.now();
  const npm = process.env['npm_execpath'];
  const run = ['run', '--silent', name];
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm, ...run]] : ['npm', run];
  try {
    await promisify(execFile)(command, args, {
      cwd: folderOf(app),
      env: { ...process.env, ...quiet, NODE_OPTIONS: '' },
      maxBuffer: 64 * 1024 * 1024,
      shell: command === 'npm' && process.platform === 'win32',
    });
    return undefined;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    return `${stdout}\n${stderr}`.trim() || message;
  } finally {
    console.log(`${app.name}: ${name} ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  }
}
