// Before a session ends because nobody is there, the visitor is asked. Any activity is an answer.
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { inside, liveFixture, settled, untilStatus } from '../support/avatar-fixture.js';
import { click } from '../support/commands.js';
import type { FakePorts } from '../support/fake-room.js';
import { seenPart, untilGone, untilSeen } from '../support/rendered.js';

interface Made {
  element: HeygenAvatarElement;
  fakes: FakePorts;
}

/** An element whose session has just been warned of. */
async function asked(width = 640): Promise<Made> {
  const made = await liveFixture(
    html`<div style="width: ${width}px">
      <heygen-avatar token="t" controls></heygen-avatar>
    </div>`,
  );
  made.fakes.clock.advance(90);
  await untilSeen(made.element, 'idle-question');
  return made;
}

const commandsOf = ({ fakes }: Made): string[] => fakes.service.session.commands.map(({ type }) => type);

const activities: Readonly<Record<string, (made: Made) => unknown>> = {
  'a word of the avatar': ({ fakes }) =>
    fakes.service.session.say({ type: 'avatar_start_talking', task_id: 'a' }),
  'a word of the user': ({ fakes }) => fakes.service.session.say({ type: 'user_start' }),
  'a call of the page': ({ element }) => element.speak('Hello'),
  'a click anywhere in the element': ({ element }) =>
    element.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })),
  'a key': ({ element }) => element.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true })),
};

describe('the question whether somebody is still there', () => {
  before(() => defineControls());

  it('comes with the warning, in words that are announced politely, without taking the focus', async () => {
    const { element, fakes } = await liveFixture(html`<heygen-avatar token="t" controls></heygen-avatar>`);
    expect(seenPart(element, 'idle-question')).to.equal(undefined);
    const region = inside(element, '[role="status"]');
    expect(region.textContent).not.to.contain('still there');
    const focused = document.activeElement;
    fakes.clock.advance(90);
    await untilSeen(element, 'idle-question');
    expect(region.textContent.trim()).to.equal('Are you still there?');
    expect(document.activeElement).to.equal(focused);
    await element.stop();
  });

  it('is answered by its button, which keeps the session alive', async () => {
    const made = await asked();
    const before = commandsOf(made).filter((type) => type === 'keep_alive').length;
    const button = await untilSeen(made.element, 'idle-button');
    expect(button.innerText).to.equal('I’m still here');
    button.click();
    await untilGone(made.element, 'idle-question');
    expect(commandsOf(made).filter((type) => type === 'keep_alive').length).to.equal(before + 1);
    made.fakes.clock.advance(31);
    expect(made.element.state.status).to.equal('live');
    await made.element.stop();
  });

  it('is still there for the click that a real press begins', async () => {
    const made = await asked();
    let clicked = false;
    (await untilSeen(made.element, 'idle-button')).addEventListener('click', () => (clicked = true));
    await click(await untilSeen(made.element, 'idle-button'));
    await untilGone(made.element, 'idle-question');
    expect(clicked).to.equal(true);
    await made.element.stop();
  });

  it('is reached and answered by keyboard', async () => {
    const { element } = await asked();
    const button = await untilSeen(element, 'idle-button');
    button.focus();
    expect(element.shadowRoot?.activeElement).to.equal(button);
    await sendKeys({ press: 'Enter' });
    await untilGone(element, 'idle-question');
    await settled(element);
    expect(element.matches(':focus-within')).to.equal(true);
    await element.stop();
  });

  for (const [name, act] of Object.entries(activities)) {
    it(`goes with ${name}`, async () => {
      const made = await asked();
      act(made);
      await untilGone(made.element, 'idle-question');
      made.fakes.clock.advance(31);
      expect(made.element.state.status).to.equal('live');
      await made.element.stop();
    });
  }

  it('goes with the session', async () => {
    const { element, fakes } = await asked();
    fakes.clock.advance(30);
    await untilStatus(element, 'ended');
    expect(seenPart(element, 'idle-question')).to.equal(undefined);
    expect(element.state).to.include({ reason: 'idle' });
  });

  it('comes again at the next warning', async () => {
    const { element, fakes } = await asked();
    (await untilSeen(element, 'idle-button')).click();
    await untilGone(element, 'idle-question');
    fakes.clock.advance(90);
    await untilSeen(element, 'idle-question');
    await element.stop();
  });

  it('isn’t asked of an element that nobody sees', async () => {
    const { element } = await liveFixture(html`<heygen-avatar token="t" controls></heygen-avatar>`);
    const detail = { seconds: 5, reason: 'hidden' };
    element.avatar?.dispatchEvent(new CustomEvent('idle_warning', { detail }));
    await settled(element);
    expect(seenPart(element, 'idle-question')).to.equal(undefined);
    await element.stop();
  });

  for (const width of [160, 360, 640, 1440]) {
    it(`is inside the element and off the middle of the picture, ${width} px wide`, async () => {
      const { element } = await asked(width);
      const frame = element.getBoundingClientRect();
      for (const name of ['idle-question', 'idle-button']) {
        const box = (await untilSeen(element, name)).getBoundingClientRect();
        expect(box.left, name).to.be.at.least(frame.left);
        expect(box.right, name).to.be.at.most(frame.right);
        expect(box.bottom, name).to.be.at.most(frame.bottom);
        // A face is in the upper middle.
        const isBelow = box.top >= frame.top + frame.height / 2;
        const isBeside = box.right <= frame.left + frame.width * 0.42;
        if (width > 300) expect(isBelow || isBeside, name).to.equal(true);
      }
      await element.stop();
    });
  }
});
