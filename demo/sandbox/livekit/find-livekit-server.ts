/**
 * Owns the question which LiveKit server there is: one named by the environment, one on the PATH, one built
 * earlier from its Go module, one that could be built now, or none, with a message that says how to get it.
 */
import { execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Later versions replace pion modules by forks that a module proxy may not serve. */
export const LIVEKIT_VERSION = 'v1.13.5';
const LIVEKIT_MODULE = `github.com/livekit/livekit-server/cmd/server@${LIVEKIT_VERSION}`;
const CACHE_FOLDER = fileURLToPath(new URL('../../../.cache/', import.meta.url));
const CACHED_BINARY = join(
  CACHE_FOLDER,
  `livekit-server-${LIVEKIT_VERSION}${process.platform === 'win32' ? '.exe' : ''}`,
);
/** Older toolchains cannot fetch the newer one that the module asks for. */
const OLDEST_GO_MINOR = 21;
const VERSION_DEADLINE_MS = 15_000;
const BUILD_DEADLINE_MS = 15 * 60_000;

export type LiveKitSource =
  | { kind: 'remote'; url: string; apiKey: string; apiSecret: string }
  | { kind: 'binary'; path: string; from: 'PATH' | 'cache' }
  | { kind: 'buildable'; goVersion: string }
  | { kind: 'missing'; message: string };

/** No LiveKit server can be had here; the message tells a person what to do about it. */
export class LiveKitUnavailableError extends Error {
  override readonly name = 'LiveKitUnavailableError';
}

/** Looks only: nothing is built and nothing but `--version` is run. */
export async function findLiveKitServer(env: NodeJS.ProcessEnv = process.env): Promise<LiveKitSource> {
  if (env['LIVEKIT_URL']) {
    const { LIVEKIT_URL: url, LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret } = env;
    if (!apiKey || !apiSecret) {
      return {
        kind: 'missing',
        message: 'LIVEKIT_URL is set, but not LIVEKIT_API_KEY and LIVEKIT_API_SECRET: set all three or none.',
      };
    }
    return { kind: 'remote', url, apiKey, apiSecret };
  }
  if (await livekitVersion('livekit-server')) return { kind: 'binary', path: 'livekit-server', from: 'PATH' };
  if ((await exists(CACHED_BINARY)) && (await livekitVersion(CACHED_BINARY))) {
    return { kind: 'binary', path: CACHED_BINARY, from: 'cache' };
  }
  const goVersion = await buildingGo();
  if (goVersion) return { kind: 'buildable', goVersion };
  return { kind: 'missing', message: howToGetIt() };
}

/** Builds the server once into the cache folder; two builds side by side do not disturb each other. */
export async function buildLiveKitServer(report: (line: string) => void): Promise<string> {
  await mkdir(CACHE_FOLDER, { recursive: true });
  const folder = await mkdtemp(join(CACHE_FOLDER, 'livekit-build-'));
  const startedAt = Date.now();
  const seconds = (): number => Math.round((Date.now() - startedAt) / 1000);
  report(`building the LiveKit server ${LIVEKIT_VERSION} with Go, once (about a minute or two)`);
  const progress = setInterval(() => report(`still building the LiveKit server, ${seconds()} s`), 10_000);
  try {
    await run('go', ['install', '-trimpath', '-ldflags=-s -w', LIVEKIT_MODULE], {
      env: {
        ...process.env,
        GOBIN: folder,
        CGO_ENABLED: '0',
        GOTOOLCHAIN: process.env['GOTOOLCHAIN'] ?? 'auto',
      },
      timeout: BUILD_DEADLINE_MS,
      maxBuffer: 16 * 1024 * 1024,
    });
    const built = join(folder, process.platform === 'win32' ? 'server.exe' : 'server');
    if (!(await livekitVersion(built))) throw new Error('the built server does not run');
    await rename(built, CACHED_BINARY);
    report(`built the LiveKit server in ${seconds()} s`);
    return CACHED_BINARY;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n').slice(-6).join('\n') : String(error);
    throw new LiveKitUnavailableError(
      `The LiveKit server could not be built with Go: ${reason}\n${howToGetIt()}`,
      { cause: error },
    );
  } finally {
    clearInterval(progress);
    await rm(folder, { recursive: true, force: true });
  }
}

async function livekitVersion(command: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, ['--version'], { timeout: VERSION_DEADLINE_MS });
    return /version ([\d.]+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

async function buildingGo(): Promise<string | undefined> {
  try {
    const { stdout } = await run('go', ['version'], { timeout: VERSION_DEADLINE_MS });
    const [, version, minor] = /go(1\.(\d+)\S*)/.exec(stdout) ?? [];
    return version && Number(minor) >= OLDEST_GO_MINOR ? version : undefined;
  } catch {
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function howToGetIt(): string {
  return [
    'The sandbox needs a LiveKit server, and there is none on this machine. Any one of these is enough:',
    '  Linux    curl -sSL https://get.livekit.io | bash',
    '  macOS    brew install livekit',
    '  Windows  winget install LiveKit.LiveKitServer, or unpack the zip of https://github.com/livekit/livekit/releases',
    '           and put its folder on the PATH',
    '  with Go  install Go 1.21 or later (https://go.dev/dl/): the sandbox then builds the server itself, once',
    '  Docker   docker run --rm --network host livekit/livekit-server --dev --bind 127.0.0.1',
    '           then start the sandbox with LIVEKIT_URL=ws://127.0.0.1:7880 LIVEKIT_API_KEY=devkey LIVEKIT_API_SECRET=secret',
    '  or a server elsewhere: set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET',
  ].join('\n');
}
