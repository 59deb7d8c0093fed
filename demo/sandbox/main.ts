/**
 * Owns the command line, `npm run sandbox`. Other programs start it as a child process and wait for its line
 * `sandbox ready at http://…`. Environment: PORT, SANDBOX_CLOCK, and LIVEKIT_URL with its key and secret.
 */
import { startSandbox, LiveKitUnavailableError, type Sandbox } from './sandbox.js';

const report = (line: string): void => void process.stdout.write(`${line}\n`);

let sandbox: Sandbox | undefined;
let ending = false;

async function end(exitCode: number): Promise<void> {
  if (ending) return;
  ending = true;
  await sandbox?.close().catch(() => {});
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second Ctrl-C does not wait any longer; the LiveKit server is killed on the way out.
    if (ending) process.exit(1);
    report('ending the sandbox');
    void end(0);
  });
}
// Started with an IPC channel, its end means that the parent is gone.
process.once('disconnect', () => void end(0));
for (const failure of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(failure, (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    void end(1);
  });
}

try {
  sandbox = await startSandbox({
    port: number('PORT', 0),
    clock: number('SANDBOX_CLOCK', 1),
    report,
  });
  if (ending) await sandbox.close();
  else {
    report(`LiveKit at ${sandbox.livekitUrl}`);
    report(`sandbox ready at ${sandbox.url}`);
  }
} catch (error) {
  const known =
    error instanceof RangeError ||
    error instanceof LiveKitUnavailableError ||
    (error as { code?: unknown }).code === 'EADDRINUSE';
  process.stderr.write(`${known ? (error as Error).message : (error as Error).stack}\n`);
  void end(1);
}

function number(name: string, fallback: number): number {
  const value = Number(process.env[name] || fallback);
  if (!(value >= 0)) throw new RangeError(`${name} must be a number, not "${process.env[name]}"`);
  return value;
}
