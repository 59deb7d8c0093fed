/** A page with a network, two services, rooms, a microphone and a clock, all of one seed. */

import { Books, type BookEntry, type ServiceUnderTest } from './books.js';
import { ChatSockets } from './chat-sockets.js';
import { Faults } from './faults.js';
import { Network } from './network.js';
import { Page } from './page.js';
import { Rooms, type WorldRoom } from './rooms.js';
import { loadAgain, replaceRooms } from './seam.js';
import { Services } from './services.js';
import { VirtualTime } from './virtual-time.js';

/** How many there have been in this page. */
let worlds = 0;

export interface Violation {
  readonly rule: string;
  readonly detail: string;
  readonly at: number;
}

export class World {
  readonly seed: number;
  readonly service: ServiceUnderTest;
  readonly violations: Violation[] = [];
  readonly lines: string[] = [];
  readonly time = new VirtualTime(settle);
  readonly books = new Books(
    () => this.time.now,
    (rule, detail) => this.violate(rule, detail),
  );
  readonly services: Services;
  readonly faults: Faults;
  readonly network: Network;
  readonly rooms: Rooms;
  readonly sockets: ChatSockets;
  readonly page: Page;
  /** All is judged: what is done from here on is not told. */
  #judged = false;
  readonly #restore: (() => void)[] = [];

  constructor(seed: number, service: ServiceUnderTest) {
    this.seed = seed;
    this.service = service;
    const log = (line: string): void => this.log(line);
    const now = (): number => this.time.now;
    const hooks = {
      onTask: (entry: BookEntry, taskId: string, durationMs: number) =>
        this.speak(entry.id, taskId, durationMs),
      onOver: (entry: BookEntry) => this.#onOver(entry),
    };
    this.services = new Services(`${service}-${seed}-${(worlds += 1)}`, this.books, hooks, now);
    this.faults = new Faults(seed);
    this.network = new Network(seed, this.time, this.services, this.faults, log);
    const onMessage = (room: WorldRoom, topic: string | undefined, message: unknown): void =>
      this.#onMessage(room, topic, message);
    this.rooms = new Rooms(seed, this.time, log, { onMessage });
    this.sockets = new ChatSockets(seed, this.time);
    this.page = new Page(seed, this.time);
  }

  install(): void {
    this.page.install();
    this.time.install();
    this.network.install();
    this.sockets.install();
    this.#restore.push(replaceRooms((options) => this.rooms.create(options)));
  }

  restore(): void {
    for (const restore of this.#restore) restore();
    this.sockets.restore();
    this.network.restore();
    this.time.restore();
    this.page.restore();
  }

  /** Whatever is still there can come to its end before the next run, even on a page that was closed. */
  recover(): void {
    this.#judged = true;
    this.network.recover();
    this.time.thaw();
  }

  log(line: string): void {
    if (this.#judged) return;
    this.lines.push(`${(this.time.now / 1000).toFixed(3).padStart(9)} ${line}`);
  }

  violate(rule: string, detail: string): void {
    if (this.#judged) return;
    if (this.violations.some((violation) => violation.rule === rule && violation.detail === detail)) return;
    this.log(`  ✗ ${rule}: ${detail}`);
    this.violations.push({ rule, detail, at: this.time.now });
  }

  /** An address that mints tokens for one owner. */
  tokenUrl(owner: string): string {
    return `http://token.test/${this.service}?owner=${owner}`;
  }

  mint(owner: string): string {
    return this.services.mint(this.service, owner);
  }

  /** The service ends the session by itself. */
  end(entry: BookEntry): void {
    this.books.end(entry, 'service');
    if (entry.service === 'liveavatar')
      this.rooms
        .of(entry.id)
        ?.say('agent-response', { event_type: 'session.stopped', stop_reason: 'SERVER_ERROR' });
    this.#onOver(entry);
  }

  /** A turn of the avatar, in the room. */
  speak(sessionId: string, taskId: string, durationMs: number): void {
    const say = (after: number, v1: object, la: object): void => {
      this.time.schedule('world', after, 'the avatar speaks', () => {
        const live = this.service === 'liveavatar';
        this.rooms.of(sessionId)?.say(live ? 'agent-response' : undefined, live ? la : v1);
      });
    };
    const task_id = taskId;
    say(80, { type: 'avatar_start_talking', task_id }, { event_type: 'avatar.speak_started' });
    const text = { message: 'Hello', task_id };
    say(
      120,
      { type: 'avatar_talking_message', ...text },
      { event_type: 'avatar.transcription.chunk', text: 'Hello' },
    );
    say(200, { type: 'avatar_end_message', task_id }, { event_type: 'avatar.transcription', text: 'Hello' });
    say(80 + durationMs, { type: 'avatar_stop_talking', task_id }, { event_type: 'avatar.speak_ended' });
  }

  /** A turn of the user. */
  listen(sessionId: string): void {
    const room = this.rooms.of(sessionId);
    if (this.service === 'liveavatar') {
      room?.say('agent-response', { event_type: 'user.speak_started' });
      room?.say('agent-response', { event_type: 'user.speak_ended' });
      room?.say('agent-response', { event_type: 'user.transcription', text: 'Hello there' });
      return;
    }
    const socket = this.sockets.of(sessionId);
    socket?.receive({ event_type: 'user_start' });
    socket?.receive({ event_type: 'user_stop' });
    room?.say(undefined, { type: 'user_talking_message', task_id: 'user', message: 'Hello there' });
    room?.say(undefined, { type: 'user_end_message', task_id: 'user' });
  }

  /** The room of a session that is over is deleted, and its sockets close. */
  #onOver({ id }: BookEntry): void {
    this.time.schedule('world', 30, 'the room is deleted', () => {
      this.rooms.of(id)?.lose(5, 'room_deleted');
      this.time.schedule('page', 0, 'the chat socket closes', () => this.sockets.of(id)?.lose());
    });
  }

  #onMessage(room: WorldRoom, topic: string | undefined, message: unknown): void {
    if (topic !== 'agent-control' || typeof message !== 'object' || message === null) return;
    const { event_type: type, event_id: source_event_id } = message as Record<string, unknown>;
    const id = String(room.address?.token).replace('room of ', '');
    if (type === 'avatar.speak_text' || type === 'avatar.speak_response') this.speak(id, '', 1200);
    if (type === 'avatar.interrupt') room.say(topic, { event_type: 'avatar.speak_ended' });
    const press = /^user\.(start|stop)_push_to_talk$/.exec(String(type))?.[1];
    if (!press) return;
    const event_type = press === 'start' ? 'user.push_to_talk_started' : 'user.push_to_talk_stopped';
    this.time.schedule('world', 40, 'push to talk', () =>
      room.say('agent-response', { event_type, source_event_id }),
    );
  }
}

/** Lets everything run that needs no time: promises, and with `loads` what is loaded already and asked for again. */
async function settle(loads: boolean): Promise<void> {
  await nextTask();
  for (let pass = 0; loads && pass < 2; pass += 1) {
    await loadAgain();
    await nextTask();
  }
}

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}
