// null is the default, for every property: frameworks set it for what a page leaves out.
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { en } from '../../src/elements/strings/en.js';
import { avatarFixture, control, fakePorts, inside, scenes, settled } from '../support/avatar-fixture.js';
import { manifestOf } from '../support/manifest.js';

const properties = (await manifestOf('HeygenAvatarElement')).members.filter(
  (member) => member.kind === 'field' && !member.static && !member.readonly && member.privacy !== 'private',
);

/** The start button's label. */
const label = (element: Element): string => control(element, 'start-button').innerText.trim();

describe('null', () => {
  it('is tried on every property that a page can set', () => {
    const names = properties.map(({ name }) => name);
    expect(names).to.include.members(['avatar', 'strings', 'controls', 'voice', 'muted', 'volume', 'token']);
    expect(names.length).to.be.greaterThan(30);
  });

  for (const { name } of properties) {
    for (const nothing of [null, undefined]) {
      it(`as ${name} (${String(nothing)}) renders, and starts with the default`, async () => {
        const fakes = fakePorts();
        const element = document.createElement('heygen-avatar');
        const untouched = document.createElement('heygen-avatar');
        Object.assign(element, { [name]: nothing });
        const place = await fixture(html`<div></div>`);
        place.append(element, untouched);
        await settled(element);
        await settled(untouched);
        expect(label(element)).to.equal(en.start);
        expect(element.checkVisibility()).to.equal(true);
        expect(inside(element, '.stage').innerHTML).to.equal(inside(untouched, '.stage').innerHTML);
        expect([element.muted, element.volume]).to.deep.equal([false, 1]);

        if (name === 'tokenProvider') element.token = 't';
        else element.tokenProvider = () => 't';
        await element.start();
        await customElements.whenDefined('heygen-avatar-end-button');
        await settled(element);
        expect(fakes.service.calls.map(({ request }) => request)).to.deep.equal([{ quality: 'high' }]);
        expect(fakes.loaded).to.deep.equal(['interactive-avatar']);
        expect(control(element, 'end-button').checkVisibility(), 'the end button').to.equal(true);
        await element.stop();
        expect(fakes.service.running).to.have.lengthOf(0);
      });
    }
  }

  it('in the middle of a session changes nothing that is going on', async () => {
    const { element, fakes } = await scenes.live();
    for (const { name } of properties) Object.assign(element, { [name]: null });
    await settled(element);
    expect([element.state.status, fakes.service.running.length]).to.deep.equal(['live', 1]);
    expect(control(element, 'end-button').checkVisibility()).to.equal(true);
  });
});

describe('strings that lack something', () => {
  const rows: readonly [string, HeygenAvatarElement['strings']][] = [
    ['null', null],
    ['no text', {}],
    ['null for a text', { start: null, retry: null }],
    ['undefined for a text', { start: undefined, retry: undefined }],
    ['null for a group', { errors: null, ended: null, connecting: null }],
    ['undefined for a group', { errors: undefined, ended: undefined, connecting: undefined }],
  ];
  for (const [name, strings] of rows) {
    it(`(${name}) are filled up in every state`, async () => {
      const { element } = await avatarFixture();
      element.strings = strings;
      await settled(element);
      expect(label(element)).to.equal(en.start);
      const failed = await scenes.failed();
      failed.element.strings = strings;
      await settled(failed.element);
      expect(label(failed.element)).to.equal(en.retry);
      expect(inside(failed.element, '[role=alert]').textContent).not.to.equal('');
      const ended = await scenes.ended();
      ended.element.strings = strings;
      await settled(ended.element);
      expect(inside(ended.element, '[part=ended]').textContent).to.equal(en.ended.idle);
    });
  }

  it('keep what a page gives beside what it leaves out', async () => {
    const { element } = await avatarFixture();
    element.strings = { start: 'Los', end: null };
    await settled(element);
    expect(label(element)).to.equal('Los');
  });
});
