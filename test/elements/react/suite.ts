// `heygen-avatar/react` in one version of React: rendered on a server, hydrated, rendered in the browser.
import { expect, oneEvent } from '@open-wc/testing';
import type { HeygenAvatarElement } from '../../../src/elements/heygen-avatar.js';
import type { HeygenAvatarProps } from '../../../src/react.js';
import type { AppProps } from './app.js';
import type * as Browser from './browser.js';
import type { Rendered } from './server.js';

export function testsWithReact(react: '18' | '19'): void {
  describe(`heygen-avatar/react with React ${react}`, () => {
    let browser: typeof Browser;
    let rendered: Rendered;
    let container: HTMLElement;
    let mounted: Browser.Mounted | undefined;
    let complaints: string[];
    const { error } = console;

    before(async function () {
      // It is built now.
      this.timeout(60_000);
      rendered = (await (await fetch(`/react-${react}/rendered.json`)).json()) as Rendered;
      browser = (await import(`/react-${react}/browser.js`)) as typeof Browser;
    });

    beforeEach(() => {
      container = document.createElement('div');
      document.body.append(container);
      complaints = [];
      console.error = (...values: unknown[]) => void complaints.push(values.map(String).join(' '));
    });

    afterEach(async () => {
      const avatar = container.querySelector('heygen-avatar');
      await avatar?.stop();
      mounted?.unmount();
      mounted = undefined;
      container.remove();
      console.error = error;
      expect(complaints).to.deep.equal([]);
    });

    const element = (): HeygenAvatarElement => {
      const found = container.querySelector('heygen-avatar');
      if (!found) throw new Error('There is no <heygen-avatar>.');
      return found;
    };

    async function mount(props: AppProps): Promise<HeygenAvatarElement> {
      mounted = await browser.mount(container, props);
      await element().updateComplete;
      return element();
    }

    async function hydrate(props: AppProps, html = rendered.html): Promise<HeygenAvatarElement> {
      container.innerHTML = html;
      const served = element();
      mounted = await browser.mount(container, props, true);
      expect(element(), 'the element that the server sent').to.equal(served);
      await served.updateComplete;
      return served;
    }

    it('is that version', () => {
      expect(browser.version.split('.')[0]).to.equal(react);
    });

    it('renders the tag with its attributes on a server, and without a warning', () => {
      container.innerHTML = rendered.html;
      const attributes = Object.fromEntries(
        [...element().attributes].map(({ name, value }) => [name, value]),
      );
      expect(attributes).to.deep.equal({
        'activity-idle-timeout': '300',
        'avatar-name': 'Wayne',
        class: 'wide',
        controls: '',
        id: 'wayne',
        muted: '',
        sandbox: '',
        service: 'simulated',
        'token-url': '/avatar-token',
      });
      expect(element().querySelector('[slot=error]')?.textContent).to.equal('Sorry');
      expect(element().querySelector('heygen-avatar-volume')?.className).to.equal('loud');
      expect(rendered.complaints).to.deep.equal([]);
    });

    it('keeps tokens and autostart out of the HTML of a server', () => {
      expect(rendered.html + rendered.autostart).to.not.match(/secret|autostart/i);
    });

    for (const [how, show] of [
      ['hydrated', hydrate],
      ['rendered in the browser', mount],
    ] as const) {
      it(`sets properties when ${how}`, async () => {
        const tokenProvider = async (): Promise<string> => 'token';
        const avatar = await show({ avatar: { tokenProvider, quality: 'low', debug: false } });
        expect(avatar.strings).to.deep.equal({ start: 'Meet Wayne' });
        expect(avatar.tokenProvider).to.equal(tokenProvider);
        expect(avatar.token).to.equal('secret-token');
        expect(avatar.quality).to.equal('low');
        expect([avatar.sandbox, avatar.debug, avatar.autostart, avatar.muted]).to.deep.equal([
          true,
          false,
          false,
          true,
        ]);
        expect([avatar.controls, avatar.className, avatar.id]).to.deep.equal(['', 'wide', 'wayne']);
      });

      it(`calls the events' props when ${how}, and gives the element by ref`, async () => {
        const heard: string[] = [];
        let muted: boolean | undefined;
        const ref: { current: HeygenAvatarElement | null } = { current: null };
        const avatar = await show({
          avatarRef: ref,
          avatar: {
            onBeforeStart: ({ type }) => heard.push(type),
            onStreamReady: ({ detail, currentTarget }) =>
              heard.push(`${detail.getTracks().length} tracks of ${currentTarget.id}`),
            onSessionEnded: ({ detail: { reason } }) => heard.push(reason),
            onVolumeChange: ({ currentTarget }) => void (muted = currentTarget.muted),
          },
        });
        expect(ref.current).to.equal(avatar);
        await ref.current?.start();
        const changed = oneEvent(avatar, 'volumechange');
        avatar.muted = false;
        await changed;
        expect(muted).to.equal(false);
        await ref.current?.stop();
        expect(heard).to.deep.equal(['before_start', '2 tracks of wayne', 'stopped']);
      });

      it(`starts one session in StrictMode when ${how} with autostart`, async () => {
        const heard: string[] = [];
        const note = ({ type }: Event): void => void heard.push(type);
        const live = new Promise<void>((resolve) => {
          const avatar: HeygenAvatarProps = {
            autostart: true,
            onBeforeStart: note,
            onStreamReady: note,
            onStateChanged: ({ detail: { state } }) => state.status === 'live' && resolve(),
          };
          void (show === hydrate ? hydrate({ avatar }, rendered.autostart) : mount({ avatar }));
        });
        await live;
        const avatar = element();
        const ended = oneEvent<CustomEvent<{ reason: string }>>(avatar, 'session_ended');
        mounted?.unmount();
        expect((await ended).detail.reason).to.equal('removed');
        expect(heard).to.deep.equal(['before_start', 'stream_ready']);
      });
    }

    it('calls only the newest handler after a new render', async () => {
      const heard: string[] = [];
      const avatar = await mount({ avatar: { onBeforeStart: () => heard.push('old') } });
      await mounted?.render({
        avatar: {
          onBeforeStart: (event) => {
            heard.push('new');
            event.preventDefault();
          },
        },
      });
      const outcome = await avatar.start().catch(({ code }: { code: string }) => code);
      expect(outcome).to.equal('aborted');
      expect(heard).to.deep.equal(['new']);
    });

    it('sets a changed property, and null as its default', async () => {
      const avatar = await mount({ avatar: { quality: 'low', volume: 0.25 } });
      expect([avatar.quality, avatar.volume]).to.deep.equal(['low', 0.25]);
      await mounted?.render({ avatar: { quality: 'high', volume: 0.75, controls: null } });
      expect([avatar.quality, avatar.volume, avatar.controls]).to.deep.equal(['high', 0.75, null]);
    });

    it("leaves the visitor's mute and volume alone until the prop changes", async () => {
      const avatar = await mount({ avatar: { muted: false, volume: 1 } });
      avatar.muted = true;
      avatar.volume = 0.5;
      await mounted?.render({ avatar: { muted: false, volume: 1, quality: 'high' } });
      expect([avatar.muted, avatar.volume]).to.deep.equal([true, 0.5]);
      await mounted?.render({ avatar: { muted: true, volume: 1 } });
      await mounted?.render({ avatar: { muted: false, volume: 1 } });
      expect(avatar.muted).to.equal(false);
    });

    if (react !== '18')
      it('ends a session that an <Activity> hides, with stopWhenHidden', async () => {
        const avatar = { stopWhenHidden: 1 };
        const shown = await mount({ avatar, activity: 'visible' });
        await shown.start();
        const ended = oneEvent<CustomEvent<{ reason: string }>>(shown, 'session_ended');
        await mounted?.render({ avatar, activity: 'hidden' });
        expect((await ended).detail.reason).to.equal('idle');
        expect([shown.isConnected, shown.checkVisibility()]).to.deep.equal([true, false]);
      });

    it('defines the small elements that it renders', async () => {
      await mount({});
      await customElements.whenDefined('heygen-avatar-volume');
      const volume = element().querySelector('heygen-avatar-volume');
      expect(volume?.shadowRoot?.querySelector('input')?.type).to.equal('range');
      expect([volume?.className, volume?.slot]).to.deep.equal(['loud', 'controls']);
    });
  });
}
