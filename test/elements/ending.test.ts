// How the element's session is over: stop() in every state, removal, and what is not a removal.
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import {
  avatarFixture,
  control,
  ignore,
  liveFixture,
  removedForGood,
  scenes,
  settled,
  statusPath,
  untilStatus,
  videoOf,
} from '../support/avatar-fixture.js';
import { movingPicture, nextFrame } from '../support/moving-picture.js';
import { nextTask, rejection, untilAborted } from '../support/outcome.js';

describe('stop()', () => {
  it('does nothing to an element that is idle', async () => {
    const { element } = await avatarFixture();
    await element.stop();
    expect(element.state).to.deep.equal({ status: 'idle' });
  });

  for (const name of ['live', 'talking', 'reconnecting', 'sound blocked'] as const) {
    it(`ends a session that is “${name}”, and resolves when all is released`, async () => {
      const { element, fakes } = await scenes[name]();
      await element.stop();
      expect(element.state).to.include({ status: 'ended', reason: 'stopped' });
      expect(fakes.service.running).to.have.lengthOf(0);
      expect(fakes.room.disconnects).to.equal(1);
      expect(videoOf(element).srcObject).to.equal(null);
    });
  }

  it('calls off a start that waits for its token', async () => {
    const { element, fakes } = await avatarFixture();
    element.tokenProvider = (_request, { signal }) => untilAborted(signal);
    const failure = rejection(element.start());
    await untilStatus(element, 'connecting');
    await element.stop();
    expect((await failure).code).to.equal('aborted');
    expect(element.state).to.include({ status: 'ended', reason: 'stopped' });
    expect(fakes.service.calls).to.have.lengthOf(0);
  });

  it('calls off a start whose code is still being loaded, at once, and no session was ever connected', async () => {
    const { element, fakes } = await avatarFixture();
    const failure = rejection(element.start());
    const told: string[] = [];
    element.addEventListener('session_ended', ({ detail }) => told.push(detail.reason));
    await element.stop();
    expect(element.state).to.include({ status: 'ended', reason: 'stopped' });
    expect((await failure).code).to.equal('aborted');
    await nextTask();
    expect(fakes.service.calls).to.have.lengthOf(0);
    expect(told).to.deep.equal([]);
    expect(element.state).to.include({ status: 'ended', reason: 'stopped' });
  });

  for (const name of ['failed', 'ended'] as const) {
    it(`leaves an element that is “${name}” as it is`, async () => {
      const { element } = await scenes[name]();
      const { state } = element;
      await element.stop();
      expect(element.state).to.equal(state);
    });
  }

  it('where there is nothing to end does not disturb the start that follows it at once', async () => {
    const { element } = await liveFixture(html`<heygen-avatar .tokenProvider=${() => 't'}></heygen-avatar>`);
    await element.stop();
    const path = statusPath(element);
    void element.stop();
    await element.start();
    expect(path).to.deep.equal(['ended', 'connecting', 'live']);
  });

  it('twice is stopping once', async () => {
    const { element, fakes } = await liveFixture();
    await Promise.all([element.stop(), element.stop()]);
    await element.stop();
    expect(fakes.service.session.stops).to.equal(1);
  });

  it('may be followed by start() before it is done: the end is told once, and first', async () => {
    const { element, fakes } = await liveFixture(
      html`<heygen-avatar .tokenProvider=${() => 't'}></heygen-avatar>`,
    );
    const path = statusPath(element);
    const ended: unknown[] = [];
    element.addEventListener('session_ended', ({ detail }) =>
      ended.push([detail.reason, fakes.service.running.length, fakes.service.sessions.length]),
    );
    const stopped = element.stop();
    const started = element.start();
    await stopped;
    await started;
    expect(path).to.deep.equal(['live', 'stopping', 'ended', 'connecting', 'live']);
    expect(ended, 'reason, running sessions and all of them').to.deep.equal([['stopped', 0, 1]]);
    expect(fakes.service.running).to.have.lengthOf(1);
    expect(videoOf(element).srcObject).to.equal(element.avatar?.mediaStream);
  });

  it('does not take the picture away from the start that follows it', async () => {
    let release = (): void => undefined;
    const { element } = await liveFixture(html`<heygen-avatar .tokenProvider=${() => 't'}></heygen-avatar>`, {
      stop: () => new Promise((resolve) => (release = resolve)),
    });
    const stopped = element.stop();
    // The gesture of this start is spent on playing the video: a later play() may be refused.
    const started = element.start();
    const taken: unknown[] = [];
    element.addEventListener('state_changed', () => {
      if (videoOf(element).srcObject === null) taken.push(element.state.status);
    });
    release();
    await stopped;
    await started;
    expect(taken, 'states without a stream').to.deep.equal([]);
  });
});

describe('removing the element', () => {
  it('ends its session, with the reason “removed”', async () => {
    const { element, fakes } = await liveFixture();
    const ended = new Promise<string>((resolve) => {
      element.addEventListener('session_ended', ({ detail }) => resolve(detail.reason));
    });
    element.remove();
    expect(await ended).to.equal('removed');
    expect(element.state).to.include({ status: 'ended', reason: 'removed' });
    expect(fakes.service.running).to.have.lengthOf(0);
  });

  it('calls off a start that is under way', async () => {
    const { element, fakes } = await avatarFixture(html`<heygen-avatar></heygen-avatar>`);
    element.tokenProvider = (_request, { signal }) => untilAborted(signal);
    const path = statusPath(element);
    const starting = rejection(element.start());
    element.remove();
    expect((await starting).code).to.equal('aborted');
    await untilStatus(element, 'ended');
    expect(element.state).to.include({ reason: 'removed' });
    expect(path).to.deep.equal(['idle', 'connecting', 'stopping', 'ended']);
    expect(fakes.service.calls).to.have.lengthOf(0);
  });

  it('stops a session within a second', async () => {
    const { element, fakes } = await liveFixture();
    // A timer, which is as late as the element's own on a busy machine.
    let aSecondLater = false;
    const timer = setTimeout(() => (aSecondLater = true), 1000);
    let stoppedInTime = false;
    fakes.service.steps.stop = async () => void (stoppedInTime = !aSecondLater);
    element.remove();
    await untilStatus(element, 'ended');
    clearTimeout(timer);
    expect(stoppedInTime).to.equal(true);
  });

  it('lets it start anew where it is put back', async () => {
    const { element, fakes } = await liveFixture(
      html`<heygen-avatar .tokenProvider=${() => 't'}></heygen-avatar>`,
    );
    element.remove();
    await untilStatus(element, 'ended');
    document.body.append(element);
    await element.start();
    element.remove();
    await untilStatus(element, 'ended');
    expect(fakes.service.sessions).to.have.lengthOf(2);
    expect(fakes.service.running).to.have.lengthOf(0);
  });
});

describe('moving the element', () => {
  async function moved(
    move: (element: HeygenAvatarElement, place: Element) => void | Promise<void>,
  ): Promise<void> {
    const place = await fixture(html`<div></div>`);
    const { element, fakes } = await liveFixture();
    const picture = movingPicture();
    fakes.room.options.stream.addTrack(picture.track);
    const video = videoOf(element);
    await nextFrame(video);
    const { sessionId } = element;
    const path = statusPath(element);
    await move(element, place);
    await nextTask();
    expect([element.sessionId, path]).to.deep.equal([sessionId, ['live']]);
    expect(fakes.service.running).to.have.lengthOf(1);
    expect(element.parentElement === place, 'in its new place').to.equal(true);
    await nextFrame(video);
    expect(video.paused).to.equal(false);
    picture.stop();
  }

  /** As libraries for page transitions move what they keep: over a few tasks and a frame. */
  async function moveSlowly(element: HeygenAvatarElement, place: Element): Promise<void> {
    element.remove();
    await nextTask();
    await nextTask();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    place.append(element);
  }

  it('keeps its session, and the picture moves on', () => moved((element, place) => place.append(element)));

  it('keeps its session when it is taken out and put in within one task', () =>
    moved((element, place) => {
      element.remove();
      place.append(element);
    }));

  it('keeps its session when the way takes several tasks and a frame', () => moved(moveSlowly));

  it('keeps its session when it is moved by moveBefore()', () =>
    moved((element, place) => {
      (place as Element & { moveBefore: Element['insertBefore'] }).moveBefore(element, null);
    }));

  it('keeps its session in a view transition', () =>
    moved(async (element, place) => {
      const transition = document.startViewTransition(() => place.append(element));
      await transition.updateCallbackDone;
      transition.ready.catch(() => undefined);
      transition.skipTransition();
      await transition.finished;
    }));

  it('keeps its session for good: the end of a removal that was none does not come later', async () => {
    const place = await fixture(html`<div></div>`);
    const { element, fakes } = await liveFixture();
    await moveSlowly(element, place);
    // Taken out after it, and for good.
    const other = await avatarFixture();
    await removedForGood(other.element);
    expect([element.state.status, fakes.service.running.length]).to.deep.equal(['live', 1]);
  });

  it('leaves its small elements at work', async () => {
    const { element } = await avatarFixture();
    const place = await fixture(html`<div></div>`);
    place.append(element);
    await settled(element);
    control(element, 'start-button').click();
    expect(element.state.status, 'after a click on start').to.equal('connecting');
    await untilStatus(element, 'live');
    document.body.append(element);
    await settled(element);
    control(element, 'end-button').click();
    expect(element.state.status, 'after a click on end').to.equal('stopping');
    element.remove();
  });

  it('lets a start that is under way go on', async () => {
    const { element, fakes } = await avatarFixture();
    const place = await fixture(html`<div></div>`);
    const started = element.start();
    place.append(element);
    await started;
    expect(element.state.status).to.equal('live');
    ignore(element.stop());
    await untilStatus(element, 'ended');
    expect(fakes.service.running).to.have.lengthOf(0);
  });
});
