// Every state the element can be seen in: a row of the table is one, with how it gets there.
import { html } from '@open-wc/testing';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { SimulatedPicture } from '../../src/services/simulated/picture.js';
import { control, inside, liveFixture, scenes, settled } from '../support/avatar-fixture.js';
import { untilSeen } from '../support/rendered.js';
import type { FakePorts } from '../support/fake-room.js';
import { nextTask } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

interface Seen {
  element: HeygenAvatarElement;
  fakes: FakePorts;
}

interface State {
  reach: () => Promise<Seen>;
  /** Whether the avatar's face is in the picture, and may not be covered. */
  live?: boolean;
  /** Whether the visitor points at the element. Default: true. */
  pointed?: boolean;
  /** Whether there is no room beside the face of a thumbnail, and the words matter more. */
  coversThumbnail?: boolean;
  /** What the visitor opens, at each size anew. It may cover the face. */
  open?: (element: HeygenAvatarElement) => Promise<void>;
}

/** The element in the tests of looks: its parent is `#place`, whose width is what counts. */
export const template = (attributes: { pushToTalk?: boolean; controls?: string } = {}) =>
  html`<div id="place">
    <heygen-avatar
      token="t"
      .controls=${attributes.controls ?? ''}
      .pushToTalk=${attributes.pushToTalk ?? false}
    ></heygen-avatar>
  </div>`;

export const states: Readonly<Record<string, State>> = {
  idle: { reach: () => scenes.idle(template()) },
  consent: { reach: () => scenes.consent(template()) },
  connecting: { reach: () => scenes.connecting(template()) },
  live: { live: true, reach: () => withFace(scenes.live(template())) },
  'live, nobody points': { live: true, pointed: false, reach: () => withFace(scenes.live(template())) },
  talking: { live: true, reach: () => withFace(scenes.talking(template()), 0.8) },
  thinking: {
    live: true,
    reach: async () => {
      const seen = await withFace(scenes.live(template()));
      await seen.element.speak('Who are you?');
      await settled(seen.element);
      return seen;
    },
  },
  listening: {
    live: true,
    reach: async () => {
      const seen = await withFace(scenes.live(template()));
      await seen.element.startListening();
      await settled(seen.element);
      return seen;
    },
  },
  reconnecting: { live: true, reach: () => withFace(scenes.reconnecting(template())) },
  blocked: { live: true, reach: () => withFace(scenes['sound blocked'](template())) },
  paused: {
    live: true,
    reach: async () => {
      const seen = await withFace(scenes.live(template()));
      const video = inside<HTMLVideoElement>(seen.element, 'video');
      video.play = () => Promise.reject(new DOMException('No gesture.', 'NotAllowedError'));
      video.pause();
      await untilSeen(seen.element, 'resume-button');
      return seen;
    },
  },
  'still there': {
    live: true,
    coversThumbnail: true,
    reach: () => withFace(scenes['still there'](template())),
  },
  'last minute': {
    live: true,
    coversThumbnail: true,
    reach: () => withFace(scenes['last minute'](template())),
  },
  failed: { reach: () => scenes.failed(template()) },
  ended: { reach: () => scenes.ended(template()) },
  'push-to-talk': {
    live: true,
    reach: async () => {
      const microphones = new PageMicrophones();
      const seen = await withFace(liveFixture(template({ pushToTalk: true })));
      afterwards.push(() => microphones.close());
      const button = control(seen.element, 'push-to-talk-button');
      button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0, pointerId: 1 }));
      await nextTask();
      await settled(seen.element);
      return seen;
    },
  },
  'microphone refused': {
    live: true,
    reach: async () => {
      const microphones = new PageMicrophones();
      microphones.refuse('NotAllowedError');
      afterwards.push(() => microphones.close());
      return withFace(liveFixture(template()));
    },
    open: async (element) => {
      await press(element, 'more-button');
      control(element, 'microphone-button').click();
      await nextTask();
    },
  },
  text: {
    live: true,
    reach: () => withFace(scenes.live(template())),
    open: async (element) => {
      await press(element, 'more-button');
      await press(inside(element, 'heygen-avatar-text-input'), 'text-button');
    },
  },
  more: {
    live: true,
    reach: () => withFace(scenes.live(template())),
    open: (element) => press(element, 'more-button'),
  },
};

/** Presses a button if it is there to be pressed, and wasn't already. */
async function press(element: Element, part: string): Promise<void> {
  const root = part === 'more-button' ? inside(element, 'heygen-avatar-bar') : element;
  const button = root.shadowRoot?.querySelector<HTMLButtonElement>(`[part~="${part}"]`);
  if (button?.checkVisibility() && button.ariaExpanded !== 'true') button.click();
  await nextTask();
}

/** Ends what a state has begun. */
const afterwards: (() => unknown)[] = [];

export async function leaveState(): Promise<void> {
  for (const end of afterwards.splice(0)) await end();
}

/** The face of the simulated avatar, still: the same pixels whenever it is looked at. */
async function withFace(reached: Promise<Seen>, mouth = 0): Promise<Seen> {
  const seen = await reached;
  const picture = new SimulatedPicture({
    height: 720,
    look: 0,
    seed: 0,
    background: '#9fb6cd',
    label: false,
  } as ConstructorParameters<typeof SimulatedPicture>[0]);
  const video = inside<HTMLVideoElement>(seen.element, 'video');
  const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  seen.fakes.room.options.stream.addTrack(picture.track);
  // The lips are on their way for some frames.
  for (let frame = 0; frame < 12; frame += 1)
    picture.draw({ seconds: 0, mouth: { open: mouth, spread: 0 }, speaking: false, listening: false });
  // One that refuses sound plays without it.
  await HTMLMediaElement.prototype.play.call(video);
  await shown;
  afterwards.push(() => picture.stop());
  return seen;
}
