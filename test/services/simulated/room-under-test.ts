// A simulated room with its stream, its clock, and all that it tells.
import type { Clock } from '../../../src/api/clock.js';
import type { SimulatedCue, SimulatedStage } from '../../../src/services/simulated/cues.js';
import type { Room, RoomEvent } from '../../../src/media/room.js';
import { createSimulatedRoom } from '../../../src/services/simulated/room.js';
import { planSpeech, voiceOf } from '../../../src/services/simulated/speech-plan.js';
import { systemClock } from '../../../src/api/clock.js';
import { FakeClock } from '../../support/fake-clock.js';

const never = new AbortController().signal;

/** What is real is its sound, whatever the clock says: a test that listens has it run in real time. */
export const realTime: Clock = systemClock;

export class SimulatedRoomUnderTest {
  readonly stream = new MediaStream();
  readonly clock = new FakeClock();
  readonly events: RoomEvent[] = [];
  room!: Room;
  #onEvent = (): void => undefined;

  /** On a clock of its own, which stands still until it is moved, or on the one given. */
  static async make(clock?: Clock): Promise<SimulatedRoomUnderTest> {
    const made = new SimulatedRoomUnderTest();
    const emit = (event: RoomEvent): void => {
      made.events.push(event);
      made.#onEvent();
    };
    made.room = await createSimulatedRoom({ stream: made.stream, clock: clock ?? made.clock, emit });
    return made;
  }

  /** Joins it, for a small picture that comes at once unless `stage` says otherwise. */
  connect(stage: Partial<SimulatedStage> = {}, signal = never): Promise<void> {
    const whole: SimulatedStage = {
      height: 360,
      look: 0,
      seed: 1,
      label: true,
      background: undefined,
      joining: 0,
      appearing: 0,
      trouble: undefined,
      ...stage,
    };
    return this.room.connect(
      { url: 'simulated:', token: JSON.stringify(whole), avatar: 'simulated' },
      signal,
    );
  }

  /** Joins it, picture and sound included. */
  async join(stage: Partial<SimulatedStage> = {}): Promise<void> {
    await this.connect(stage);
    await this.room.media;
  }

  send(cue: SimulatedCue): Promise<void> {
    return this.room.publish(undefined, new TextEncoder().encode(JSON.stringify(cue)));
  }

  say(text: string): Promise<void> {
    return this.send({ type: 'say', sounds: planSpeech(text, 1).sounds, voice: voiceOf('', 1) });
  }

  /** What the room has told its service. */
  get notices(): unknown[] {
    return this.events.flatMap((event) =>
      event.type === 'data' ? [JSON.parse(new TextDecoder().decode(event.bytes)) as unknown] : [],
    );
  }

  /** Resolves once it has told something of that type. */
  told(type: string): Promise<void> {
    return new Promise((resolve) => {
      this.#onEvent = () => {
        if (this.notices.some((notice) => (notice as { type: string }).type === type)) resolve();
      };
      this.#onEvent();
    });
  }
}
