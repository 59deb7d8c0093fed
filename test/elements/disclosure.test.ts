// `disclosure`: visitors are told that they talk to an AI, at the first contact or as long as the page wants.
import { expect, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import {
  avatarFixture,
  control,
  liveFixture,
  scenes,
  settled,
  untilStatus,
} from '../support/avatar-fixture.js';
import { seenPart, untilGone, untilSeen } from '../support/rendered.js';

const sentence = 'You’re talking to an AI avatar.';
const text = (part: HTMLElement | undefined): string | undefined =>
  part?.innerText.replaceAll(/\s+/g, ' ').trim();

describe('the disclosure', () => {
  before(() => defineControls(['heygen-avatar-disclosure']));

  it('is on the start screen, with its sentence', async () => {
    const { element } = await avatarFixture();
    expect(text(seenPart(element, 'disclosure'))).to.equal(`AI ${sentence}`);
  });

  it('is part of the start screen before any code of a session is loaded', async () => {
    const frame = document.createElement('iframe');
    frame.src = '/test/elements/pages/avatar.html';
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    await loaded;
    const page = frame.contentWindow as Window & typeof globalThis;
    await page.customElements.whenDefined('heygen-avatar');
    const element = page.document.querySelector('heygen-avatar')!;
    await element.updateComplete;
    expect(text(seenPart(element, 'disclosure'))).to.equal(`AI ${sentence}`);
    expect(page.customElements.get('heygen-avatar-end-button')).to.equal(undefined);
    frame.remove();
  });

  it('goes with the start screen', async () => {
    const { element } = await scenes.live();
    expect(seenPart(element, 'disclosure')).to.equal(undefined);
    await element.stop();
    await settled(element);
    expect(seenPart(element, 'disclosure')).not.to.equal(undefined);
  });

  it('stays for the first 10 seconds of a session that started by itself', async () => {
    const { element, fakes } = await avatarFixture(html`<heygen-avatar token="t" autostart></heygen-avatar>`);
    await untilStatus(element, 'live');
    await untilSeen(element, 'disclosure');
    fakes.clock.advance(9);
    await settled(element);
    expect(text(seenPart(element, 'disclosure'))).to.equal(`AI ${sentence}`);
    fakes.clock.advance(1);
    await untilGone(element, 'disclosure');
    await element.stop();
  });

  it('with “always” and the page’s own words is in one place at a time, session after session', async () => {
    const { element, fakes } = await liveFixture(
      html`<heygen-avatar .tokenProvider=${() => 't'} disclosure="always"
        ><i slot="disclosure">A machine.</i></heygen-avatar
      >`,
    );
    const words = (): string | undefined => {
      const labels = element.shadowRoot?.querySelectorAll('[part~="disclosure"]');
      expect(labels).to.have.lengthOf(1);
      return element.querySelector('i')?.checkVisibility() ? text(element.querySelector('i')!) : undefined;
    };
    const isAbove = (): boolean => seenPart(element, 'disclosure')?.closest('.above') !== null;
    expect([words(), isAbove()]).to.deep.equal(['A machine.', true]);
    fakes.room.emit({ type: 'reconnecting' });
    await untilStatus(element, 'reconnecting');
    expect([words(), isAbove()]).to.deep.equal(['A machine.', true]);
    await element.stop();
    await settled(element);
    expect([words(), isAbove()]).to.deep.equal(['A machine.', false]);
    await element.start();
    await settled(element);
    expect([words(), isAbove()]).to.deep.equal(['A machine.', true]);
    await element.stop();
    await settled(element);
    expect([words(), isAbove()]).to.deep.equal(['A machine.', false]);
  });

  it('with “always” stays during the whole session', async () => {
    const { element, fakes } = await liveFixture(
      html`<heygen-avatar token="t" disclosure="always"></heygen-avatar>`,
    );
    fakes.clock.advance(60);
    await settled(element);
    expect(seenPart(element, 'disclosure')).not.to.equal(undefined);
    await element.stop();
  });

  it('with “none” is never shown', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar token="t" autostart disclosure="none"></heygen-avatar>`,
    );
    expect(seenPart(element, 'disclosure')).to.equal(undefined);
    await untilStatus(element, 'live');
    await settled(element);
    expect(seenPart(element, 'disclosure')).to.equal(undefined);
    await element.stop();
  });

  for (const value of [null, '', 'false', 'sometimes']) {
    it(`with ${JSON.stringify(value)} is the default`, async () => {
      const { element } = await avatarFixture();
      element.disclosure = value as never;
      await settled(element);
      expect(seenPart(element, 'disclosure')).not.to.equal(undefined);
    });
  }

  it('is the page’s own in its slot, on the start screen and live', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar token="t" disclosure="always"
        ><b slot="disclosure">Ann is a computer.</b></heygen-avatar
      >`,
    );
    const own = element.querySelector('b')!;
    expect(own.checkVisibility()).to.equal(true);
    expect(text(seenPart(element, 'disclosure'))).not.to.contain(sentence);
    await element.start();
    await untilSeen(element, 'disclosure');
    expect(own.checkVisibility()).to.equal(true);
    await element.stop();
  });

  it('can be placed by the page, in every state', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar token="t" disclosure="none"
        ><heygen-avatar-disclosure></heygen-avatar-disclosure
      ></heygen-avatar>`,
    );
    await customElements.whenDefined('heygen-avatar-disclosure');
    const placed = element.querySelector('heygen-avatar-disclosure')!;
    await settled(element);
    const words = (): string | undefined => placed.shadowRoot?.textContent.replaceAll(/\s+/g, ' ').trim();
    expect(words()).to.equal(`AI${sentence}`);
    await element.start();
    await settled(element);
    expect(placed.checkVisibility()).to.equal(true);
    await element.stop();
  });

  for (const width of [160, 360, 1440]) {
    // A thumbnail has no room for it beside a message.
    for (const name of width > 160 ? (['idle', 'failed', 'ended'] as const) : (['idle'] as const)) {
      it(`is whole and beside the start button when ${name}, ${width} px wide`, async () => {
        const { element } = await scenes[name](
          html`<div style="width: ${width}px"><heygen-avatar token="t" controls></heygen-avatar></div>`,
        );
        const frame = element.getBoundingClientRect();
        const label = seenPart(element, 'disclosure')!.getBoundingClientRect();
        const button = control(element, 'start-button').getBoundingClientRect();
        expect(label.left).to.be.at.least(frame.left);
        expect(label.right).to.be.at.most(frame.right);
        expect(label.bottom <= button.top + 1 || label.top >= button.bottom - 1, 'apart').to.equal(true);
      });
    }
  }

  it('has a contrast of 4.5 to 1 on any poster', async () => {
    const { element } = await avatarFixture();
    const { color, backgroundColor } = getComputedStyle(seenPart(element, 'disclosure')!);
    // Over the lightest poster there is.
    expect(
      contrast(over(rgba(backgroundColor), [255, 255, 255]), over(rgba(color), [0, 0, 0])),
    ).to.be.at.least(4.5);
  });
});

type Color = readonly [number, number, number];

function rgba(text: string): readonly number[] {
  return (text.match(/[\d.]+/g) ?? []).map(Number);
}

function over([r = 0, g = 0, b = 0, alpha = 1]: readonly number[], below: Color): Color {
  const mix = (value: number, at: 0 | 1 | 2): number => value * alpha + below[at] * (1 - alpha);
  return [mix(r, 0), mix(g, 1), mix(b, 2)];
}

/** By WCAG's formula. */
function contrast(one: Color, other: Color): number {
  const luminance = (color: Color): number => {
    const [r = 0, g = 0, b = 0] = color.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
