// `<heygen-avatar>` as it is before anybody starts it, and what each state shows.
import { expect, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, control, inside, scenes, settled, videoOf } from '../support/avatar-fixture.js';

const picture = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='16' height='9'/>";

/** Whether the visitor sees it: of some size, and neither hidden nor in something hidden. */
const seen = (element: Element): boolean => element.checkVisibility() && element.getClientRects().length > 0;

const partSeen = (element: Element, part: string): boolean => {
  const found = element.shadowRoot?.querySelector(`[part~="${part}"]`);
  return found ? seen(found) : false;
};

describe('<heygen-avatar>', () => {
  before(() => defineControls());

  it('renders', async () => {
    const { element } = await avatarFixture();
    expect(element).to.be.instanceOf(HeygenAvatarElement);
    expect(inside(element, '[part~="stage"]').getAttribute('role')).to.equal('group');
    expect(inside(element, '[part~="stage"]').getAttribute('aria-label')).to.equal('Talking avatar');
    expect(control(element, 'start-button').innerText.trim()).to.equal('Start');
  });

  it('is idle and has loaded and opened nothing', async () => {
    const { element, fakes } = await avatarFixture();
    expect(element.state).to.deep.equal({ status: 'idle' });
    expect(element.avatar).to.equal(undefined);
    expect(fakes.loaded).to.deep.equal([]);
    expect(videoOf(element).srcObject).to.equal(null);
  });

  it('can be made by its constructor and by document.createElement, with no attributes of its own', () => {
    for (const element of [new HeygenAvatarElement(), document.createElement('heygen-avatar')]) {
      expect(element.attributes).to.have.lengthOf(0);
      expect(element.childNodes).to.have.lengthOf(0);
    }
  });

  it('shows a silhouette, or the poster, or what is slotted in its place', async () => {
    const { element } = await avatarFixture();
    expect(inside(element, '.poster svg')).to.satisfy(seen);
    element.poster = picture;
    await settled(element);
    const image = inside<HTMLImageElement>(element, '.poster img');
    expect([image.getAttribute('src'), image.alt]).to.deep.equal([picture, '']);
    element.poster = '';
    const own = document.createElement('p');
    own.slot = 'poster';
    own.textContent = 'Mine';
    element.append(own);
    await settled(element);
    expect(inside<SVGElement>(element, '.poster svg')).not.to.satisfy(seen);
    expect(own).to.satisfy(seen);
  });

  it('plays inline, in a video that stays the same for its whole life', async () => {
    const { element } = await scenes.live();
    const video = videoOf(element);
    expect(video.playsInline).to.equal(true);
    expect(video.controls).to.equal(false);
    await element.stop();
    await settled(element);
    expect(videoOf(element)).to.equal(video);
  });

  it('takes the last frame away when the session is over', async () => {
    const { element } = await scenes.live();
    expect(videoOf(element).srcObject).to.be.instanceOf(MediaStream);
    await element.stop();
    expect(videoOf(element).srcObject).to.equal(null);
  });

  const shown: Record<keyof typeof scenes, string[]> = {
    idle: ['poster', 'disclosure', 'start'],
    consent: ['poster', 'consent', 'disclosure'],
    connecting: ['poster', 'connecting', 'disclosure', 'controls'],
    live: ['controls'],
    thinking: ['thinking', 'controls'],
    talking: ['controls'],
    captions: ['controls'],
    'sound blocked': ['sound-button', 'controls'],
    paused: ['resume-button', 'controls'],
    'still there': ['idle-question', 'idle-button', 'controls'],
    'last minute': ['controls'],
    reconnecting: ['reconnecting', 'controls'],
    failed: ['poster', 'error', 'disclosure', 'start'],
    ended: ['poster', 'ended', 'disclosure', 'start'],
    stopping: ['poster', 'connecting', 'disclosure'],
  };
  const parts = [
    'poster',
    'start',
    'connecting',
    'error',
    'ended',
    'reconnecting',
    'sound-button',
    'resume-button',
    'consent',
    'disclosure',
    'idle-question',
    'idle-button',
    'thinking',
    'controls',
  ];

  for (const [name, expected] of Object.entries(shown)) {
    it(`shows what belongs to “${name}”, and nothing else`, async () => {
      const { element } = await scenes[name as keyof typeof scenes]();
      expect(parts.filter((part) => partSeen(element, part))).to.have.members(expected);
    });
  }

  it('is gone with the hidden attribute', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar hidden></heygen-avatar>`);
    expect(element.getClientRects()).to.have.lengthOf(0);
  });
});
