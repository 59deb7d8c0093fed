/**
 * Owns the sandbox's end of the avatars' process: starting it, one handle per avatar, its end, and a new start
 * should it die, which ends the sessions that it served (`room_lost`) and no others.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { AvatarCommand, AvatarEvent, AvatarReport, Figure } from './avatar-messages.js';

/** What a session holds of its avatar. Commands return at once; what comes of them comes as events. */
export interface AvatarHandle {
  /** Resolves when it is in the room; its tracks follow, and `published` tells when. */
  join(url: string, token: string, agentToken?: string): Promise<void>;
  speak(turn: string, text: string): void;
  sound(turn: string, samples: Int16Array): void;
  soundEnd(turn: string): void;
  interrupt(): void;
  listen(listening: boolean): void;
  publish(payload: string | Uint8Array, topic?: string): void;
  impersonate(url: string, token: string, payloads: string[], topic?: string): void;
  /** Resolves when it is out of the room. */
  leave(): Promise<void>;
}

const READY_DEADLINE_MS = 30_000;
const LEAVE_DEADLINE_MS = 3_000;
const STOP_DEADLINE_MS = 4_000;

type Listener = (event: AvatarEvent) => void;

/** One that dies again and again is not started without pause. */
const RESTART_PAUSE_MS = 500;

export class AvatarProcess {
  readonly #listeners = new Map<string, Set<Listener>>();
  /** Ready for commands; between a crash and the next start there is none, and commands wait. */
  #child: ChildProcess | undefined;
  #starting: ChildProcess | undefined;
  #waiting: AvatarCommand[] = [];
  #closing = false;

  private constructor() {}

  static async start(): Promise<AvatarProcess> {
    const avatars = new AvatarProcess();
    await avatars.#launch();
    return avatars;
  }

  /** Of the process that runs now. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async #launch(): Promise<void> {
    const child = fork(new URL('./avatar-process-main.ts', import.meta.url), {
      // By address: the name `tsx` would be looked up from the current folder, wherever that is.
      execArgv: ['--import', import.meta.resolve('tsx')],
      // NODE_ENV quiets the library's debug lines; its warnings go where this process's own go. Without the
      // arenas' limit (glibc) the many threads of WebRTC keep some 20 MB more for each session that ever was.
      env: { ...process.env, NODE_ENV: 'production', MALLOC_ARENA_MAX: '2' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Sound travels as samples; as JSON it would be text of many times their size.
      serialization: 'advanced',
    });
    this.#starting = child;
    passWarningsOn(child);
    await untilReady(child).catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    });
    this.#starting = undefined;
    this.#child = child;
    child.on('message', (report: AvatarReport) => {
      if ('avatar' in report) this.#hear(report.avatar, report.event);
    });
    child.once('exit', (code, signal) => this.#onExit(code ?? signal));
    for (const command of this.#waiting.splice(0)) this.#send(command);
  }

  /** It died, or was closed: either way there are no avatars any more. */
  #onExit(how: number | string | null): void {
    this.#child = undefined;
    const lost = [...this.#listeners.keys()];
    for (const id of lost) {
      this.#hear(id, { type: 'room_lost' });
      this.#hear(id, { type: 'left' });
      this.#listeners.delete(id);
    }
    if (this.#closing) return;
    process.stderr.write(`the avatars’ process ended (${how}) and is started again\n`);
    void this.#relaunch();
  }

  async #relaunch(): Promise<void> {
    while (!this.#closing) {
      try {
        await this.#launch();
        return;
      } catch (error) {
        process.stderr.write(`${String(error)}\n`);
        await delay(RESTART_PAUSE_MS);
      }
    }
  }

  /** Makes ready an avatar that is in no room yet; every event of its goes to `listener`. */
  prepare(id: string, figure: Figure, listener: Listener): AvatarHandle {
    this.#listeners.set(id, new Set([listener]));
    this.#send({ type: 'prepare', avatar: id, figure });
    return {
      join: async (url, token, agentToken) => {
        const joined = this.#outcome(id, 'joined', ['join_failed', 'room_lost', 'left']);
        this.#send({ type: 'join', avatar: id, url, token, agentToken });
        await joined;
      },
      speak: (turn, text) => this.#send({ type: 'speak', avatar: id, turn, text }),
      sound: (turn, samples) => this.#send({ type: 'sound', avatar: id, turn, samples }),
      soundEnd: (turn) => this.#send({ type: 'sound_end', avatar: id, turn }),
      interrupt: () => this.#send({ type: 'interrupt', avatar: id }),
      listen: (listening) => this.#send({ type: 'listen', avatar: id, listening }),
      publish: (payload, topic) => this.#send({ type: 'publish', avatar: id, payload, topic }),
      impersonate: (url, token, payloads, topic) =>
        this.#send({ type: 'impersonate', avatar: id, url, token, payloads, topic }),
      leave: () => this.#leave(id),
    };
  }

  async close(): Promise<void> {
    this.#closing = true;
    const child = this.#child ?? this.#starting;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    if (child.connected) child.disconnect();
    const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    await exited;
    clearTimeout(deadline);
  }

  async #leave(id: string): Promise<void> {
    if (!this.#listeners.has(id)) return;
    if (this.#child?.connected) {
      const left = this.#outcome(id, 'left', []);
      this.#send({ type: 'leave', avatar: id });
      // Native code that does not answer must not keep a session from ending.
      const deadline = setTimeout(() => this.#hear(id, { type: 'left' }), LEAVE_DEADLINE_MS);
      await left;
      clearTimeout(deadline);
    }
    this.#listeners.delete(id);
  }

  /** Resolves at one event of an avatar's and rejects at some others, beside what else listens to it. */
  #outcome(id: string, success: AvatarEvent['type'], failures: AvatarEvent['type'][]): Promise<void> {
    const listeners = this.#listeners.get(id);
    if (!listeners) return Promise.reject(new Error('there is no such avatar'));
    return new Promise((resolve, reject) => {
      const listener: Listener = ({ type }) => {
        if (type !== success && !failures.includes(type)) return;
        listeners.delete(listener);
        if (type === success) resolve();
        else reject(new Error(`the avatar could not join: ${type}`));
      };
      listeners.add(listener);
    });
  }

  #hear(id: string, event: AvatarEvent): void {
    for (const listener of [...(this.#listeners.get(id) ?? [])]) listener(event);
  }

  #send(command: AvatarCommand): void {
    // Nobody listens for an avatar that went down with its process: a session on its way out.
    if (!this.#listeners.has(command.avatar)) return;
    if (this.#child?.connected) this.#child.send(command);
    else if (!this.#closing) this.#waiting.push(command);
  }
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      clearTimeout(deadline);
      child.off('message', onMessage);
      child.off('exit', onExit);
      if (error) reject(error);
      else resolve();
    };
    const onMessage = (report: AvatarReport): void => {
      if ('ready' in report) settle();
    };
    const onExit = (code: number | null): void =>
      settle(new Error(`the avatars’ process ended at its start (${code})`));
    const deadline = setTimeout(
      () => settle(new Error('the avatars’ process did not start')),
      READY_DEADLINE_MS,
    );
    child.on('message', onMessage);
    child.once('exit', onExit);
  });
}

/** All but what the H264 encoder says about the rate of its first frames, at every session. */
function passWarningsOn({ stderr }: ChildProcess): void {
  if (!stderr) return;
  createInterface({ input: stderr }).on('line', (line) => {
    if (!line.includes('[OpenH264]')) process.stderr.write(`${line}\n`);
  });
}
