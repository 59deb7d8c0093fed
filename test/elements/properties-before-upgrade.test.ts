// What a page or framework sets on the tag before its code is loaded counts, for every property and attribute, and
// stays live afterwards.
import { expect } from '@open-wc/testing';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { fakePorts, settled, videoOf } from '../support/avatar-fixture.js';
import { manifestOf } from '../support/manifest.js';

const { members, attributes } = await manifestOf('HeygenAvatarElement');
const properties = members.filter(
  (member) => member.kind === 'field' && !member.static && !member.readonly && member.privacy !== 'private',
);
const attributeOf = (property: string): string | undefined =>
  attributes.find(({ name, fieldName }) => (fieldName ?? name) === property)?.name;

/** Another value than the default, by the property's type, for those whose text is not enough. */
const samples: Readonly<Record<string, unknown>> = {
  avatar: new StreamingAvatar({ token: 'given' }),
  tokenProvider: () => 't',
  simulatedScript: { answers: [] },
  strings: { start: 'Go' },
  volume: 0.25,
  preload: 'connection',
  poster: 'data:,',
};
const sampleOf = ({ name, type }: (typeof properties)[number]): unknown =>
  samples[name] ??
  (type?.text === 'boolean' ? true : type?.text.startsWith('number') ? 45 : `the ${name} of a page`);

const read = (element: HeygenAvatarElement, name: string): unknown =>
  (element as unknown as Record<string, unknown>)[name];

describe('before the tag is defined', () => {
  const early = new Map<string, { property: HeygenAvatarElement; attribute: HeygenAvatarElement }>();
  const made: HeygenAvatarElement[] = [];

  before(async () => {
    expect(customElements.get('heygen-avatar'), 'not yet defined').to.equal(undefined);
    fakePorts();
    for (const member of properties) {
      const property = document.createElement('heygen-avatar');
      Object.assign(property, { [member.name]: sampleOf(member) });
      const attribute = document.createElement('heygen-avatar');
      const value = sampleOf(member);
      attribute.setAttribute(attributeOf(member.name) ?? 'data-none', value === true ? '' : String(value));
      early.set(member.name, { property, attribute });
      made.push(property, attribute);
    }
    document.body.append(...made);
    await import('../../src/define.js');
    for (const element of made) await settled(element);
  });
  after(() => {
    for (const element of made) element.remove();
  });

  for (const member of properties) {
    const { name } = member;

    it(`the property ${name} counts, and is live afterwards`, () => {
      const { property } = early.get(name) ?? {};
      if (!property) throw new Error(name);
      expect(Object.hasOwn(property, name), 'hides the accessor of the class').to.equal(false);
      expect(read(property, name)).to.equal(sampleOf(member));
    });

    if (attributeOf(name))
      it(`the attribute of ${name} counts`, () => {
        const { attribute } = early.get(name) ?? {};
        if (!attribute) throw new Error(name);
        expect(read(attribute, name)).to.equal(sampleOf(member));
      });
  }
});

describe('properties set before the tag is defined', () => {
  it('reach the start request and the video', async () => {
    const name = 'heygen-avatar';
    expect(customElements.get(name), 'defined by now, so in a document without a window').to.not.equal(
      undefined,
    );
    // Elements of such a document are upgraded when they come into the page.
    const early = document.implementation.createHTMLDocument().createElement(name);
    const given = document.implementation.createHTMLDocument().createElement(name);
    const client = new StreamingAvatar({ token: 't' });
    Object.assign(early, {
      token: 'early-token',
      avatarName: 'Wayne',
      voice: { voiceId: 'v1' },
      disableIdleTimeout: 'false',
      useSilencePrompt: true,
      muted: true,
      volume: 0.25,
    });
    Object.assign(given, { avatar: client });
    document.body.append(early, given);
    await settled(early);

    const fakes = fakePorts();
    await early.start();
    expect(fakes.service.calls[0]?.request).to.deep.equal({
      avatarName: 'Wayne',
      quality: 'high',
      voice: { voiceId: 'v1' },
      useSilencePrompt: true,
    });
    await early.stop();

    expect(videoOf(early).muted, 'muted reaches the video').to.equal(true);
    expect(videoOf(early).volume, 'volume reaches the video').to.equal(0.25);
    early.muted = false;
    expect(videoOf(early).muted, 'muted is live afterwards').to.equal(false);

    await settled(given);
    await given.start();
    expect(client.state.status, 'the given client').to.equal('live');
    early.remove();
    given.remove();
  });
});
