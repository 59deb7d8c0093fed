// Texts that the visitor can send by a press: when they are shown, what a press does, and what the page may set.
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { sessionError } from '../../src/api/error-table.js';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import {
  avatarFixture,
  control,
  inside,
  liveFixture,
  settled,
  warningsOf,
} from '../support/avatar-fixture.js';
import type { FakePorts } from '../support/fake-room.js';
import { nextTask } from '../support/outcome.js';

const hours = ['When are you open?', 'Where are you?'];
const tag = (suggestions: unknown = hours, width = 640) =>
  html`<heygen-avatar
    token="t"
    controls="suggestions text end"
    style="width: ${width}px"
    .suggestions=${suggestions}
  ></heygen-avatar>`;

async function offered(
  template = tag(),
  steps: Parameters<typeof liveFixture>[1] = {},
): Promise<{ element: HeygenAvatarElement; fakes: FakePorts }> {
  const made = await liveFixture(template, steps);
  await customElements.whenDefined('heygen-avatar-suggestions');
  await settled(made.element);
  return made;
}

const buttons = (element: Element): HTMLButtonElement[] => [
  ...(inside(element, 'heygen-avatar-suggestions').shadowRoot?.querySelectorAll('button') ?? []),
];
const texts = (element: Element): string[] => buttons(element).map(({ textContent }) => textContent.trim());

describe('<heygen-avatar-suggestions>', () => {
  before(() => defineControls());

  it('offers what the page suggests, above the bar, and only once the session is live', async () => {
    const { element } = await avatarFixture(tag());
    expect(element.shadowRoot?.querySelector('heygen-avatar-suggestions')).to.equal(null);
    await element.start();
    await customElements.whenDefined('heygen-avatar-suggestions');
    await settled(element);
    expect(texts(element)).to.deep.equal(hours);
    const bar = inside(element, '[part~="controls"]').getBoundingClientRect();
    for (const button of buttons(element)) {
      expect(button.getBoundingClientRect().bottom).to.be.at.most(bar.top);
      expect(button.getBoundingClientRect().height, 'large enough to press').to.be.at.least(40);
    }
  });

  it('stays in one row where a second one would reach the face', async () => {
    const { element } = await offered(
      tag(['One', 'Two', 'Three', 'Four', 'Five', 'Six'].map((word) => `${word}, a long one`)),
    );
    const tops = buttons(element).map((button) => Math.round(button.getBoundingClientRect().top));
    expect(tops).to.have.lengthOf(6);
    expect(new Set(tops).size).to.equal(1);
  });

  it('is there only where controls lists it', async () => {
    const { element } = await liveFixture(
      html`<heygen-avatar token="t" controls .suggestions=${hours}></heygen-avatar>`,
    );
    expect(element.shadowRoot?.querySelector('heygen-avatar-suggestions')).to.equal(null);
  });

  for (const [name, press] of [
    ['a click', (button: HTMLElement) => button.click()],
    [
      'the keyboard',
      async (button: HTMLElement) => {
        button.focus();
        await sendKeys({ press: 'Enter' });
      },
    ],
  ] as const) {
    it(`sends the text by ${name}, and makes room for the answer`, async () => {
      const { element, fakes } = await offered();
      await press(buttons(element)[1]!);
      await settled(element);
      expect(fakes.service.session.commands).to.deep.equal([
        { type: 'speak', text: 'Where are you?', taskType: 'talk', taskMode: 'async' },
      ]);
      expect(texts(element)).to.deep.equal([]);
      expect(element.transcript.map(({ role, text }) => [role, text])).to.deep.equal([
        ['user', 'Where are you?'],
      ]);
    });
  }

  it('keeps the keyboard’s place when its buttons go', async () => {
    const { element } = await offered();
    buttons(element)[0]?.focus();
    await sendKeys({ press: 'Enter' });
    await settled(element);
    const suggestions = inside(element, 'heygen-avatar-suggestions');
    expect(suggestions.shadowRoot?.activeElement).to.equal(inside(suggestions, '[part="list"]'));
  });

  it('is back when the avatar has answered', async () => {
    const { element, fakes } = await offered();
    await element.speak('Hello');
    for (const type of ['avatar_start_talking', 'avatar_end_message', 'avatar_stop_talking'] as const) {
      fakes.service.session.say({ type, task_id: 'a' });
      await settled(element);
      expect(texts(element), type).to.deep.equal(type === 'avatar_stop_talking' ? hours : []);
    }
    fakes.service.session.say({ type: 'user_start' });
    await settled(element);
    expect(texts(element)).to.deep.equal([]);
  });

  it('makes room while something is typed', async () => {
    const { element } = await offered();
    control(element, 'text-input', 'input').focus();
    await sendKeys({ type: 'W' });
    await settled(element);
    expect(texts(element)).to.deep.equal([]);
    await sendKeys({ press: 'Backspace' });
    await settled(element);
    expect(texts(element)).to.deep.equal(hours);
  });

  it('says why a text was not sent', async () => {
    const { element } = await offered(tag(), { command: () => Promise.reject(sessionError('rate_limited')) });
    buttons(element)[0]?.click();
    await nextTask();
    await settled(element);
    expect(control(element, 'suggestions', '[role="alert"]').textContent).to.match(/^Not sent: /);
    expect(texts(element)).to.deep.equal(hours);
  });

  it('changes while live', async () => {
    const { element } = await offered();
    element.suggestions = ['And tomorrow?'];
    await settled(element);
    expect(texts(element)).to.deep.equal(['And tomorrow?']);
    element.suggestions = null;
    await settled(element);
    expect(texts(element)).to.deep.equal([]);
  });

  for (const [name, suggestions, expected, word] of [
    ['eight', Array.from('12345678'), Array.from('123456'), '8 texts'],
    ['numbers among them', ['Yes', 7, '', ' ', null], ['Yes'], 'must be texts'],
    ['a text', 'Yes, No', [], 'array'],
    ['an object', { 0: 'Yes', length: 1 }, [], 'array'],
  ] as const) {
    it(`shows what it can of ${name}, and warns once`, async () => {
      const { element } = await offered(tag([]));
      const { details, until } = warningsOf(element);
      Object.assign(element, { suggestions });
      await until(1);
      await settled(element);
      expect(texts(element)).to.deep.equal(expected);
      expect(details[0]).to.include({ code: 'invalid_suggestions', option: 'suggestions' });
      expect(details[0]?.message).to.contain(word);
      Object.assign(element, {
        suggestions: typeof suggestions === 'string' ? suggestions : structuredClone(suggestions),
      });
      await settled(element);
      await nextTask();
      expect(details).to.have.lengthOf(1);
    });
  }

  it('shows text that could be markup as text, in its own direction', async () => {
    const { element } = await offered(tag(['<img src=x onerror=alert(1)>', 'שלום']));
    expect(texts(element)[0]).to.equal('<img src=x onerror=alert(1)>');
    expect(getComputedStyle(buttons(element)[1]!).direction).to.equal('rtl');
  });

  it('scrolls in one row in a narrow element, to what the keyboard is at', async () => {
    const long = Array.from(
      { length: 6 },
      (_, n) => `A rather long suggestion, number ${n}, ${'x'.repeat(n * 30)}`,
    );
    const { element } = await offered(tag(long, 320));
    const list = control(element, 'suggestions', '[part="list"]');
    const [first, , , , , last] = buttons(element);
    expect(first?.offsetTop).to.equal(last?.offsetTop);
    expect(list.getBoundingClientRect().width).to.be.at.most(320);
    last?.focus();
    await nextTask();
    const box = last?.getBoundingClientRect();
    const { left, right } = element.getBoundingClientRect();
    expect(box?.left).to.be.at.least(left - 1);
    expect(box?.right).to.be.at.most(right + 1);
  });
});
