/**
 * Owns the LiveKit server that a sandbox runs on: started on loopback with free ports and a key of its own,
 * checked to answer, ended with the sandbox. A server named by the environment is used and left alone.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { buildLiveKitServer, findLiveKitServer, LiveKitUnavailableError } from './find-livekit-server.js';

export interface LiveKitServer {
  /** What clients connect to, `ws://…`. */
  url: string;
  apiKey: string;
  apiSecret: string;
  /** Kills it and starts it again on the same ports a while later; not for one that is not ours. */
  restart?(downMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Elsewhere the address alone has to do. */
const LOOPBACK = { linux: 'lo', darwin: 'lo0' }[process.platform as string];
const START_ATTEMPTS = 4;
const START_DEADLINE_MS = 15_000;
const POLL_MS = 50;
const STOP_DEADLINE_MS = 2_000;
const KEPT_OUTPUT = 2_000;

export async function startLiveKitServer(report: (line: string) => void): Promise<LiveKitServer> {
  const source = await findLiveKitServer();
  switch (source.kind) {
    case 'missing':
      throw new LiveKitUnavailableError(source.message);
    case 'remote': {
      if (!(await answersWithin(httpUrl(source.url), START_DEADLINE_MS))) {
        throw new LiveKitUnavailableError(
          `No LiveKit server answers at LIVEKIT_URL (${source.url}). Start it, or unset LIVEKIT_URL.`,
        );
      }
      report(`using the LiveKit server at ${source.url}`);
      return { url: source.url, apiKey: source.apiKey, apiSecret: source.apiSecret, close: async () => {} };
    }
    case 'binary':
      report(
        `starting the LiveKit server (${source.from === 'PATH' ? 'the one on the PATH' : 'built earlier'})`,
      );
      return launch(source.path);
    case 'buildable':
      return launch(await buildLiveKitServer(report));
  }
}

interface Ports {
  port: number;
  udpPort: number;
}

interface Keys {
  apiKey: string;
  apiSecret: string;
}

/** A port found free may be taken before the server listens on it, so a start that fails is tried anew. */
async function launch(command: string): Promise<LiveKitServer> {
  const keys = {
    apiKey: `sandbox${randomBytes(6).toString('hex')}`,
    apiSecret: randomBytes(32).toString('hex'),
  };
  let failure = '';
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
    const [port, udpPort] = await Promise.all([freeTcpPort(), freeUdpPort()]);
    const started = await tryToRun(command, { port, udpPort }, keys);
    if ('running' in started) return supervised(command, { port, udpPort }, keys, started.running);
    failure = started.failure;
  }
  throw new LiveKitUnavailableError(
    `The LiveKit server did not start in ${START_ATTEMPTS} attempts. Its last words:\n${failure}`,
  );
}

function supervised(command: string, ports: Ports, keys: Keys, first: Running): LiveKitServer {
  let running = first;
  let restarting: Promise<void> | undefined;
  let closing = false;
  const restart = async (downMs: number): Promise<void> => {
    await running.stop('SIGKILL');
    await delay(downMs);
    for (let attempt = 1; attempt <= START_ATTEMPTS && !closing; attempt++) {
      const started = await tryToRun(command, ports, keys, { autoCreate: true });
      if ('running' in started) {
        running = started.running;
        return;
      }
    }
  };
  return {
    url: `ws://127.0.0.1:${ports.port}`,
    ...keys,
    // Two at once are one.
    restart: (downMs) => (restarting ??= restart(downMs).finally(() => (restarting = undefined))),
    async close() {
      closing = true;
      await restarting;
      await running.stop('SIGTERM');
    },
  };
}

async function tryToRun(
  command: string,
  ports: Ports,
  keys: Keys,
  options = { autoCreate: false },
): Promise<{ running: Running } | { failure: string }> {
  const child = spawn(command, [], {
    // By the environment, so that the secret does not show in the list of processes.
    env: { ...process.env, LIVEKIT_CONFIG: configuration(ports, keys, options) },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const running = supervise(child);
  if (await answersWithin(`http://127.0.0.1:${ports.port}/`, START_DEADLINE_MS, running.ended))
    return { running };
  await running.stop('SIGTERM');
  return { failure: running.output() };
}

interface Running {
  ended: AbortSignal;
  output(): string;
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

function supervise(child: ChildProcess): Running {
  const ended = new AbortController();
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      output = error.message;
      resolve();
    });
  });
  // Whatever way this process ends, the server must not outlive it; an `exit` listener may only act at once.
  const killAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  void exited.then(() => {
    process.removeListener('exit', killAtExit);
    ended.abort();
  });
  return {
    ended: ended.signal,
    output: () => output,
    async stop(signal) {
      child.kill(signal);
      const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
      await exited;
      clearTimeout(deadline);
    },
  };
}

/** JSON is YAML. `tcp_port: 0` matters: with a port LiveKit listens on every address. */
function configuration(
  { port, udpPort }: Ports,
  { apiKey, apiSecret }: Keys,
  { autoCreate }: { autoCreate: boolean },
): string {
  return JSON.stringify({
    port,
    bind_addresses: ['127.0.0.1'],
    rtc: {
      tcp_port: 0,
      udp_port: udpPort,
      node_ip: '127.0.0.1',
      use_external_ip: false,
      ...(LOOPBACK ? { interfaces: { includes: [LOOPBACK] } } : {}),
      ips: { includes: ['127.0.0.1/32'] },
      enable_loopback_candidate: true,
    },
    keys: { [apiKey]: apiSecret },
    // A room exists from streaming.new to the session's end. If it came into being by joining, a client that
    // arrives after the stop would be alone in a new room instead of hearing that it is too late. Only after a
    // restart it may: one that reconnects before the rooms are made again would be turned away for good.
    room: { auto_create: autoCreate, empty_timeout: 300, departure_timeout: 300 },
    logging: { level: 'warn' },
  });
}

async function answersWithin(url: string, deadlineMs: number, ended?: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + deadlineMs;
  while (Date.now() < deadline && !ended?.aborted) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      await response.arrayBuffer();
      // Another program may have taken the port meanwhile and answer in its place.
      if (response.ok && !ended?.aborted) return true;
    } catch {
      // Not listening yet.
    }
    await delay(POLL_MS);
  }
  return false;
}

function httpUrl(url: string): string {
  return url.replace(/^ws/, 'http');
}

function freeTcpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function freeUdpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
