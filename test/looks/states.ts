// Every state the element can be seen in: a row of the table is one, with how it gets there.
import { html } from '@open-wc/testing';
import type { ReactiveElement } from 'lit';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { SimulatedPicture } from '../../src/services/simulated/picture.js';
import { control, inside, liveFixture, scenes, settled } from '../support/avatar-fixture.js';
import { seenPart, untilSeen } from '../support/rendered.js';
import type { FakePorts } from '../support/fake-room.js';
import { nextTask } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

interface Seen {
  element: HeygenAvatarElement;
  fakes: FakePorts;
}

export interface State {
  reach: () => Promise<Seen>;
  /** Whether the avatar's face is in the picture, and may not be covered. */
  live?: boolean;
  /** Whether the visitor points at the element. Default: true. */
  pointed?: boolean;
  /** The widths, in pixels, at which there is no room beside the face, and what is shown matters more. */
  covers?: readonly number[];
  /** What the visitor opens, at each size anew. */
  open?: (element: HeygenAvatarElement) => Promise<void>;
}

/** The element in the tests of looks: its parent is `#place`, whose width is what counts. */
export const template = ({
  controls = '',
  pushToTalk = false,
  suggestions,
}: { controls?: string | null; pushToTalk?: boolean; suggestions?: readonly string[] } = {}) =>
  html`<div id="place">
    <heygen-avatar
      token="t"
      .controls=${controls}
      .pushToTalk=${pushToTalk}
      .suggestions=${suggestions ?? []}
    ></heygen-avatar>
  </div>`;

const thumbnail = [160];

const answer =
  'We are open from nine to five on weekdays, and from ten to two on Saturdays. On Sundays we sleep.';

export const states: Readonly<Record<string, State>> = {
  idle: { reach: () => scenes.idle(template()) },
  consent: {
    reach: async () => {
      const seen = await scenes.consent(template());
      // It can be asked for before the rest of a session is there, with the styles.
      await import('../../src/elements/session-view.js');
      await settled(seen.element);
      return seen;
    },
  },
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
  captions: { live: true, reach: withCaptions },
  'captions, nobody points': { live: true, pointed: false, reach: withCaptions },
  suggestions: {
    live: true,
    reach: async () => {
      const suggestions = ['When are you open?', 'Where can I leave my car?', 'Do you have a room for two?'];
      const controls = 'microphone text captions volume interrupt end suggestions';
      const seen = await withFace(scenes.live(template({ controls, suggestions })));
      await customElements.whenDefined('heygen-avatar-suggestions');
      await settled(seen.element);
      return seen;
    },
  },
  transcript: {
    live: true,
    // Beside the face where it has room; else it is all of the avatar, until the visitor closes it.
    covers: [160, 360],
    reach: async () => {
      const controls = 'microphone text captions transcript volume interrupt end';
      const seen = await withFace(scenes.live(template({ controls })));
      await seen.element.speak('When are you open?');
      says(seen, answer);
      await customElements.whenDefined('heygen-avatar-transcript-button');
      await settled(seen.element);
      return seen;
    },
    open: async (element) => {
      await press(element, 'more-button');
      const button = inside<ReactiveElement>(element, 'heygen-avatar-transcript-button');
      // Anew: its last turn is in sight then.
      if (seenPart(button, 'panel')) inside(button, '[part="close"]').click();
      await button.updateComplete;
      await press(element, 'more-button');
      inside(button, '[part="button"]').click();
      await button.updateComplete;
      await customElements.whenDefined('heygen-avatar-transcript');
      await inside<ReactiveElement>(button, 'heygen-avatar-transcript').updateComplete;
    },
  },
  'disclosure always': {
    live: true,
    reach: async () => {
      const seen = await withFace(scenes.live(template()));
      seen.element.disclosure = 'always';
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
    covers: thumbnail,
    reach: () => withFace(scenes['still there'](template())),
  },
  'last minute': {
    live: true,
    covers: thumbnail,
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
    covers: thumbnail,
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
      await import('../../src/elements/bubble-place.js');
      await nextTask();
    },
  },
  text: {
    live: true,
    covers: thumbnail,
    reach: () => withFace(scenes.live(template())),
    open: async (element) => {
      await press(element, 'more-button');
      await press(inside(element, 'heygen-avatar-text-input'), 'text-button');
    },
  },
  more: {
    live: true,
    covers: thumbnail,
    reach: () => withFace(scenes.live(template())),
    open: (element) => press(element, 'more-button'),
  },
};

async function withCaptions(): Promise<Seen> {
  const seen = await withFace(scenes.live(template()));
  seen.element.captions = true;
  says(seen, answer);
  await settled(seen.element);
  return seen;
}

/** The avatar begins to say it. */
function says({ fakes }: Seen, message: string): void {
  fakes.service.session.say({ type: 'avatar_start_talking', task_id: 'a' });
  fakes.service.session.say({ type: 'avatar_talking_message', task_id: 'a', message });
}

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
