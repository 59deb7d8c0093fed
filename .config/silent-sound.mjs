// A sound device that nobody hears: PulseAudio with a null sink. Without a device Firefox keeps an AudioContext
// suspended, and on a desktop the tests would be heard.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Long enough for a slow machine; it takes a tenth of a second. */
const readyTimeout = 20_000;

/** It ends itself if we are killed: this many seconds after its last user has gone. */
const secondsWithoutUsers = 900;

/**
 * @param {string} program the path of pulseaudio
 * @returns {Promise<{ env: Record<string, string>, stop(): Promise<void> }>} `env` is for what shall play on it
 */
export async function startSilentSound(program) {
  const folder = mkdtempSync(join(tmpdir(), 'silent-sound-'));
  const socket = join(folder, 'native');
  const child = spawn(
    program,
    [
      '--daemonize=no',
      '--use-pid-file=no',
      `--exit-idle-time=${secondsWithoutUsers}`,
      '--log-level=error',
      '-n',
      '--load=module-null-sink',
      `--load=module-native-protocol-unix socket=${socket} auth-anonymous=1`,
    ],
    {
      // Its own runtime folder: the user's PulseAudio, if there is one, is left alone.
      env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder },
      stdio: 'ignore',
    },
  );
  const gone = once(child, 'close');
  const end = () => void child.kill('SIGTERM');
  process.once('exit', end);
  const stop = async () => {
    end();
    await gone;
    process.off('exit', end);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([
      appears(socket, folder),
      gone.then(([code]) => {
        throw new Error(`pulseaudio ended with code ${code} before it was ready.`);
      }),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { env: { PULSE_SERVER: `unix:${socket}` }, stop };
}

/**
 * @param {string} path
 * @param {string} folder the folder that it is in
 * @returns {Promise<void>}
 */
function appears(path, folder) {
  return new Promise((resolve, reject) => {
    const watcher = watch(folder, () => {
      if (existsSync(path)) settle(resolve);
    });
    const deadline = setTimeout(
      () => settle(() => reject(new Error('pulseaudio was not ready in time.'))),
      readyTimeout,
    );
    /** @param {() => void} done */
    const settle = (done) => {
      clearTimeout(deadline);
      watcher.close();
      done();
    };
    if (existsSync(path)) settle(resolve);
  });
}
