// zone.js, as Angular has it: what runs many times a second in an avatar makes Angular check nothing.
import { expect, fixture, html } from '@open-wc/testing';
import { systemClock } from '../../src/api/clock.js';
import { defineControls } from '../../src/define.js';
import { LevelRing } from '../../src/elements/level-ring.js';
import { StallWatch } from '../../src/media/stall-watch.js';
import { SimulatedRoomUnderTest } from '../services/simulated/room-under-test.js';
import { inside, liveFixture, settled } from '../support/avatar-fixture.js';
import { ToneMicrophone } from '../support/tone-microphone.js';

interface Task {
  readonly type: string;
  readonly source: string;
}
interface Zone {
  fork(spec: object): Zone;
  run<T>(work: () => T): T;
}
interface Delegate {
  invokeTask(target: Zone, task: Task, ...args: unknown[]): unknown;
}

/** The page's zone, as Angular's NgZone hears what runs in it. */
class PageZone {
  readonly heard: string[] = [];
  readonly #zone: Zone;

  constructor() {
    const { Zone } = globalThis as unknown as { Zone: { current: Zone } };
    this.#zone = Zone.current.fork({
      name: 'page',
      onInvokeTask: (parent: Delegate, _current: Zone, target: Zone, task: Task, ...args: unknown[]) => {
        this.heard.push(`${task.type} ${task.source}`);
        return parent.invokeTask(target, task, ...args);
      },
    });
  }

  run<T>(work: () => T): T {
    return this.#zone.run(work);
  }
}

/** Frames of the browser's own, without a task in the page's zone. */
async function frames(count: number): Promise<void> {
  const own = (globalThis as unknown as Record<string, typeof requestAnimationFrame>)[
    '__zone_symbol__requestAnimationFrame'
  ];
  for (let frame = 0; frame < count; frame += 1) await new Promise((resolve) => own?.(resolve));
}

describe('in a page with zone.js', () => {
  before(async () => {
    await defineControls();
    const path = '/node_modules/zone.js/fesm2015/zone.js';
    await import(path);
  });

  it('a timer and an animation frame of the page’s own are heard', async () => {
    const zone = new PageZone();
    await new Promise<void>((resolve) =>
      zone.run(() => void setTimeout(() => requestAnimationFrame(() => resolve()))),
    );
    expect(zone.heard).to.deep.equal(['macroTask setTimeout', 'macroTask requestAnimationFrame']);
  });

  it('the level meter is not', async () => {
    const microphone = new ToneMicrophone(440);
    microphone.sound();
    const zone = new PageZone();
    const { element } = await zone.run(() =>
      liveFixture(html`<heygen-avatar token="t" controls="microphone"></heygen-avatar>`),
    );
    await zone.run(() => element.startVoiceChat());
    await settled(element);
    const ring = inside(inside(element, 'heygen-avatar-microphone-button'), '[part~="level"]');
    while (ring.style.scale === '') await frames(1);
    expect(ring.style.scale, 'measures').not.to.equal('');
    zone.heard.length = 0;
    await frames(30);
    expect(zone.heard).to.deep.equal([]);
    await element.stop();
    await microphone.close();
  });

  // Angular's tools rewrite `await` so that what follows stays in the zone; the browser's own leaves it.
  it('the level meter is not, though it is made in the zone', async () => {
    const microphone = new ToneMicrophone(440);
    microphone.sound();
    const [track] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getTracks();
    const zone = new PageZone();
    const place = document.createElement('span');
    document.body.append(place);
    const ring = zone.run(() => LevelRing.of(track!, place));
    while (place.style.scale === '') await frames(1);
    zone.heard.length = 0;
    await frames(30);
    expect(zone.heard).to.deep.equal([]);
    zone.run(() => ring?.stop());
    place.remove();
    await microphone.close();
  });

  it('the watch over the picture is not', async () => {
    const zone = new PageZone();
    let looks = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const hooks = {
      frames: async () => {
        looks += 1;
        if (looks === 3) resolve();
        return looks;
      },
      ...{ onStall: () => undefined, onFlow: () => undefined, onLost: () => undefined },
    };
    const watch = zone.run(() => new StallWatch(systemClock, hooks));
    await promise;
    watch.stop();
    expect(zone.heard).to.deep.equal([]);
  });

  it('a simulated picture is not, though it appears in the zone', async () => {
    const made = await SimulatedRoomUnderTest.make();
    await made.connect({ appearing: 1 });
    const zone = new PageZone();
    zone.run(() => made.clock.advance(1));
    await made.room.media;
    expect(made.stream.getVideoTracks()).to.have.lengthOf(1);
    // What follows the appearing comes once: in Firefox, the sound begins later. A picture heard there would never be still.
    do {
      zone.heard.length = 0;
      await frames(30);
    } while (zone.heard.length > 0);
    await made.room.disconnect();
  });

  it('a simulated session’s picture is not, nor is an autostart that waits', async function () {
    this.timeout(20_000);
    const place = await fixture<HTMLElement>(html`<div></div>`);
    const zone = new PageZone();
    const element = document.createElement('heygen-avatar');
    const waiting = document.createElement('heygen-avatar');
    Object.assign(element, { service: 'simulated' });
    Object.assign(waiting, { service: 'simulated', autostart: true, hidden: true });
    zone.run(() => place.append(element, waiting));
    await zone.run(() => element.start());
    await frames(5);
    zone.heard.length = 0;
    await frames(30);
    expect(zone.heard).to.deep.equal([]);
    await element.stop();
  });
});
