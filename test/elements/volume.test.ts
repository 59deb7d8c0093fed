// The avatar's sound: `muted` and `volume` as on native media elements, and the control that follows them.
import { expect, html, oneEvent } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import { avatarFixture, control, liveFixture, settled, videoOf } from '../support/avatar-fixture.js';
import { nextTask, rejection } from '../support/outcome.js';

const tag = html`<heygen-avatar token="t" controls="volume"></heygen-avatar>`;
const slider = (element: Element): HTMLInputElement => control<HTMLInputElement>(element, 'volume', 'input');
const label = (element: Element): string | null => control(element, 'volume').getAttribute('aria-label');

function slide(element: Element, value: string): void {
  slider(element).value = value;
  slider(element).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

describe('muted and volume', () => {
  it('are off and 1 from the start', async () => {
    const { element } = await avatarFixture();
    expect([element.muted, element.volume]).to.deep.equal([false, 1]);
  });

  it('begin as the attributes say', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar muted volume="0.4"></heygen-avatar>`);
    expect([videoOf(element).muted, videoOf(element).volume]).to.deep.equal([true, 0.4]);
  });

  it('begin as the attributes say, where they are set before the element is in the page', async () => {
    const element = document.createElement('heygen-avatar');
    element.setAttribute('muted', '');
    element.setAttribute('volume', '0.2');
    document.body.append(element);
    expect([element.muted, element.volume]).to.deep.equal([true, 0.2]);
    element.remove();
  });

  it('are live as properties, and leave the attributes as they are', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar muted volume="0.4"></heygen-avatar>`);
    element.muted = false;
    element.volume = 0.9;
    expect([videoOf(element).muted, videoOf(element).volume]).to.deep.equal([false, 0.9]);
    await settled(element);
    expect(element.getAttributeNames()).to.deep.equal(['muted', 'volume']);
    expect(element.getAttribute('volume')).to.equal('0.4');
  });

  it('do not follow the attributes later, as on native media elements', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar muted></heygen-avatar>`);
    element.muted = false;
    element.setAttribute('muted', '');
    element.setAttribute('volume', '0.1');
    await settled(element);
    expect([element.muted, element.volume]).to.deep.equal([false, 1]);
    const place = element.parentElement;
    element.remove();
    place?.append(element);
    expect([element.muted, element.volume], 'put back in the page').to.deep.equal([false, 1]);
  });

  for (const [given, expected] of [
    [2, 1],
    [-1, 0],
    [0.3, 0.3],
    ['0.3', 0.3],
    [Number.NaN, 1],
    ['loud', 1],
  ] as const) {
    it(`volume is ${expected} for ${typeof given === 'string' ? `“${given}”` : given}`, async () => {
      const { element } = await avatarFixture();
      Object.assign(element, { volume: given });
      expect(element.volume).to.equal(expected);
    });
  }

  it('tell of a change by volumechange, which does not bubble, as on native media elements', async () => {
    const { element } = await avatarFixture();
    setTimeout(() => (element.volume = 0.5));
    const event = await oneEvent(element, 'volumechange');
    expect(event.bubbles).to.equal(false);
    setTimeout(() => (element.muted = true));
    await oneEvent(element, 'volumechange');
  });

  it('outlast a session and the next start', async () => {
    const { element } = await liveFixture(
      html`<heygen-avatar .tokenProvider=${() => 't'} muted volume="0.5"></heygen-avatar>`,
    );
    await element.stop();
    await element.start();
    expect([element.muted, element.volume]).to.deep.equal([true, 0.5]);
  });
});

describe('<heygen-avatar-volume>', () => {
  before(() => defineControls());

  it('turns the sound off and on, and says what it would do', async () => {
    const { element } = await liveFixture(tag);
    expect(label(element)).to.equal('Mute');
    control(element, 'volume').click();
    await oneEvent(element, 'volumechange');
    await settled(element);
    expect([element.muted, label(element), slider(element).value]).to.deep.equal([true, 'Unmute', '0']);
    control(element, 'volume').click();
    await oneEvent(element, 'volumechange');
    await settled(element);
    expect([element.muted, label(element), slider(element).value]).to.deep.equal([false, 'Mute', '1']);
  });

  it('sets the volume', async () => {
    const { element } = await liveFixture(tag);
    slide(element, '0.35');
    expect(element.volume).to.equal(0.35);
  });

  it('is mute at 0, and heard again above', async () => {
    const { element } = await liveFixture(tag);
    slide(element, '0');
    expect(element.muted).to.equal(true);
    slide(element, '0.5');
    expect([element.muted, element.volume]).to.deep.equal([false, 0.5]);
  });

  it('unmutes to full where the volume is 0, or the press would have no effect', async () => {
    const { element } = await liveFixture(tag);
    slide(element, '0');
    control(element, 'volume').click();
    expect([element.muted, element.volume]).to.deep.equal([false, 1]);
  });

  it('follows what the page sets', async () => {
    const { element } = await liveFixture(tag);
    element.volume = 0.25;
    await oneEvent(element, 'volumechange');
    await settled(element);
    expect(slider(element).value).to.equal('0.25');
  });

  it('leaves the page no input and no change event of its own', async () => {
    const { element } = await liveFixture(tag);
    const heard: string[] = [];
    for (const type of ['input', 'change']) element.addEventListener(type, () => heard.push(type));
    slide(element, '0.5');
    await nextTask();
    expect(heard).to.deep.equal([]);
  });
});

describe('setSpeaker()', () => {
  it('rejects with invalid_option where there is no such speaker, and tells of no change', async () => {
    const { element } = await avatarFixture();
    let changes = 0;
    element.addEventListener('device_changed', () => (changes += 1));
    const error = await rejection(element.setSpeaker('gone'));
    expect(error).to.include({ code: 'invalid_option' });
    expect(error.message).to.contain('gone');
    expect(changes).to.equal(0);
  });

  for (const [name, code] of [
    ['NotAllowedError', 'blocked_by_policy'],
    ['SecurityError', 'blocked_by_policy'],
    ['NotFoundError', 'invalid_option'],
    ['AbortError', 'invalid_option'],
    ['NotSupportedError', 'not_supported'],
    ['InvalidStateError', 'invalid_option'],
  ] as const) {
    it(`rejects with ${code} where the browser rejects with ${name}, or throws it`, async () => {
      const { element } = await avatarFixture();
      const cause = new DOMException('No.', name);
      videoOf(element).setSinkId = () => Promise.reject(cause);
      expect(await rejection(element.setSpeaker('desk'))).to.include({ code, cause });
      videoOf(element).setSinkId = () => {
        throw cause;
      };
      expect(await rejection(element.setSpeaker('desk'))).to.include({ code, cause });
    });
  }

  it('rejects with not_supported where the browser can choose none', async () => {
    const { element } = await avatarFixture();
    const own = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'setSinkId');
    Reflect.deleteProperty(HTMLMediaElement.prototype, 'setSinkId');
    try {
      expect(await rejection(element.setSpeaker('desk'))).to.include({ code: 'not_supported' });
    } finally {
      if (own) Object.defineProperty(HTMLMediaElement.prototype, 'setSinkId', own);
    }
  });

  it('takes null for the default speaker', async () => {
    const { element } = await avatarFixture();
    await element.setSpeaker(null as unknown as string);
    expect((videoOf(element) as { sinkId?: string }).sinkId).to.equal('');
  });
});
