// The element in another window than its code's: an iframe, a pop-up, Document Picture-in-Picture.
import { expect, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import {
  avatarFixture,
  control,
  fakePorts,
  ignore,
  inside,
  liveFixture,
  settled,
  untilStatus,
  videoOf,
} from '../support/avatar-fixture.js';
import { click } from '../support/commands.js';
import { movingPicture, nextFrame } from '../support/moving-picture.js';
import { nextTask, rejection } from '../support/outcome.js';

interface OtherWindow {
  readonly body: HTMLElement;
  close(): void;
}

interface DocumentPictureInPicture {
  requestWindow(): Promise<Window>;
}

const kinds: Readonly<Record<string, () => Promise<OtherWindow>>> = {
  'an iframe': async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    if (!frame.contentDocument) throw new Error('The iframe has no document.');
    return { body: frame.contentDocument.body, close: () => frame.remove() };
  },
  'a pop-up': async () => {
    const window = await afterClick(async () => open('about:blank', '', 'width=400,height=300'));
    if (!window) throw new Error('There is no pop-up.');
    return { body: window.document.body, close: () => window.close() };
  },
  'a picture-in-picture window': async () => {
    const { documentPictureInPicture } = globalThis as unknown as {
      documentPictureInPicture: DocumentPictureInPicture;
    };
    const window = await afterClick(() => documentPictureInPicture.requestWindow());
    return { body: window.document.body, close: () => window.close() };
  },
};

/** Does what a browser allows only after the visitor's act. */
async function afterClick<T>(work: () => Promise<T>): Promise<T> {
  const button = document.createElement('button');
  button.textContent = 'Open';
  document.body.append(button);
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  button.addEventListener('click', () => void work().then(resolve, reject));
  await click(button);
  button.remove();
  return promise;
}

/** What a style sheet gives, of the element and of a small element in it. */
function looks(element: HeygenAvatarElement): string[] {
  const style = (inner: Element): CSSStyleDeclaration => {
    const { defaultView } = inner.ownerDocument;
    if (!defaultView) throw new Error('The element is in no window.');
    return defaultView.getComputedStyle(inner);
  };
  const button = style(control(element, 'start-button'));
  return [
    style(element).display,
    style(element).backgroundColor,
    button.borderRadius,
    button.backgroundColor,
  ];
}

describe('the element in another window', () => {
  before(() => defineControls(['heygen-avatar-push-to-talk-button']));

  for (const [name, open] of Object.entries(kinds)) {
    describe(`(${name})`, () => {
      it('looks the same there, and after the way back', async () => {
        const { element } = await avatarFixture();
        const place = element.parentElement;
        const before = looks(element);
        expect(before[0]).to.equal('block');
        const window = await open();
        window.body.append(element);
        await settled(element);
        expect(looks(element), 'there').to.deep.equal(before);
        place?.append(element);
        await settled(element);
        expect(looks(element), 'back').to.deep.equal(before);
        window.close();
      });

      it('made and started there works, with the controls that come later', async () => {
        const window = await open();
        const { element: model, fakes } = await avatarFixture();
        const element = document.createElement('heygen-avatar');
        element.token = 'other';
        element.controls = '';
        window.body.append(element);
        await settled(element);
        expect(looks(element)).to.deep.equal(looks(model));
        await element.start();
        await settled(element);
        const end = control(element, 'end-button');
        expect(end.ownerDocument.defaultView?.getComputedStyle(end).borderRadius).to.equal('999px');
        end.click();
        await untilStatus(element, 'ended');
        expect(fakes.service.running).to.have.lengthOf(0);
        window.close();
      });

      it('keeps its session on the way there and back, and plays on', async () => {
        const { element, fakes } = await liveFixture();
        const place = element.parentElement;
        const picture = movingPicture();
        fakes.room.options.stream.addTrack(picture.track);
        await nextFrame(videoOf(element));
        const window = await open();
        window.body.append(element);
        await nextFrame(videoOf(element));
        expect(videoOf(element).paused).to.equal(false);
        place?.append(element);
        await nextFrame(videoOf(element));
        expect([element.state.status, fakes.service.sessions.length]).to.deep.equal(['live', 1]);
        // It does not belong to that window any more.
        window.close();
        await untilClosed(fakes);
        expect(element.state.status).to.equal('live');
        picture.stop();
      });

      it('ends its session within two seconds when that window is closed', async () => {
        const { element, fakes } = await liveFixture();
        const window = await open();
        window.body.append(element);
        let tooLate = false;
        const timer = setTimeout(() => (tooLate = true), 2000);
        let stoppedInTime = false;
        fakes.service.steps.stop = async () => void (stoppedInTime = !tooLate);
        // In a closed window nobody hears the element's own events.
        const ended = new Promise<unknown>((resolve) => {
          element.avatar?.on('session_ended', ({ detail }) => resolve(detail.reason));
        });
        window.close();
        expect(await ended).to.equal('removed');
        clearTimeout(timer);
        expect(stoppedInTime).to.equal(true);
        expect(element.state).to.include({ status: 'ended', reason: 'removed' });
      });

      it('goes on when the page takes it back from a window that is being closed', async () => {
        const { element, fakes } = await liveFixture();
        const place = element.parentElement;
        const window = await open();
        window.body.append(element);
        window.body.ownerDocument.defaultView?.addEventListener('pagehide', () => place?.append(element));
        window.close();
        await untilClosed(fakes);
        expect([element.state.status, element.parentElement === place]).to.deep.equal(['live', true]);
      });

      it('starts nothing in a window that is closed', async () => {
        const { element, fakes } = await avatarFixture();
        const window = await open();
        window.body.append(element);
        const closed = new Promise((resolve) =>
          window.body.ownerDocument.defaultView?.addEventListener('pagehide', resolve),
        );
        window.close();
        await closed;
        expect((await rejection(element.start())).code).to.equal('aborted');
        expect(fakes.service.calls).to.have.lengthOf(0);
      });
    });
  }

  it('is not in a page in a document without a window', async () => {
    const { element, fakes } = await avatarFixture();
    document.implementation.createHTMLDocument().body.append(element);
    expect((await rejection(element.start())).code).to.equal('aborted');
    expect(fakes.service.calls).to.have.lengthOf(0);
  });

  it('ends its session in a document without a window', async () => {
    const { element, fakes } = await liveFixture();
    const ended = new Promise((resolve) =>
      element.avatar?.on('session_ended', ({ detail }) => resolve(detail.reason)),
    );
    document.implementation.createHTMLDocument().body.append(element);
    expect(await ended).to.equal('removed');
    expect(fakes.service.running).to.have.lengthOf(0);
  });

  it('whose start waits for a page goes on waiting in a document without a window', async () => {
    const fakes = fakePorts();
    const element = document.createElement('heygen-avatar');
    element.token = 't';
    const started = element.start();
    document.implementation.createHTMLDocument().body.append(element);
    await nextTask();
    document.body.append(element);
    await started;
    await settled(element);
    expect(fakes.service.running).to.have.lengthOf(1);
    expect(looks(element)[0], 'styled').to.equal('block');
    await element.stop();
    element.remove();
  });

  it('has its session ended by each removal, though its window now shows another site', async () => {
    const { element } = await liveFixture(
      html`<heygen-avatar .tokenProvider=${() => 't'} push-to-talk controls=""></heygen-avatar>`,
    );
    const place = element.parentElement;
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentDocument?.body.append(element);
    await settled(element);
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    frame.src = 'data:text/html,another site';
    await loaded;
    place?.append(element);
    await settled(element);
    await element.start();
    element.remove();
    await untilStatus(element, 'ended');
    expect(element.state).to.include({ status: 'ended', reason: 'removed' });
    frame.remove();
  });

  it('has push-to-talk that lets go when that window loses the focus', async () => {
    const { element, fakes } = await liveFixture();
    element.pushToTalk = true;
    element.controls = '';
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentDocument?.body.append(element);
    await settled(element);
    const button = inside(inside(element, 'heygen-avatar-push-to-talk-button'), 'button');
    button.dispatchEvent(new KeyboardEvent('keydown', { key: ' ' }));
    await settled(element);
    expect(button.getAttribute('aria-pressed')).to.equal('true');
    frame.contentWindow?.dispatchEvent(new Event('blur'));
    await settled(element);
    expect(button.getAttribute('aria-pressed')).to.equal('false');
    ignore(element.stop());
    frame.remove();
    expect(fakes.service.sessions).to.have.lengthOf(1);
  });
});

/** Waits until the end of another session tells that a window that was closed before has had its effect. */
async function untilClosed({ service }: { service: { sessions: unknown[] } }): Promise<void> {
  const { element } = await liveFixture();
  expect(service.sessions).to.have.lengthOf(1);
  element.remove();
  await untilStatus(element, 'ended');
}
