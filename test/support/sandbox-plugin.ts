// Gives the browser tests one sandbox for the whole run, and ends it with the run.
// Where end-to-end tests are part of the run it is up before the first of them, for it may have to build
// its LiveKit server, which no test's timeout allows for.
import type { TestRunnerPlugin } from '@web/test-runner';
import { startSandbox, type SandboxProcess } from '../../.config/sandbox-process.js';

export function sandboxPlugin({ startWithRun }: { startWithRun: boolean }): TestRunnerPlugin {
  let starting: Promise<SandboxProcess> | undefined;

  function start(): Promise<SandboxProcess> {
    starting ??= startSandbox({ onLine: (line) => console.log(`[sandbox] ${line}`) });
    return starting;
  }

  return {
    name: 'sandbox',
    async serverStart() {
      // A sandbox that does not start fails the tests that ask for it, and only those.
      if (startWithRun) await start().catch((error: unknown) => console.error(error));
    },
    async executeCommand({ command }) {
      if (command !== 'sandbox') return undefined;
      const { url } = await start();
      return { url };
    },
    async serverStop() {
      const running = await starting?.catch(() => undefined);
      await running?.stop();
    },
  };
}
