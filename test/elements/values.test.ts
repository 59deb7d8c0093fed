// What frameworks write for a value, on every property that the tag has: a property that is added later is tried too.
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define.js';
import type { WarningDetail } from '../../src/api/events.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, fakePorts, liveFixture, settled, warningsOf } from '../support/avatar-fixture.js';
import { manifestOf } from '../support/manifest.js';
import { nextTask } from '../support/outcome.js';

const { members, attributes } = await manifestOf('HeygenAvatarElement');
const properties = members.filter(
  (member) => member.kind === 'field' && !member.static && !member.readonly && member.privacy !== 'private',
);
const attributeOf = (property: string): string | undefined =>
  attributes.find(({ name, fieldName }) => (fieldName ?? name) === property)?.name;
const booleans = properties.filter(({ name, type }) => type?.text === 'boolean' || name === 'muted');
const withAttribute = properties.filter(({ name }) => attributeOf(name));
const withoutAttribute = properties.filter(({ name }) => !attributeOf(name) && name !== 'avatar');

/** Reads any property, and sets it as a framework does that knows no types. */
const read = (element: HeygenAvatarElement, name: string): unknown =>
  (element as unknown as Record<string, unknown>)[name];
const set = (element: HeygenAvatarElement, name: string, value: unknown): void =>
  void Object.assign(element, { [name]: value });

async function avatarWith(attribute: string, value: string): Promise<HeygenAvatarElement> {
  fakePorts();
  const place = await fixture(html`<div></div>`);
  const element = document.createElement('heygen-avatar');
  element.setAttribute(attribute, value);
  place.append(element);
  await settled(element);
  return element;
}

/** What the element has warned of once nothing more can come. */
async function allWarnings(warned: ReturnType<typeof warningsOf>): Promise<readonly WarningDetail[]> {
  await import('../../src/elements/attribute-warnings.js');
  await nextTask();
  return warned.details;
}

describe('the properties of the tag', () => {
  it('are found in the manifest', () => {
    expect(booleans.map(({ name }) => name)).to.include.members([
      'autostart',
      'debug',
      'muted',
      'pushToTalk',
    ]);
    expect(withAttribute.length).to.be.greaterThan(25);
    expect(withoutAttribute.map(({ name }) => name)).to.include.members(['tokenProvider', 'strings']);
  });
});

describe('a boolean', () => {
  for (const { name } of booleans) {
    const attribute = attributeOf(name) ?? name;

    for (const value of ['', 'true', attribute])
      it(`${attribute}="${value}" is on`, async () => {
        expect(read(await avatarWith(attribute, value), name)).to.equal(true);
      });

    for (const value of ['false', 'False', '[object Object]'])
      it(`${attribute}="${value}" is off`, async () => {
        expect(read(await avatarWith(attribute, value), name)).to.equal(false);
      });

    it(`${name} set as a property is on or off, whatever a framework makes of it`, async () => {
      const { element } = await avatarFixture();
      const after = (value: unknown): unknown => {
        set(element, name, value);
        return read(element, name);
      };
      const off = ['false', 'FALSE', '[object Object]', null, undefined, 0, {}, () => true, '', false];
      expect([true, 'true', name, 1].map(after)).to.deep.equal([true, true, true, true]);
      for (const value of off)
        expect([after(true), after(value)], String(value)).to.deep.equal([true, false]);
    });
  }

  it('that is off by its text reaches no start request', async () => {
    const { element, fakes } = await avatarFixture();
    for (const { name } of booleans) set(element, name, 'false');
    await element.start();
    expect(fakes.service.calls[0]?.request).to.deep.equal({ quality: 'high' });
  });

  it('autostart that a framework sets to “false” starts nothing', async () => {
    const { element, fakes } = await avatarFixture();
    set(element, 'autostart', 'false');
    const other = await avatarFixture(html`<heygen-avatar autostart token="other"></heygen-avatar>`);
    await new Promise((resolve) => other.element.addEventListener('stream_ready', resolve));
    expect([element.state.status, fakes.service.calls.length]).to.deep.equal(['idle', 0]);
  });
});

describe('an object that has become text', () => {
  const untouched = document.createElement('heygen-avatar');

  for (const { name } of withAttribute) {
    const attribute = attributeOf(name) ?? name;

    it(`is not set as ${attribute}, with one warning that names ${name}`, async () => {
      const fakes = fakePorts();
      const place = await fixture(html`<div></div>`);
      const element = document.createElement('heygen-avatar');
      const warned = warningsOf(element);
      element.setAttribute(attribute, '[object Object]');
      place.append(element);
      await warned.until(1);
      element.setAttribute(attribute, '[object Object]');
      const [warning, more] = await allWarnings(warned);
      expect(warning).to.include({ code: 'object_as_text', option: name });
      expect(warning?.message).to.contain(name);
      expect(more).to.equal(undefined);
      // null is the default, too.
      expect(read(element, name)).to.be.oneOf([null, read(untouched, name)]);
      if (name !== 'token') element.token = 't';
      else element.tokenProvider = () => 't';
      await element.start();
      expect(fakes.service.calls[0]?.request).to.deep.equal({ quality: 'high' });
    });
  }

  it('is not told where the property has been set as well, as by Svelte over the server’s HTML', async () => {
    const place = await fixture(html`<div></div>`);
    const element = document.createElement('heygen-avatar');
    const warned = warningsOf(element);
    element.setAttribute('strings', '[object Object]');
    element.setAttribute('voice', '[object Object]');
    place.append(element);
    element.strings = { start: 'Meet Wayne' };
    await warned.until(1);
    const warnings = await allWarnings(warned);
    expect(warnings.map(({ option }) => option)).to.deep.equal(['voice']);
  });

  it('is told also when it comes during a session, which goes on', async () => {
    const { element } = await liveFixture();
    const warned = warningsOf(element);
    element.setAttribute('voice', '[object Object]');
    await warned.until(1);
    expect(element.state.status).to.equal('live');
  });
});

describe('an attribute with the name of a property, as server-rendered React writes it,', () => {
  for (const { name } of [...withAttribute, ...withoutAttribute]) {
    const attribute = attributeOf(name);
    for (const wrong of new Set([name.toLowerCase(), kebab(name)])) {
      if (wrong === attribute) continue;
      it(`${wrong}= is told, with what is right`, async () => {
        const { element } = await avatarFixture();
        const other = document.createElement('heygen-avatar');
        const warned = warningsOf(other);
        other.setAttribute(wrong, 'x');
        element.replaceWith(other);
        await warned.until(1);
        const [warning, more] = await allWarnings(warned);
        expect(warning).to.include({ code: 'unknown_attribute', option: wrong });
        expect(warning?.message).to.contain(attribute ?? `element.${name} =`);
        expect(more).to.equal(undefined);
        other.remove();
      });
    }
  }

  for (const name of ['onstream_ready', 'onstreamready', 'onstate_changed'])
    it(`${name}= is told, with the event’s name`, async () => {
      const element = document.createElement('heygen-avatar');
      const warned = warningsOf(element);
      element.setAttribute(name, 'x()');
      document.body.append(element);
      await warned.until(1);
      element.remove();
      const event = name === 'onstate_changed' ? 'state_changed' : 'stream_ready';
      expect(warned.details[0]).to.include({ code: 'unknown_attribute', option: name });
      expect(warned.details[0]?.message).to.contain(`'${event}'`);
    });

  it('is not told where the property is set as well', async () => {
    const element = document.createElement('heygen-avatar');
    const warned = warningsOf(element);
    element.setAttribute('avatarname', 'Wayne');
    element.setAttribute('basepath', '/proxy');
    element.avatarName = 'Wayne';
    document.body.append(element);
    await warned.until(1);
    element.remove();
    expect((await allWarnings(warned)).map(({ option }) => option)).to.deep.equal(['basepath']);
  });
});

describe('a misspelt attribute', () => {
  for (const [wrong, right] of Object.entries({
    'avatar-nam': 'avatar-name',
    'avatr-name': 'avatar-name',
    'avatar-id': 'avatar-name',
    avatar: 'avatar-name',
    'tokne-url': 'token-url',
    'token-uri': 'token-url',
    'voice-id': 'voice',
    voise: 'voice',
    qualty: 'quality',
    'context-id': 'knowledge-id',
    'max-session-duration': 'max-duration',
    autoplay: 'autostart',
    'token-providr': 'element.tokenProvider =',
  }))
    it(`${wrong}= is told, with ${right}`, async () => {
      const element = document.createElement('heygen-avatar');
      const warned = warningsOf(element);
      element.setAttribute(wrong, 'x');
      document.body.append(element);
      await warned.until(1);
      element.remove();
      const [warning, more] = await allWarnings(warned);
      expect(warning).to.include({ code: 'unknown_attribute', option: wrong });
      expect(warning?.message).to.contain(right);
      expect(more).to.equal(undefined);
    });
});

it('attributes that are right, and those of all elements, are not warned of', async () => {
  const element = document.createElement('heygen-avatar');
  const warned = warningsOf(element);
  for (const { name } of withAttribute) element.setAttribute(attributeOf(name) ?? name, '');
  for (const name of [
    'class',
    'id',
    'style',
    'title',
    'hidden',
    'lang',
    'data-token-url',
    'aria-label',
    'onclick',
    'tabindex',
    'itemprop',
    '_ngcontent-ng-c1',
    'v-cloak',
    'x-data',
    'wire:ignore',
    'fits',
    'names',
  ])
    element.setAttribute(name, '');
  element.removeAttribute('autostart');
  document.body.append(element);
  await settled(element);
  element.remove();
  expect(await allWarnings(warned)).to.deep.equal([]);
});

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
