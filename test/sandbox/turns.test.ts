/** What an avatar says of sound that it is given: no sample lost at a seam, a mouth that follows, hunger survived. */
import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import type { AudioFrame } from '@livekit/rtc-node';
import type { AvatarEvent } from '../../demo/sandbox/avatar/avatar-messages.js';
import { Turns, type SoundOutlet } from '../../demo/sandbox/avatar/turns.js';
import { Speech } from '../../demo/sandbox/speech/speech.js';
import { silence, tone } from './sounds.js';

const RATE = 24_000;
const BEAT_MS = 40;

class Outlet implements SoundOutlet {
  readonly sampleRate = RATE;
  samples: number[] = [];
  cleared = 0;

  async captureFrame({ data }: AudioFrame): Promise<void> {
    this.samples.push(...data);
  }

  clearQueue(): void {
    this.cleared++;
  }
}

describe('turns of sound that is given', () => {
  const speech = new Speech();
  after(() => speech.close());
  let outlet: Outlet;
  let events: AvatarEvent[];
  let turns: Turns;
  let now: number;
  beforeEach(() => {
    outlet = new Outlet();
    events = [];
    now = 0;
    turns = new Turns(speech, { voice: 'slt', rate: 1 }, outlet, (event) => events.push(event));
  });

  const beats = (count: number): number[] =>
    Array.from({ length: count }, () => turns.advance((now += BEAT_MS)).open);
  const types = (): string[] => events.map(({ type }) => type);
  /** All samples differ, so that each can be found again. */
  const counted = (from: number, length: number): Int16Array =>
    Int16Array.from({ length }, (_, index) => from + index);

  it('are played sample for sample, whatever the pieces', () => {
    const sizes = [7, 480, 999, 1, 3_333];
    let next = 1;
    for (const size of sizes) {
      turns.append('turn', counted(next, size));
      next += size;
      beats(1);
    }
    turns.finish('turn');
    beats(20);
    assert.deepEqual(types(), ['turn_started', 'turn_made', 'turn_ended']);
    assert.deepEqual(
      outlet.samples.filter((sample) => sample !== 0),
      [...counted(1, next - 1)],
    );
  });

  it('go on where the sound comes too late, with silence between', () => {
    turns.append('turn', counted(1, 1_000));
    beats(25);
    assert.deepEqual(types(), ['turn_started'], 'it waits for its end');
    const silent = outlet.samples.length;
    assert.ok(silent > RATE / 2, 'the track goes on meanwhile');
    const cleared = outlet.cleared;
    turns.append('turn', counted(1_001, 1_000));
    turns.finish('turn');
    beats(10);
    assert.equal(outlet.cleared, cleared + 1, 'the silence in front of it is thrown away');
    assert.deepEqual(
      outlet.samples.filter((sample) => sample !== 0),
      [...counted(1, 2_000)],
    );
    assert.equal(types().at(-1), 'turn_ended');
  });

  it('move the mouth by their loudness', () => {
    turns.append('turn', tone(440, 0.5, 0.4, RATE));
    turns.append('turn', silence(0.75));
    turns.finish('turn');
    const open = beats(22);
    assert.ok(Math.min(...open.slice(1, 10)) > 0.3, `${open.join(' ')}`);
    assert.equal(Math.max(...open.slice(14)), 0);
  });

  it('end with nothing when nothing was given', () => {
    turns.finish('turn');
    beats(3);
    assert.deepEqual(events, []);
  });
});
