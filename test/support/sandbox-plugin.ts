// Gives the browser tests one sandbox for the whole run, and a fast one to those that ask for it; ends them with the
// run. Where end-to-end tests are part of the run the first is up before the first of them, for it may have to build
// its LiveKit server, which no test's timeout allows for.
import type { TestRunnerPlugin } from '@web/test-runner';
import { startSandbox, type SandboxProcess } from '../../.config/sandbox-process.js';

/** How many times faster than real time the limits of each sandbox run. */
const speeds: Readonly<Record<string, number>> = { sandbox: 1, 'sandbox-fast': 60 };

export function sandboxPlugin({ startWithRun }: { startWithRun: boolean }): TestRunnerPlugin {
  const starting = new Map<string, Promise<SandboxProcess>>();
  const livekit = new Map<string, string>();

  function start(name: string): Promise<SandboxProcess> {
    let sandbox = starting.get(name);
    if (!sandbox) {
      const env = { SANDBOX_CLOCK: String(speeds[name]) };
      const onLine = (line: string): void => {
        const [, address] = /^LiveKit at (\S+)/.exec(line) ?? [];
        if (address) livekit.set(name, address);
        console.log(`[${name}] ${line}`);
      };
      sandbox = startSandbox({ env, onLine });
      starting.set(name, sandbox);
    }
    return sandbox;
  }

  return {
    name: 'sandbox',
    async serverStart() {
      // A sandbox that does not start fails the tests that ask for it, and only those.
      if (startWithRun) await start('sandbox').catch((error: unknown) => console.error(error));
    },
    async executeCommand({ command }) {
      if (!Object.hasOwn(speeds, command)) return undefined;
      const { url } = await start(command);
      return { url, livekit: livekit.get(command), speed: speeds[command] };
    },
    async serverStop() {
      const started = await Promise.allSettled(starting.values());
      await Promise.all(
        started.map(async (sandbox) => sandbox.status === 'fulfilled' && sandbox.value.stop()),
      );
    },
  };
}
