// `<heygen-avatar-text-input>`: what is typed is said to the avatar, and nothing that was typed is lost.
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { defineControls } from '../../src/define.js';
import { sessionError } from '../../src/api/error-table.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { en } from '../../src/elements/strings/en.js';
import { control, liveFixture, scenes, settled } from '../support/avatar-fixture.js';
import { compose } from '../support/commands.js';
import { nextTask } from '../support/outcome.js';

const tag = html`<heygen-avatar token="t" controls="text"></heygen-avatar>`;
const field = (element: Element): HTMLInputElement =>
  control<HTMLInputElement>(element, 'text-input', 'input');
const problem = (element: Element): string | undefined =>
  element.shadowRoot?.querySelector('heygen-avatar-text-input')?.shadowRoot?.querySelector('[role="alert"]')
    ?.textContent ?? undefined;

async function type(element: HeygenAvatarElement, text: string): Promise<void> {
  const input = field(element);
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await settled(element);
}

async function send(element: HeygenAvatarElement): Promise<void> {
  control(element, 'text-input').click();
  await nextTask();
  await settled(element);
}

describe('<heygen-avatar-text-input>', () => {
  before(() => defineControls());

  it('sends the trimmed text for the avatar to answer, and empties the field', async () => {
    const { element, fakes } = await liveFixture(tag);
    await type(element, '  Hello there ');
    await send(element);
    const [command] = fakes.service.session.commands;
    expect(command).to.include({ type: 'speak', text: 'Hello there', taskType: 'talk', taskMode: 'async' });
    expect(field(element).value).to.equal('');
    expect(problem(element)).to.equal(undefined);
  });

  it('sends with Enter, and keeps the focus for the next line', async () => {
    const { element, fakes } = await liveFixture(tag);
    field(element).focus();
    await sendKeys({ type: 'Hi' });
    await sendKeys({ press: 'Enter' });
    await nextTask();
    await sendKeys({ type: 'again' });
    await sendKeys({ press: 'Enter' });
    await nextTask();
    const texts = fakes.service.session.commands.map((command) => 'text' in command && command.text);
    expect(texts).to.deep.equal(['Hi', 'again']);
  });

  it('does not send with the Enter that ends the composition of an input method, but with the next', async () => {
    const { element, fakes } = await liveFixture(tag);
    const texts = (): unknown[] =>
      fakes.service.session.commands.map((command) => 'text' in command && command.text);
    field(element).focus();
    const keys: string[] = [];
    field(element).addEventListener('keydown', ({ key, keyCode }) => keys.push(`${key} ${keyCode}`));
    await compose('こんにちは');
    await nextTask();
    expect([keys, field(element).value, texts()]).to.deep.equal([['Enter 229'], 'こんにちは', []]);
    await sendKeys({ press: 'Enter' });
    await nextTask();
    expect(texts()).to.deep.equal(['こんにちは']);
  });

  it('sends nothing that is empty', async () => {
    const { element, fakes } = await liveFixture(tag);
    await type(element, ' \t ');
    await send(element);
    expect(fakes.service.session.commands).to.have.lengthOf(0);
    expect(problem(element)).to.equal(undefined);
  });

  it('keeps what was not sent, and says why, as an alert', async () => {
    const command = () => Promise.reject(sessionError('rate_limited'));
    const { element } = await liveFixture(tag, { command });
    await type(element, 'Hello');
    await send(element);
    expect(field(element).value).to.equal('Hello');
    expect(problem(element)).to.equal(`Not sent: ${en.errors.rate_limited}`);
  });

  it('does not lose what was typed while the failure was on its way', async () => {
    let fail = (): void => undefined;
    const command = () =>
      new Promise<never>((_resolve, reject) => (fail = () => reject(sessionError('rate_limited'))));
    const { element } = await liveFixture(tag, { command });
    await type(element, 'One');
    await send(element);
    await type(element, 'two');
    fail();
    await nextTask();
    await settled(element);
    expect(field(element).value).to.equal('One two');
  });

  it('takes the reason away at the next key', async () => {
    const { element } = await liveFixture(tag, {
      command: () => Promise.reject(sessionError('rate_limited')),
    });
    await type(element, 'Hello');
    await send(element);
    await type(element, 'Hello!');
    expect(problem(element)).to.equal(undefined);
  });

  it('takes the reason away when the same text is sent again and arrives', async () => {
    let fails = true;
    const command = () => (fails ? Promise.reject(sessionError('rate_limited')) : Promise.resolve({}));
    const { element } = await liveFixture(tag, { command });
    await type(element, 'Hello');
    await send(element);
    fails = false;
    await send(element);
    expect(field(element).value).to.equal('');
    expect(problem(element)).to.equal(undefined);
  });

  for (const scene of ['connecting', 'live', 'reconnecting'] as const) {
    it(`sends ${scene === 'live' ? '' : 'nothing '}while ${scene}`, async () => {
      const { element, fakes } = await scenes[scene](tag);
      expect(control(element, 'text-input').ariaDisabled).to.equal(String(scene !== 'live'));
      await type(element, 'Hello');
      control<HTMLFormElement>(element, 'text-input', 'form').requestSubmit();
      await nextTask();
      const sent = fakes.service.sessions.flatMap(({ commands }) => commands);
      expect(sent).to.have.lengthOf(scene === 'live' ? 1 : 0);
    });
  }

  it('names its field and its button', async () => {
    const { element } = await liveFixture(tag);
    expect(field(element).getAttribute('aria-label')).to.equal('Say something to the avatar');
    expect(control(element, 'text-input').getAttribute('aria-label')).to.equal('Send');
  });

  it('does not submit a form of the page that the avatar is in', async () => {
    let submitted = 0;
    const { element } = await liveFixture(
      html`<form
        @submit=${(event: Event) => {
          submitted += 1;
          event.preventDefault();
        }}
      >
        ${tag}
      </form>`,
    );
    await type(element, 'Hello');
    await send(element);
    expect(submitted).to.equal(0);
  });
});
