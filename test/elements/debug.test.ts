// `debug` on the tag: it reaches the client, and an attribute that is changed too late is told of, once a session.
import { expect, html } from '@open-wc/testing';
import '../../src/define.js';
import type { WarningDetail } from '../../src/api/events.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { liveFixture, settled } from '../support/avatar-fixture.js';
import { ConsoleSpy } from '../support/console-spy.js';

const template = (debug = true) =>
  html`<heygen-avatar .tokenProvider=${() => 'secret-token'} ?debug=${debug}></heygen-avatar>`;

function warningsOf(element: HeygenAvatarElement): WarningDetail[] {
  const warnings: WarningDetail[] = [];
  element.addEventListener('warning', ({ detail }) => warnings.push(detail));
  return warnings;
}

const optionsOf = (warnings: WarningDetail[]): unknown[] => warnings.map(({ option }) => option);

describe('debug on the element', () => {
  let spy: ConsoleSpy;
  beforeEach(() => (spy = new ConsoleSpy()));
  afterEach(() => spy.restore());

  /** A live session whose watch over the attributes is loaded: it has told of one that is changed for that. */
  async function watched(): Promise<{ element: HeygenAvatarElement; warnings: WarningDetail[] }> {
    const { element } = await liveFixture(template());
    const warnings = warningsOf(element);
    await import('../../src/elements/attribute-warnings.js');
    await settled(element);
    return { element, warnings };
  }

  it('makes the client write its log, and its absence does not', async () => {
    const silent = await liveFixture(template(false));
    await silent.element.stop();
    const { element } = await liveFixture(template());
    await element.stop();
    await spy.until('session_ended');
    expect(spy.texts.filter((text) => text.includes('session_ended'))).to.have.lengthOf(1);
    expect(spy.texts.join('\n')).not.to.contain('secret-token');
  });

  it('counts from when it is set, for the client there is', async () => {
    const { element } = await liveFixture(template(false));
    const first = element.avatar;
    await element.stop();
    element.debug = true;
    await element.start();
    expect(element.avatar === first, 'the same client').to.equal(true);
    await spy.until('state: live');
  });

  it('that is set later warns of attributes as well, and no more once it is taken away', async () => {
    const { element } = await liveFixture(template(false));
    const warnings = warningsOf(element);
    element.debug = true;
    await settled(element);
    await import('../../src/elements/attribute-warnings.js');
    element.avatarName = 'Other';
    await settled(element);
    expect(optionsOf(warnings)).to.deep.equal(['avatar-name']);
    element.debug = false;
    element.language = 'de';
    await settled(element);
    expect(optionsOf(warnings)).to.deep.equal(['avatar-name']);
  });

  it('warns once of an attribute that is changed while live, by its name', async () => {
    const { element, warnings } = await watched();
    element.avatarName = 'Other';
    await settled(element);
    element.avatarName = 'Another';
    element.setAttribute('knowledge-base', 'New.');
    await settled(element);
    expect(optionsOf(warnings)).to.deep.equal(['avatar-name', 'knowledge-base']);
    expect(warnings[0]).to.include({ code: 'attribute_at_next_start' });
    expect(warnings[0]?.message).to.match(/^avatar-name .* next start\.$/);
    await spy.until('option knowledge-base');
  });

  it('warns again in the next session, and not of what that one began with', async () => {
    const { element, warnings } = await watched();
    element.quality = 'low';
    await settled(element);
    await element.stop();
    element.language = 'de';
    await settled(element);
    await element.start();
    await settled(element);
    expect(optionsOf(warnings)).to.deep.equal(['quality']);
    element.quality = 'medium';
    await settled(element);
    expect(optionsOf(warnings)).to.deep.equal(['quality', 'quality']);
  });

  it('does not warn of what is live, of nothing new, or of a function', async () => {
    const { element, warnings } = await watched();
    element.poster = 'data:,';
    element.controls = '';
    element.voice = '';
    element.removeAttribute('language');
    element.tokenProvider = () => 'another';
    await settled(element);
    expect(warnings).to.deep.equal([]);
  });

  it('takes an object with the same content for the same', async () => {
    const { element, warnings } = await watched();
    await element.stop();
    element.voice = { voiceId: 'v', rate: 1 };
    await element.start();
    element.voice = { voiceId: 'v', rate: 1 };
    await settled(element);
    expect(warnings).to.deep.equal([]);
    element.voice = { voiceId: 'v', rate: 1.5 };
    await settled(element);
    expect(optionsOf(warnings)).to.deep.equal(['voice']);
  });

  it('warns of nothing without debug', async () => {
    const { element } = await liveFixture(template(false));
    const warnings = warningsOf(element);
    element.avatarName = 'Other';
    await settled(element);
    expect(warnings).to.deep.equal([]);
  });
});
