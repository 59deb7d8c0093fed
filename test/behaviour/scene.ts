/** One session in a place, with what is heard and seen of it. */

import type { Clock } from '../../src/api/clock.js';
import type { ConversationEvent } from '../../src/api/events.js';
import type { Deadlines } from '../../src/api/phases.js';
import type { StartAvatarOptions, StartAvatarResponse } from '../../src/api/requests.js';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { EventLog } from '../support/event-log.js';
import { LevelMeter, playMuted } from '../support/playback.js';
import { ToneMicrophone } from '../support/tone-microphone.js';
import type { Place } from './services-under-test.js';

interface ClientOptions {
  readonly trouble?: string | undefined;
  readonly deadlines?: Partial<Deadlines>;
  /** Time for the session's limits. */
  readonly clock?: Clock;
}

export class Scene {
  readonly place: Place;
  readonly #ends: (() => Promise<void> | void)[] = [];
  #avatar: StreamingAvatar | undefined;
  #log: EventLog | undefined;

  constructor(place: Place) {
    this.place = place;
  }

  get avatar(): StreamingAvatar {
    if (!this.#avatar) throw new Error('No client was made.');
    return this.#avatar;
  }

  get log(): EventLog {
    if (!this.#log) throw new Error('No client was made.');
    return this.#log;
  }

  get stream(): MediaStream {
    const { mediaStream } = this.avatar;
    if (!mediaStream) throw new Error('There is no session.');
    return mediaStream;
  }

  /** A client, which is stopped with the scene. */
  client({ trouble, deadlines, clock }: ClientOptions = {}): StreamingAvatar {
    const avatar = new StreamingAvatar({ ...this.place.config(trouble), deadlines, clock });
    this.#avatar = avatar;
    this.#log = new EventLog(avatar);
    this.#ends.push(() => avatar.stopAvatar());
    return avatar;
  }

  /** A session, `stream_ready` included. */
  async start(request: StartAvatarOptions = {}, trouble?: string): Promise<StartAvatarResponse> {
    const avatar = this.client({ trouble });
    const ready = this.log.next('stream_ready');
    const answer = await avatar.createStartAvatar({ ...this.place.request(trouble), ...request });
    await ready;
    return answer;
  }

  /** How loud the avatar is. */
  listen(): LevelMeter {
    const meter = new LevelMeter(this.stream);
    this.#ends.push(() => meter.close());
    return meter;
  }

  watch(): HTMLVideoElement {
    const video = playMuted(this.stream);
    this.#ends.push(() => video.remove());
    return video;
  }

  microphone(): ToneMicrophone {
    const microphone = new ToneMicrophone(440);
    this.#ends.push(() => microphone.close());
    return microphone;
  }

  /** The events of the avatar's or the user's speech so far. */
  turn(side: 'avatar' | 'user'): ConversationEvent[] {
    const events = this.log.events.filter(({ type }) => type.startsWith(`${side}_`));
    return events.map(({ detail }) => detail as ConversationEvent);
  }

  /** What was said so far, put together as the SDK's users do. */
  said(side: 'avatar' | 'user'): string {
    return this.turn(side)
      .map((event) => ('message' in event && event.type.endsWith('talking_message') ? event.message : ''))
      .join('');
  }

  async end(): Promise<void> {
    for (const end of this.#ends.toReversed()) await end();
  }
}
