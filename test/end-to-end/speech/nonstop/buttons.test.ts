/** The tag's microphone and push-to-talk buttons, under the visitor's hand, with somebody who never pauses. */

import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import type { HeygenAvatarElement } from '../../../../src/index.js';
import '../../../../src/index.js';
import { control } from '../../../support/avatar-fixture.js';
import { bringToFront, click, SecondPage } from '../../../support/commands.js';
import { Corner } from '../../../support/sandbox-books.js';
import { SandboxEar } from '../../../support/sandbox-ear.js';

describe('the buttons for the voice', () => {
  let corner: Corner;
  let ear: SandboxEar;
  let element: HeygenAvatarElement;

  async function start(controls: string, pushToTalk = false): Promise<void> {
    corner = await Corner.open();
    ear = new SandboxEar(corner);
    element = document.createElement('heygen-avatar');
    Object.assign(element, { basePath: corner.url, quality: 'low', controls, pushToTalk });
    element.tokenUrl = corner.tokenUrl().href;
    document.body.append(element);
    await element.start();
    await element.updateComplete;
  }

  afterEach(async () => {
    element.remove();
    await corner.until(({ open }) => open === 0);
  });

  async function button(name: string): Promise<HTMLButtonElement> {
    await customElements.whenDefined(`heygen-avatar-${name}`);
    const tag = element.shadowRoot?.querySelector(`heygen-avatar-${name}`);
    await (tag as HeygenAvatarElement | null)?.updateComplete;
    return control(element, name);
  }

  /** A page that is hidden hears of it when the browser has the time. */
  async function muted(): Promise<void> {
    const isMuted = (): boolean => element.state.status === 'live' && element.state.microphoneMuted;
    while (!isMuted()) {
      await new Promise((resolve) => element.addEventListener('state_changed', resolve, { once: true }));
    }
  }

  /** The scale of the microphone button's ring, at the next frame at which it is as asked. */
  function level(asked: (level: string) => boolean): Promise<string> {
    const shown = element.shadowRoot
      ?.querySelector('heygen-avatar-microphone-button')
      ?.shadowRoot?.querySelector<HTMLElement>('[part=level]');
    return new Promise((resolve) => {
      const look = (): void => {
        const now = shown?.style.scale ?? '';
        if (asked(now)) resolve(now);
        else requestAnimationFrame(look);
      };
      look();
    });
  }

  it('a press of the microphone button is heard and shows how loud, another one mutes', async () => {
    await start('microphone');
    const microphone = await button('microphone-button');
    await click(microphone);
    await ear.sound();
    await level((shown) => Number(shown) > 1.05);
    await click(microphone);
    await muted();
    await ear.silence(Date.now());
    await level((shown) => shown === '');
    expect(element.state).to.include({ voiceChat: 'on', microphoneMuted: true });
    await click(microphone);
    await ear.sound();
    await level((shown) => Number(shown) > 1.05);
  });

  it('push-to-talk is heard while it is held, and not after it is let go, however that happens', async () => {
    await start('push-to-talk', true);
    const held = await button('push-to-talk-button');
    const middle = (): [number, number] => {
      const { x, y, width, height } = held.getBoundingClientRect();
      return [Math.round(x + width / 2), Math.round(y + height / 2)];
    };
    const mouse = {
      press: async () => {
        await sendMouse({ type: 'move', position: middle() });
        await sendMouse({ type: 'down' });
      },
      release: () => sendMouse({ type: 'up' }),
    };
    const key = {
      press: async () => {
        held.focus();
        await sendKeys({ down: 'Space' });
      },
      release: () => sendKeys({ up: 'Space' }),
    };
    let other: SecondPage | undefined;
    const ways: [string, hand: typeof mouse, letGo: () => unknown][] = [
      ['the mouse button goes up', mouse, mouse.release],
      ['the key goes up', key, key.release],
      ['the browser takes the pointer', mouse, () => held.dispatchEvent(new PointerEvent('pointercancel'))],
      ['the focus goes elsewhere', key, () => held.blur()],
      ['the window loses the focus', mouse, () => window.dispatchEvent(new Event('blur'))],
      ['the page is hidden', mouse, async () => (other = await SecondPage.open('about:blank'))],
      ['the button is taken away', mouse, () => (element.controls = 'end')],
    ];
    for (const [way, { press, release }, letGo] of ways) {
      await press();
      await ear.sound();
      expect(held.ariaPressed, way).to.equal('true');
      await letGo();
      await muted();
      await ear.silence(Date.now());
      await other?.close();
      other = undefined;
      await bringToFront();
      if (letGo !== release) await release();
    }
  });
});
