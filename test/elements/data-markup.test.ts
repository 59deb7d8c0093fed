// `<div data-heygen-avatar>`: what becomes of it, whenever it comes, and what must not.
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define.js';
import { fillMarked } from '../../src/elements/data-markup.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';

const place = (markup: string): HTMLElement => {
  const parent = document.createElement('section');
  // Test markup, as a content management system writes it.
  parent.insertAdjacentHTML('beforeend', markup);
  return parent;
};

/** The tag in `parent`, once it is there. */
async function tagIn(parent: Element): Promise<HeygenAvatarElement> {
  const find = (): HeygenAvatarElement | null => parent.querySelector('heygen-avatar');
  if (!find()) {
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!find()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(parent, { childList: true, subtree: true });
    });
  }
  return find() as HeygenAvatarElement;
}

describe('a marked div', () => {
  let parent: HTMLElement;
  /** Said of each attribute that was refused, in order. */
  let warnings: { option: string; message: string }[];
  const onWarning = (event: Event): void =>
    void warnings.push((event as CustomEvent<(typeof warnings)[0]>).detail);
  beforeEach(() => {
    warnings = [];
    addEventListener('warning', onWarning);
  });
  afterEach(() => {
    removeEventListener('warning', onWarning);
    parent.remove();
    document.querySelector('head > meta[name^="heygen-avatar:"]')?.remove();
  });

  /** Puts markup into the page, and returns the tag that comes of it. */
  async function insert(markup: string): Promise<HeygenAvatarElement> {
    parent = place(markup);
    document.body.append(parent);
    return tagIn(parent);
  }

  it('that is inserted later is filled with a tag that has its attributes', async () => {
    const element = await insert(
      '<div data-heygen-avatar data-token-url="/avatar-token" data-avatar-name="Wayne" data-controls="" data-muted></div>',
    );
    expect(element.tokenUrl).to.equal('/avatar-token');
    expect(element.avatarName).to.equal('Wayne');
    expect(element.controls).to.equal('');
    expect(element.muted).to.equal(true);
    expect(element.parentElement?.dataset).to.include({ tokenUrl: '/avatar-token' });
  });

  it('is found in the middle of what is inserted', async () => {
    const element = await insert(
      '<article><p><div data-heygen-avatar data-service="simulated"></div></article>',
    );
    expect(element.service).to.equal('simulated');
  });

  it('keeps its children, in the slots that they name', async () => {
    const element = await insert(
      '<div data-heygen-avatar>text <img data-slot="poster" alt="Anna" /><p slot="error">Sorry</p></div>',
    );
    expect(element.textContent).to.equal('text Sorry');
    expect(element.querySelector('img')?.slot).to.equal('poster');
    expect(element.querySelector('p')?.slot).to.equal('error');
  });

  it('is filled once, however often it is looked at', async () => {
    await insert('<div data-heygen-avatar></div>');
    fillMarked(document);
    const copy = '../../src/elements/data-markup.ts?another-copy';
    ((await import(copy)) as { fillMarked: typeof fillMarked }).fillMarked(document);
    // A clone, as page caches keep it.
    parent.append(parent.firstElementChild?.cloneNode(true) as Node);
    fillMarked(document);
    expect(parent.querySelectorAll('heygen-avatar')).to.have.lengthOf(2);
    expect(parent.querySelectorAll('heygen-avatar heygen-avatar')).to.have.lengthOf(0);
  });

  it('passes on what changes later', async () => {
    const element = await insert('<div data-heygen-avatar data-poster="/one.webp"></div>');
    const div = parent.firstElementChild as HTMLElement;
    div.dataset['poster'] = '/two.webp';
    div.dataset['voiceRate'] = '1.2';
    delete div.dataset['poster'];
    await Promise.resolve();
    expect(element.hasAttribute('poster')).to.equal(false);
    expect(element.voiceRate).to.equal(1.2);
  });

  it('takes its session with it when it is removed', async () => {
    const element = await insert('<div data-heygen-avatar data-service="simulated"></div>');
    await element.start();
    const ended = new Promise<string>((resolve) => {
      element.addEventListener('session_ended', ({ detail }) => resolve(detail.reason));
    });
    parent.replaceChildren();
    expect(await ended).to.equal('removed');
  });

  it('makes nothing of attributes that are not the tag’s: no script, no style', async () => {
    const element = await insert(
      '<div data-heygen-avatar data-onclick="window.hacked = 1" data-style="position: fixed" data-id="x" data-slot="start"></div>',
    );
    expect(element.getAttributeNames()).to.deep.equal([]);
  });

  const meta = (content: string): void => {
    const element = document.createElement('meta');
    Object.assign(element, { name: 'heygen-avatar:data-markup', content });
    document.head.append(element);
  };

  it('names only origins that the page allows, where the page says so', async () => {
    meta('https://tokens.example');
    const allowed = await insert(
      '<div data-heygen-avatar data-token-url="https://tokens.example/new" data-base-path="/proxy"></div>',
    );
    expect(allowed.tokenUrl).to.equal('https://tokens.example/new');
    expect(allowed.basePath).to.equal('/proxy');
    parent.remove();
    const refused = await insert(
      '<div data-heygen-avatar data-token="t" data-token-url="https://evil.example" data-base-path="//evil.example"></div>',
    );
    await Promise.resolve();
    expect(refused.getAttributeNames()).to.deep.equal([]);
    expect(warnings.map(({ option }) => option)).to.deep.equal(['token', 'token-url', 'base-path']);
    const [token = '', url = ''] = warnings.map(({ message }) => message);
    expect(token).not.to.contain('origin');
    expect(url).to.contain('Add its origin there');
  });

  it('does not decide what a session costs, where visitors write HTML', async () => {
    meta('https://tokens.example');
    const element = await insert(
      '<div data-heygen-avatar data-voice-chat data-disable-idle-timeout data-max-duration="86400" data-token-credentials="include" data-controls=" none,"></div>',
    );
    await Promise.resolve();
    expect(element.getAttributeNames()).to.deep.equal([]);
    expect(warnings.map(({ option }) => option)).to.have.members([
      'voice-chat',
      'disable-idle-timeout',
      'max-duration',
      'token-credentials',
      'controls',
    ]);
    const div = parent.firstElementChild as HTMLElement;
    div.dataset['controls'] = 'text end';
    await Promise.resolve();
    expect(element.controls).to.equal('text end');
    div.dataset['controls'] = 'none';
    await Promise.resolve();
    expect(element.controls).to.equal('text end');
  });

  it('may decide that where the page has no such rule', async () => {
    const element = await insert(
      '<div data-heygen-avatar data-voice-chat data-disable-idle-timeout data-max-duration="60" data-token-credentials="include" data-controls="none"></div>',
    );
    await Promise.resolve();
    expect(element.getAttributeNames()).to.have.members([
      'voice-chat',
      'disable-idle-timeout',
      'max-duration',
      'token-credentials',
      'controls',
    ]);
    expect(warnings.map(({ option }) => option)).not.to.include.members(['max-duration']);
  });

  it('never starts without a press, whatever the page says', async () => {
    const element = await insert('<div data-heygen-avatar data-service="simulated" data-autostart></div>');
    await Promise.resolve();
    expect(element.autostart).to.equal(false);
    (parent.firstElementChild as HTMLElement).dataset['autostart'] = 'true';
    await Promise.resolve();
    expect(element.autostart).to.equal(false);
    expect(warnings[0]?.option).to.equal('autostart');
    expect(warnings[0]?.message).to.contain('script');
  });

  it('stays as it is where the page says so', async () => {
    meta('off');
    parent = await fixture(html`<section><div data-heygen-avatar></div></section>`);
    fillMarked(document);
    expect(parent.querySelector('heygen-avatar')).to.equal(null);
  });

  it('follows the rule that the page has, whatever visitors name their images', async () => {
    meta('off');
    parent = place('<img name="head" alt="" /><img name="head" alt="" /><div data-heygen-avatar></div>');
    document.body.append(parent);
    fillMarked(document);
    expect(parent.querySelector('heygen-avatar')).to.equal(null);
  });

  it('stays as it is where a visitor’s image hides the rule from scripts', async () => {
    parent = place('<img name="querySelector" alt="" /><div data-heygen-avatar></div>');
    document.body.append(parent);
    expect(() => fillMarked(document)).to.throw(TypeError);
    expect(parent.querySelector('heygen-avatar')).to.equal(null);
    parent.firstElementChild?.remove();
  });
});
