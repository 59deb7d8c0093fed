// Captions on the picture: the words as they are spoken, how long they stay, and the button that shows them.
import { expect, html } from '@open-wc/testing';
import type { ConversationEvent } from '../../src/api/events.js';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarCaptionsElement } from '../../src/elements.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { control, inside, liveFixture, settled } from '../support/avatar-fixture.js';
import { FakeClock } from '../support/fake-clock.js';
import type { FakePorts } from '../support/fake-room.js';

const tag = html`<heygen-avatar token="t" captions controls style="width: 640px"></heygen-avatar>`;

const avatarSays = (message: string, task_id = 'a'): ConversationEvent => ({
  type: 'avatar_talking_message',
  task_id,
  message,
});
const of = (type: 'avatar_start_talking' | 'avatar_end_message' | 'avatar_stop_talking', task_id = 'a') =>
  ({ type, task_id }) satisfies ConversationEvent;
const userSays = (message: string): ConversationEvent => ({
  type: 'user_talking_message',
  task_id: 'u',
  message,
});

interface Captioned {
  readonly element: HeygenAvatarElement;
  readonly captions: HeygenAvatarCaptionsElement;
  readonly clock: FakeClock;
  readonly fakes: FakePorts;
  say(...events: ConversationEvent[]): Promise<void>;
  shown(): string;
}

async function captioned(template = tag): Promise<Captioned> {
  const { element, fakes } = await liveFixture(template);
  const captions = inside<HeygenAvatarCaptionsElement>(element, 'heygen-avatar-captions');
  const clock = new FakeClock();
  captions.clock = clock;
  return {
    ...{ element, captions, clock, fakes },
    say: async (...events) => {
      for (const event of events) fakes.service.session.say(event);
      await settled(element);
    },
    shown: () => captions.shadowRoot?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '',
  };
}

describe('<heygen-avatar-captions>', () => {
  before(() => defineControls(['heygen-avatar-captions']));

  it('shows the words as they come', async () => {
    const { say, shown } = await captioned();
    expect(shown()).to.equal('');
    await say(of('avatar_start_talking'), avatarSays('Good'));
    expect(shown()).to.equal('Good');
    await say(avatarSays(' morning'));
    expect(shown()).to.equal('Good morning');
  });

  it('shows the user’s words, and that they are theirs', async () => {
    const { captions, say, shown } = await captioned();
    await say({ type: 'user_start' }, userSays('Hello'));
    expect(shown()).to.equal('You Hello');
    expect(captions.shadowRoot?.querySelector('[part~="user"]')).not.to.equal(null);
    await say(avatarSays('Hi'));
    expect(shown()).to.equal('Hi');
    expect(captions.shadowRoot?.querySelector('[part~="avatar"]')).not.to.equal(null);
  });

  it('shows what was typed, until the answer begins', async () => {
    const { element, clock, say, shown } = await captioned();
    await element.speak('What time is it?');
    await settled(element);
    expect(shown()).to.equal('You What time is it?');
    expect(clock.pending, 'cleared while the avatar thinks').to.equal(0);
    await say(of('avatar_start_talking'), avatarSays('Noon.'));
    expect(shown()).to.equal('Noon.');
  });

  it('is cleared three seconds after the turn’s words and sound have ended, not before', async () => {
    const { element, clock, say, shown } = await captioned();
    await say(of('avatar_start_talking'), avatarSays('Good morning.'), of('avatar_end_message'));
    expect(clock.pending, 'while it is heard').to.equal(0);
    await say(of('avatar_stop_talking'));
    clock.advance(2.9);
    await settled(element);
    expect(shown()).to.equal('Good morning.');
    clock.advance(0.1);
    await settled(element);
    expect(shown()).to.equal('');
    await say({ type: 'user_start' });
    expect(shown(), 'after another event').to.equal('');
  });

  it('goes on where the same turn is heard again after a pause', async () => {
    const { element, clock, fakes, say, shown } = await captioned();
    fakes.service.session.longestPause = 5;
    await say(of('avatar_start_talking'), avatarSays('One,'), of('avatar_stop_talking'));
    clock.advance(10);
    await settled(element);
    expect(shown(), 'words are still to come').to.equal('One,');
    await say(of('avatar_start_talking'), avatarSays(' two.'));
    expect(shown()).to.equal('One, two.');
  });

  it('drops a turn that was cut short at once', async () => {
    const { element, say, shown } = await captioned();
    await say(of('avatar_start_talking'), avatarSays('Once upon'));
    await element.interrupt();
    await settled(element);
    expect(shown()).to.equal('');
  });

  it('waits for nothing once it is removed, or its session has ended', async () => {
    const { element, clock, say, shown } = await captioned();
    await say(avatarSays('Hi.'), of('avatar_end_message'));
    expect(clock.pending).to.equal(1);
    await element.stop();
    await settled(element);
    expect([clock.pending, shown()]).to.deep.equal([0, '']);
  });

  it('waits for nothing once captions are switched off', async () => {
    const { element, clock, say } = await captioned();
    await say(avatarSays('Hi.'), of('avatar_end_message'));
    element.captions = false;
    await settled(element);
    expect(clock.pending).to.equal(0);
    expect(element.shadowRoot?.querySelector('heygen-avatar-captions')).to.equal(null);
  });

  it('shows the last two lines of a long turn, above the bar', async () => {
    const { element, captions, say } = await captioned();
    await say(of('avatar_start_talking'), avatarSays('word '.repeat(100)), avatarSays('end'));
    const box = inside(captions, 'div').getBoundingClientRect();
    const text = inside(captions, 'p').getBoundingClientRect();
    const bar = inside(element, '[part~="controls"]').getBoundingClientRect();
    const line = Number.parseFloat(getComputedStyle(captions).lineHeight);
    expect(box.height).to.be.closeTo(2 * line, 2);
    expect(text.bottom, 'the end is what is seen').to.be.closeTo(box.bottom, 1);
    expect(box.bottom).to.be.at.most(bar.top);
    expect(box.left).to.be.at.least(element.getBoundingClientRect().left);
  });

  it('keeps only the end of an endless turn in the page, and the beginning of its lines', async () => {
    const { say, shown } = await captioned();
    await say(avatarSays('word '.repeat(15_000)));
    const before = shown();
    expect(before.length).to.be.within(200, 900);
    await say(avatarSays('more'));
    expect(shown()).to.equal(`${before} more`);
  });

  it('shows text that could be markup as text', async () => {
    const { captions, say, shown } = await captioned();
    await say(avatarSays('<img src=x onerror=alert(1)> &amp; {{x}} \u202E'));
    expect(shown()).to.equal('<img src=x onerror=alert(1)> &amp; {{x}} \u202E');
    expect(captions.shadowRoot?.querySelector('img')).to.equal(null);
  });

  it('breaks a word that is wider than the picture', async () => {
    const { captions, say } = await captioned();
    await say(avatarSays('x'.repeat(700)));
    const { scrollWidth, clientWidth } = inside(captions, 'div');
    expect(scrollWidth).to.equal(clientWidth);
  });

  for (const [language, lang] of [
    ['pt-BR', 'pt-BR'],
    ['German!', null],
    ['', null],
  ] as const) {
    it(`marks its words with the language of the session: ${language || 'none'}`, async () => {
      const { element, captions, say } = await captioned(
        html`<heygen-avatar token="t" captions language=${language}></heygen-avatar>`,
      );
      // What counts is the language that the session was started with.
      element.language = 'fr';
      await say(avatarSays('Olá'));
      expect(inside(captions, 'span > span').getAttribute('lang')).to.equal(lang);
    });
  }

  it('runs from right to left where its words do', async () => {
    const { captions, say } = await captioned();
    await say(avatarSays('שלום לך'));
    expect(getComputedStyle(inside(captions, 'p')).direction).to.equal('rtl');
    await say(of('avatar_end_message'), userSays('مرحبا'));
    expect(getComputedStyle(inside(captions, 'p')).direction, 'after “You”').to.equal('rtl');
  });

  it('is no live region: the avatar is heard', async () => {
    const { captions, say } = await captioned();
    await say(avatarSays('Hi'));
    expect(captions.shadowRoot?.querySelector('[aria-live], [role="status"], [role="log"]')).to.equal(null);
  });

  it('is legible on any picture, and as large as the page wants', async () => {
    const { element, captions, say } = await captioned();
    await say(avatarSays('Hi'));
    const { color, fontSize } = getComputedStyle(captions);
    expect(color).to.equal('rgb(255, 255, 255)');
    expect(getComputedStyle(inside(captions, 'p > span')).backgroundColor).to.equal('rgba(0, 0, 0, 0.8)');
    expect(Number.parseFloat(fontSize)).to.be.at.least(14);
    element.style.setProperty('--heygen-avatar-captions-size', '31px');
    element.style.setProperty('--heygen-avatar-captions-color', 'rgb(255, 255, 0)');
    element.style.setProperty('--heygen-avatar-captions-align', 'start');
    expect(getComputedStyle(captions)).to.include({ fontSize: '31px', color: 'rgb(255, 255, 0)' });
    const { top } = captions.getBoundingClientRect();
    expect(top - element.getBoundingClientRect().top, 'at the top').to.be.below(40);
  });

  it('can be placed by the page', async () => {
    const { element, fakes } = await liveFixture(
      html`<heygen-avatar token="t"><heygen-avatar-captions></heygen-avatar-captions></heygen-avatar>`,
    );
    fakes.service.session.say(avatarSays('Hi'));
    await settled(element);
    expect(control(element, 'captions', 'p').textContent.trim()).to.equal('Hi');
  });
});

describe('<heygen-avatar-captions-button>', () => {
  before(() => defineControls(['heygen-avatar-captions']));

  it('shows and hides the captions, and follows the property', async () => {
    const { element } = await liveFixture(html`<heygen-avatar token="t" controls></heygen-avatar>`);
    const button = control(element, 'captions-button');
    expect(button.textContent.trim()).to.equal('Captions');
    expect(button.ariaPressed).to.equal('false');
    button.click();
    await settled(element);
    expect(element.captions).to.equal(true);
    expect(button.ariaPressed).to.equal('true');
    inside(element, 'heygen-avatar-captions');
    element.captions = false;
    await settled(element);
    expect(button.ariaPressed).to.equal('false');
    expect(element.getAttributeNames(), 'the page’s attributes').not.to.include('captions');
  });

  it('follows the attribute, and what frameworks write for false', async () => {
    const { element } = await liveFixture(
      html`<heygen-avatar token="t" controls captions="false"></heygen-avatar>`,
    );
    expect(control(element, 'captions-button').ariaPressed).to.equal('false');
    element.setAttribute('captions', '');
    await settled(element);
    expect(control(element, 'captions-button').ariaPressed).to.equal('true');
  });

  it('does nothing outside of an avatar', async () => {
    const button = document.createElement('heygen-avatar-captions-button');
    document.body.append(button);
    await button.updateComplete;
    inside<HTMLButtonElement>(button, 'button').click();
    button.remove();
  });
});

describe('thinking', () => {
  before(() => defineControls(['heygen-avatar-captions']));

  const dots = (element: Element): Element | null | undefined =>
    element.shadowRoot?.querySelector('[part~="thinking"]');

  it('is shown from the question to the answer, with captions or without', async () => {
    const { element, fakes } = await liveFixture(html`<heygen-avatar token="t"></heygen-avatar>`);
    expect(dots(element)).to.equal(null);
    await element.speak('Why?');
    await settled(element);
    const box = dots(element)?.getBoundingClientRect();
    expect(box?.width).to.be.above(0);
    const { top, height } = element.getBoundingClientRect();
    expect((box?.top ?? 0) - top, 'below the face').to.be.above(height * 0.6);
    fakes.service.session.say(avatarSays('Because.'));
    await settled(element);
    expect(dots(element)).to.equal(null);
  });

  it('is gone when the session is', async () => {
    const { element } = await liveFixture(html`<heygen-avatar token="t"></heygen-avatar>`);
    await element.speak('Why?');
    await element.stop();
    await settled(element);
    expect(dots(element)).to.equal(null);
  });
});
