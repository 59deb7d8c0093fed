/** The demo page where no sandbox answers: it works at once, and one field switches the service. */

import { expect } from '@open-wc/testing';
import type { HeygenAvatarElement } from '../../src/index.js';
import { EventLog } from '../support/event-log.js';
import { framesPresented } from '../support/playback.js';

describe('the demo page without a sandbox', () => {
  let frame: HTMLIFrameElement;
  let page: Document;
  let avatar: HeygenAvatarElement;

  async function open(address = '', width = 1200): Promise<void> {
    frame = document.createElement('iframe');
    frame.allow = 'autoplay; microphone';
    frame.style.cssText = `width: ${width}px; height: 900px`;
    frame.src = `/demo/index.html${address}`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    await loaded;
    page = frame.contentDocument as Document;
    avatar = page.querySelector('heygen-avatar') as HeygenAvatarElement;
    await avatar.updateComplete;
  }

  afterEach(async () => {
    await avatar.stop();
    frame.remove();
  });

  const find = (selector: string): HTMLElement => page.querySelector(selector) as HTMLElement;
  const choose = (service: string): void => find(`input[name=service][value=${service}]`).click();
  const values = (select: string): string[] =>
    Array.from((find(select) as HTMLSelectElement).options, ({ value }) => value);

  it('begins with the simulated service, whatever a link says, and says why', async () => {
    await open('?service=liveavatar');
    expect(avatar.getAttribute('service')).to.equal('simulated');
    expect(find('#no-sandbox').hidden).to.equal(false);
    await avatar.start();
    await framesPresented(avatar.shadowRoot?.querySelector('video') as HTMLVideoElement, 3);
    const log = new EventLog(avatar);
    const said = log.next('avatar_end_message');
    find('#phrases button').click();
    find('#talk').click();
    await said;
  });

  it('switches catalogue, code and address by one field', async () => {
    await open();
    expect(values('#avatar-name')).to.include('default');
    choose('liveavatar');
    expect(avatar.service).to.equal('liveavatar');
    for (const id of values('#avatar-name')) expect(id).to.match(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(find('#code').textContent).to.include('token-url="/avatar-token"').and.not.include('service=');
    expect(frame.contentWindow?.location.search).to.equal('?service=liveavatar');
    choose('simulated');
    expect(find('#code').textContent).to.include('service="simulated"');
    expect(frame.contentWindow?.location.search).to.equal('');
  });

  it('shows code that works elsewhere, for each place to paste it', async () => {
    await open();
    choose('liveavatar');
    const target = find('#code-target') as HTMLSelectElement;
    const shown = Array.from(target.options, ({ value }) => {
      target.value = value;
      target.dispatchEvent(new Event('input'));
      const code = find('#code').textContent;
      expect(code, value).to.not.include(location.host).and.not.include('sandbox/token');
      expect(code, value).to.match(/heygen[-_]?avatar/i);
      return code;
    });
    expect(new Set(shown).size).to.equal(6);
    expect(find('#code-note').textContent).to.include('plugin');
    target.value = 'react';
    target.dispatchEvent(new Event('input'));
    expect(find('#code').textContent).to.include("from 'heygen-avatar/react'");
    expect(find('#code-note').textContent).to.include('allow avatarName');
  });

  it('marks what has no effect on a service, and leaves it out of the tag', async () => {
    await open('?max-duration=30&voice-emotion=excited');
    expect(find('#liveavatar-own-mark').textContent).to.not.equal('');
    expect(find('#voice-emotion-mark').textContent).to.not.equal('');
    expect(avatar.hasAttribute('max-duration')).to.equal(false);
    expect(avatar.hasAttribute('voice-emotion')).to.equal(false);
    choose('liveavatar');
    expect(find('#liveavatar-own-mark').textContent).to.equal('');
    expect(avatar.getAttribute('max-duration')).to.equal('30');
    choose('interactive-avatar');
    expect(find('#voice-emotion-mark').textContent).to.equal('');
    expect(avatar.getAttribute('voice-emotion')).to.equal('excited');
  });

  it('takes a quality that the next service has not back to the default', async () => {
    await open('?quality=very_high');
    expect(avatar.getAttribute('quality')).to.equal('very_high');
    choose('interactive-avatar');
    expect(avatar.getAttribute('quality')).to.equal('high');
  });

  it('plays a trouble by the script, and shows the line that does', async () => {
    await open();
    const trouble = find('#trouble') as HTMLSelectElement;
    trouble.value = 'forbidden';
    trouble.dispatchEvent(new Event('change'));
    expect(find('#code').textContent).to.include("simulatedScript = { trouble: 'forbidden' }");
    const log = new EventLog(avatar);
    await avatar.start().catch(() => undefined);
    expect(log.of('session_error')).to.have.length(1);
    expect(find('#trouble-reported').textContent).to.equal('forbidden in phase open ✓');
  });

  it('shows a lamp for each check of the browser', async () => {
    await open();
    const lamps = (): number => page.querySelectorAll('#check-rows .lamp[data-tone]').length;
    expect(lamps()).to.equal(0);
    const done = new Promise<void>((resolve) => {
      const run = find('#check-run') as HTMLButtonElement;
      const watch = new MutationObserver(() => {
        if (!run.disabled) resolve();
      });
      run.click();
      watch.observe(run, { attributes: true });
    });
    await done;
    expect(lamps()).to.equal(6);
  });

  for (const width of [1200, 360]) {
    it(`moves nothing when the service is switched, at ${width} pixels`, async () => {
      await open('', width);
      const tops = (): number[] =>
        Array.from(page.querySelectorAll('main > *, .bench-main > *, .bench-side > *, .field'), (part) =>
          Math.round(part.getBoundingClientRect().top),
        );
      const before = tops();
      for (const service of ['interactive-avatar', 'liveavatar', 'simulated']) {
        choose(service);
        expect(tops(), service).to.deep.equal(before);
        expect(page.documentElement.scrollWidth, service).to.be.at.most(width);
      }
    });
  }
});
