/** `npm run sandbox` as other programs use it, and what it says when there is no LiveKit server to be had. */
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { describe, it } from 'node:test';
import { findLiveKitServer } from '../../demo/sandbox/sandbox.js';

function run(env: Record<string, string>): ChildProcess {
  return fork(new URL('../../demo/sandbox/main.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

const exited = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)));

function line(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const match = pattern.exec(output);
      if (match) resolve(match);
    });
    child.once('exit', () => reject(new Error(`it ended early: ${output}`)));
  });
}

describe('the command line', () => {
  it('says when it is ready, and ends everything it started', async () => {
    const child = run({ SANDBOX_CLOCK: '2' });
    const [, livekit = '', url = ''] = await line(
      child,
      /^LiveKit at ws(:\S+)\nsandbox ready at (http:\/\/127\.0\.0\.1:\d+)\n/m,
    );
    assert.equal((await fetch(`${url}/sandbox/sessions`)).status, 200);
    assert.equal((await fetch(`http${livekit}`)).status, 200);
    const end = exited(child);
    child.kill('SIGTERM');
    assert.equal(await end, 0);
    await assert.rejects(fetch(`http${livekit}`), 'no LiveKit server is left behind');
    await assert.rejects(fetch(`${url}/sandbox/sessions`));
  });

  it('says what is wrong with half a LiveKit address', async () => {
    const child = run({ LIVEKIT_URL: 'ws://127.0.0.1:1' });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    assert.equal(await exited(child), 1);
    assert.match(said, /LIVEKIT_API_KEY/);
    assert.doesNotMatch(said, /\n\s+at /, 'a sentence, not a stack');
  });
});

describe('finding a LiveKit server', () => {
  it('takes the one of the environment first', async () => {
    const env = { LIVEKIT_URL: 'wss://x.example', LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 's' };
    assert.deepEqual(await findLiveKitServer(env), {
      kind: 'remote',
      url: 'wss://x.example',
      apiKey: 'k',
      apiSecret: 's',
    });
  });
});
