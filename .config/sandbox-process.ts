// Starts the sandbox as a process of its own, waits until it says where it is, and ends it again.
// `npm start` and the browser tests both use it.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface SandboxProcess {
  readonly url: string;
  /** Settles when the process is gone. */
  stop(): Promise<void>;
}

export interface SandboxProcessOptions {
  /** 0 takes a free port. */
  port?: number;
  env?: NodeJS.ProcessEnv;
  /** Gets every line the sandbox prints. */
  onLine: (line: string) => void;
  /** Ends it, ready or not. */
  signal?: AbortSignal;
}

const endWithParent = new URL('end-with-parent.mjs', import.meta.url).href;
const readyLine = /^sandbox ready at (http:\S+)$/;
/** Long, for the first time it may have to build its LiveKit server. */
const readyTimeout = 900_000;
const stopTimeout = 8_000;

export async function startSandbox({
  port = 0,
  env = {},
  onLine,
  signal,
}: SandboxProcessOptions): Promise<SandboxProcess> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', endWithParent, 'demo/sandbox/main.ts'],
    {
      cwd: new URL('..', import.meta.url),
      env: { ...process.env, ...env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const endWithUs = (): void => void child.kill('SIGTERM');
  process.once('exit', endWithUs);
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => {
      process.off('exit', endWithUs);
      resolve();
    });
  });
  const stop = (): Promise<void> => endProcess(child, gone);
  signal?.addEventListener('abort', endWithUs, { once: true });

  const deadline = setTimeout(() => void stop(), readyTimeout);
  try {
    return { url: await readyUrl(child, onLine), stop };
  } finally {
    clearTimeout(deadline);
  }
}

function readyUrl(child: ChildProcess, onLine: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    for (const output of [child.stdout, child.stderr]) {
      if (!output) continue;
      createInterface({ input: output }).on('line', (line) => {
        onLine(line);
        const url = readyLine.exec(line)?.[1];
        if (url) resolve(url);
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => {
      reject(new Error(`The sandbox ended before it was ready (${signal ?? `code ${code}`}).`));
    });
  });
}

async function endProcess(child: ChildProcess, gone: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const deadline = setTimeout(() => child.kill('SIGKILL'), stopTimeout);
  await gone;
  clearTimeout(deadline);
}
