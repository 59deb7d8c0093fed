// A `<heygen-avatar>` in the page whose session needs no server: the ports behind the client are fakes.
import { fixture, html } from '@open-wc/testing';
import type { ReactiveElement } from 'lit';
import { sessionError } from '../../src/api/error-table.js';
import type { WarningDetail } from '../../src/api/events.js';
import type { SessionState } from '../../src/api/state.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { FakePorts } from './fake-room.js';
import { movingPicture, nextFrame } from './moving-picture.js';
import { never, rejection, untilAborted } from './outcome.js';
import { untilRendered, untilSeen } from './rendered.js';

interface Made {
  element: HeygenAvatarElement;
  fakes: FakePorts;
}
type Steps = ConstructorParameters<typeof FakePorts>[0];
type Template = ReturnType<typeof html>;

/** Puts fakes behind every client made from now on, until the test is over. */
export function fakePorts(steps: Steps = {}): FakePorts {
  return new FakePorts(steps);
}

/** The element of a template, rendered, with the fakes behind it. */
export async function avatarFixture(
  template: Template = html`<heygen-avatar token="session-token"></heygen-avatar>`,
  steps: Steps = {},
): Promise<Made> {
  const fakes = fakePorts(steps);
  const place = await fixture(template);
  const element = place.parentElement?.querySelector('heygen-avatar');
  if (!element) throw new Error('The template has no <heygen-avatar>.');
  await settled(element);
  return { element, fakes };
}

/** The same with a session that is live. */
export async function liveFixture(template?: Template, steps?: Steps): Promise<Made> {
  const made = await avatarFixture(template, steps);
  await made.element.start();
  await sessionRendered(made.element);
  return made;
}

/** Waits for what shows a session, whose code comes with the page's first start, and may come after it. */
async function sessionRendered(element: HeygenAvatarElement): Promise<void> {
  await untilRendered(element, () => element.shadowRoot?.querySelector('.below'));
  await settled(element);
}

/** Waits until the session's state has this status, and what shows it is rendered. */
export async function untilStatus(
  element: HeygenAvatarElement,
  status: SessionState['status'],
): Promise<void> {
  if (element.state.status !== status) {
    await new Promise<void>((resolve) => {
      element.addEventListener('state_changed', function listener() {
        if (element.state.status !== status) return;
        element.removeEventListener('state_changed', listener);
        resolve();
      });
    });
  }
  await settled(element);
}

/**
 * Takes the element out of the document until it knows that this is no move. What it does then can be nothing at all,
 * so another element that is taken out after it has to end a start.
 */
export async function removedForGood(element: HeygenAvatarElement): Promise<void> {
  const witness = document.createElement('heygen-avatar');
  witness.tokenProvider = (_request, { signal }) => untilAborted(signal);
  document.body.append(witness);
  const started = rejection(witness.start());
  await untilStatus(witness, 'connecting');
  element.remove();
  witness.remove();
  await started;
}

/** Every status the element tells of from now on, what it has now included, without repetitions. */
export function statusPath(element: HeygenAvatarElement): string[] {
  const path: string[] = [element.state.status];
  element.addEventListener('state_changed', ({ detail: { state } }) => {
    if (path.at(-1) !== state.status) path.push(state.status);
  });
  return path;
}

/** The warnings that the element fires from now on, and a wait for so many. */
export function warningsOf(element: HTMLElement): {
  readonly details: readonly WarningDetail[];
  until(count: number): Promise<void>;
} {
  const details: WarningDetail[] = [];
  let onWarning = (): void => undefined;
  element.addEventListener('warning', (event) => {
    details.push((event as CustomEvent<WarningDetail>).detail);
    onWarning();
  });
  return {
    details,
    until: (count) =>
      new Promise((resolve) => {
        onWarning = () => {
          if (details.length >= count) resolve();
        };
        onWarning();
      }),
  };
}

/** Waits until the element and all small elements in and under it are rendered. */
export async function settled(element: HeygenAvatarElement): Promise<void> {
  await element.updateComplete;
  const inner = [...(element.shadowRoot?.querySelectorAll('*') ?? []), ...element.querySelectorAll('*')];
  await Promise.all(inner.map(async (child) => (child as Partial<ReactiveElement>).updateComplete));
}

/** What is in the element's shadow root; missing fails the test. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as querySelector
export function inside<T extends Element = HTMLElement>(element: Element, selector: string): T {
  const found = element.shadowRoot?.querySelector<T>(selector);
  if (!found) throw new Error(`There is no ${selector} in <${element.localName}>.`);
  return found;
}

/** A native control in a small element of the avatar, such as `button` of the tag's own `end-button`. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as querySelector
export function control<T extends Element = HTMLButtonElement>(
  element: Element,
  name: string,
  selector = 'button',
): T {
  const tag = `heygen-avatar-${name}`;
  return inside<T>(element.querySelector(tag) ?? inside(element, tag), selector);
}

/** The element's `<video>`. */
export function videoOf(element: Element): HTMLVideoElement {
  return inside<HTMLVideoElement>(element, 'video');
}

/** Makes the element's video refuse to play with sound, as a browser does before the visitor has acted. */
export function blockSound(element: Element): { allow: () => void } {
  const video = videoOf(element);
  let allowed = false;
  video.play = async () => {
    if (!allowed && !video.muted) throw new DOMException('No gesture yet.', 'NotAllowedError');
  };
  return { allow: () => (allowed = true) };
}

type Scene =
  | 'idle'
  | 'consent'
  | 'connecting'
  | 'live'
  | 'thinking'
  | 'talking'
  | 'captions'
  | 'sound blocked'
  | 'paused'
  | 'still there'
  | 'last minute'
  | 'reconnecting'
  | 'failed'
  | 'ended'
  | 'stopping';

/** Every state an element can be seen in, by name, and how it gets there. */
export const scenes: Readonly<Record<Scene, (template?: Template) => Promise<Made>>> = {
  idle: async (template) => avatarFixture(template),
  consent: async (template) => {
    const made = await avatarFixture(template);
    const content = document.createElement('div');
    content.slot = 'consent';
    const text = document.createElement('p');
    text.textContent = 'May we?';
    const [accept, decline] = ['accept', 'decline'].map((choice) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: choice });
      button.dataset['consent'] = choice;
      return button;
    });
    content.append(text, accept!, decline!);
    made.element.append(content);
    ignore(made.element.start());
    await untilSeen(made.element, 'consent');
    return made;
  },
  connecting: async (template) => {
    let reached = (): void => undefined;
    const opening = new Promise<void>((resolve) => (reached = resolve));
    const made = await avatarFixture(template, {
      open: () => {
        reached();
        return never();
      },
    });
    ignore(made.element.start());
    await opening;
    await sessionRendered(made.element);
    return made;
  },
  live: async (template) => liveFixture(template),
  thinking: async (template) => {
    const made = await liveFixture(template);
    await made.element.speak('What time is it?');
    await settled(made.element);
    return made;
  },
  captions: async (template) => {
    const made = await liveFixture(template);
    made.element.captions = true;
    made.fakes.service.session.say({ type: 'avatar_start_talking', task_id: 'a' });
    made.fakes.service.session.say({
      type: 'avatar_talking_message',
      task_id: 'a',
      message: 'Good morning.',
    });
    await settled(made.element);
    return made;
  },
  talking: async (template) => {
    const made = await liveFixture(template);
    made.fakes.service.session.say({ type: 'avatar_start_talking', task_id: 'a' });
    await settled(made.element);
    return made;
  },
  'sound blocked': async (template) => {
    const made = await avatarFixture(template);
    blockSound(made.element);
    const blocked = new Promise((resolve) => made.element.addEventListener('playback_blocked', resolve));
    await Promise.all([made.element.start(), blocked]);
    await sessionRendered(made.element);
    return made;
  },
  paused: async (template) => {
    const made = await liveFixture(template);
    const { track, stop } = movingPicture();
    track.addEventListener('ended', stop);
    const video = videoOf(made.element);
    made.element.mediaStream?.addTrack(track);
    await nextFrame(video);
    video.play = async () => {
      throw new DOMException('No gesture.', 'NotAllowedError');
    };
    video.pause();
    await untilSeen(made.element, 'resume-button');
    return made;
  },
  'still there': async (template) => {
    const made = await liveFixture(template);
    made.fakes.clock.advance(90);
    await untilSeen(made.element, 'idle-question');
    return made;
  },
  'last minute': async (template) => {
    const { defineControls } = await import('../../src/define.js');
    await defineControls(['heygen-avatar-time-left']);
    const made = await avatarFixture(template);
    // Inactivity would end it before.
    made.element.disableIdleTimeout = true;
    await made.element.start();
    await sessionRendered(made.element);
    made.fakes.clock.advance(570);
    await settled(made.element);
    return made;
  },
  reconnecting: async (template) => {
    const made = await liveFixture(template);
    made.fakes.room.emit({ type: 'reconnecting' });
    await untilStatus(made.element, 'reconnecting');
    return made;
  },
  failed: async (template) => {
    const open = () => Promise.reject(sessionError('concurrency_limit'));
    const made = await avatarFixture(template, { open });
    await made.element.start().catch(() => undefined);
    await sessionRendered(made.element);
    return made;
  },
  ended: async (template) => {
    const made = await liveFixture(template);
    made.fakes.service.session.call.emit({ type: 'ended', reason: 'idle' });
    await untilStatus(made.element, 'ended');
    return made;
  },
  stopping: async (template) => {
    const made = await liveFixture(template, { stop: never });
    void made.element.stop();
    await untilStatus(made.element, 'stopping');
    return made;
  },
};

/** The promise's failure is expected, or seen by other means. */
export function ignore(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}
