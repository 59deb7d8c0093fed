// “Try again” is offered only where it can help: the error may pass, or the page has set something else since.
import { expect, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import { errorTable, sessionError } from '../../src/api/error-table.js';
import type { ErrorCode } from '../../src/api/errors.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, control, inside, scenes, settled, untilStatus } from '../support/avatar-fixture.js';

const tag = html`<heygen-avatar token="t"
  ><heygen-avatar-start-button></heygen-avatar-start-button
></heygen-avatar>`;

/** Whether the layer of the start button is shown, and whether a start button that the page has placed works. */
const offered = (element: HeygenAvatarElement): boolean[] => [
  inside(element, '[part~="start"]').checkVisibility(),
  !control(element, 'start-button').disabled,
];

async function failed(code: ErrorCode): Promise<HeygenAvatarElement> {
  const { element } = await avatarFixture(tag, { open: () => Promise.reject(sessionError(code)) });
  await element.start().catch(() => undefined);
  await settled(element);
  expect(element.state.status).to.equal('failed');
  return element;
}

describe('the start button after a failed start', () => {
  before(() => defineControls());

  for (const [code, { retryable }] of Object.entries(errorTable)) {
    // The element's own failures never come from a service.
    if (code === 'aborted') continue;
    it(`is ${retryable ? '' : 'not '}offered for ${code}`, async () => {
      expect(offered(await failed(code as ErrorCode))).to.deep.equal([retryable, retryable]);
    });
  }

  const changes: Readonly<Record<string, (element: HeygenAvatarElement) => void>> = {
    'a token': (element) => (element.token = 'another'),
    'a token-url': (element) => element.setAttribute('token-url', '/token'),
    'a tokenProvider': (element) => (element.tokenProvider = () => 'another'),
    'an avatar': (element) => (element.avatarName = 'Other'),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`is offered again once the page has set ${what}`, async () => {
      const element = await failed('invalid_avatar');
      expect(offered(element)).to.deep.equal([false, false]);
      change(element);
      await settled(element);
      await settled(element);
      expect(offered(element)).to.deep.equal([true, true]);
    });
  }

  it('is not offered for what changes only how it looks', async () => {
    const element = await failed('unauthorized');
    element.poster = 'data:,';
    element.strings = { retry: 'Again' };
    element.token = 't';
    await settled(element);
    await settled(element);
    expect(offered(element)).to.deep.equal([false, false]);
  });

  it('is gone again when the other token fails too', async () => {
    const element = await failed('unauthorized');
    element.token = 'another';
    await element.start().catch(() => undefined);
    await settled(element);
    expect(offered(element)).to.deep.equal([false, false]);
  });

  it('leaves the sentence, and start() for the page', async () => {
    const element = await failed('unauthorized');
    expect(inside(element, '[role=alert]').checkVisibility()).to.equal(true);
    const restarted = element.start();
    await untilStatus(element, 'failed');
    await restarted.catch(() => undefined);
  });

  it('is offered in the other states in which a start is possible, and in no other', async () => {
    for (const [scene, isOffered] of [
      ['idle', true],
      ['ended', true],
      ['connecting', false],
      ['live', false],
      ['stopping', false],
    ] as const) {
      const { element } = await scenes[scene](tag);
      expect(offered(element), scene).to.deep.equal([isOffered, isOffered]);
    }
  });
});
