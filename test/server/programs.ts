/** Owns the programs that the token endpoint and the WordPress plugin are tested with: where they are, and starting and ending one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

const { findServerProgram, findWebFramework } = (await import(
  new URL('../../.config/server-programs.mjs', import.meta.url).href
)) as {
  findServerProgram: (name: 'redis' | 'php' | 'mariadb') => string;
  findWebFramework: (name: 'django' | 'laravel' | 'rails') => string;
};

export { findServerProgram, findWebFramework };

export interface Running {
  /** What the line said by which it was known to be ready. */
  readonly ready: RegExpExecArray;
  /** Resolves when the program is gone. */
  end(): Promise<void>;
}

/** Starts a program, and waits until a line it prints says that it is ready; fails with all it has printed. */
export async function run(
  command: string,
  args: readonly string[],
  ready: RegExp,
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Running> {
  const env = { ...process.env, ...options.env };
  const child = spawn(command, args, { ...options, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const said = await until(child, ready);
  return {
    ready: said,
    async end() {
      child.kill('SIGTERM');
      await gone;
      process.off('exit', endWithUs);
    },
  };
}

function until(child: ChildProcess, ready: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let printed = '';
    for (const output of [child.stdout, child.stderr]) {
      output?.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        const found = ready.exec(printed);
        if (found) resolve(found);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`It ended with code ${code}: ${printed}`)));
  });
}

/** A port that was free a moment ago, for programs that cannot say which one they took. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
