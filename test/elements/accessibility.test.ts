// What screen readers are told of a session, and when. What axe says of each state is with the looks.
import { expect, html } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { en } from '../../src/elements/strings/en.js';
import {
  avatarFixture,
  control,
  inside,
  liveFixture,
  scenes,
  settled,
  untilStatus,
} from '../support/avatar-fixture.js';
import { nextTask } from '../support/outcome.js';
import { untilSeen } from '../support/rendered.js';

describe('accessibility', () => {
  before(() => defineControls());

  it('says aloud, as an alert, why a start failed', async () => {
    const { element } = await scenes.failed();
    const alert = inside(element, '[role="alert"]');
    expect(alert.checkVisibility()).to.equal(true);
    expect(alert.textContent).to.equal(en.errors.concurrency_limit);
  });

  describe('its live region', () => {
    const region = (element: Element): HTMLElement => inside(element, '[role="status"]');

    /** Everything that screen readers are given to say of the element, its small elements included, from now on. */
    function heard(element: HeygenAvatarElement): string[] {
      const log: string[] = [];
      const roots = new Set<Node>();
      const listen = (root: ShadowRoot | null): void => {
        if (!root || roots.has(root)) return;
        roots.add(root);
        observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
        for (const { shadowRoot } of root.querySelectorAll('*')) listen(shadowRoot);
      };
      const last = new Map<Element, string>();
      const look = (): string[] => {
        const changed: string[] = [];
        for (const root of [...roots] as ShadowRoot[]) {
          for (const { shadowRoot } of root.querySelectorAll('*')) listen(shadowRoot);
          for (const live of root.querySelectorAll(
            '[role="status"], [role="alert"], [role="log"], [aria-live]',
          )) {
            const text = live.checkVisibility() ? live.textContent.trim() : '';
            if (text && text !== last.get(live)) changed.push(`${live.role ?? 'live'}: ${text}`);
            last.set(live, text);
          }
        }
        return changed;
      };
      const observer = new MutationObserver(() => log.push(...look()));
      listen(element.shadowRoot);
      // What has been said before.
      look();
      return log;
    }

    /** What is due is rendered, and heard. */
    async function done(element: HeygenAvatarElement): Promise<void> {
      for (let task = 0; task < 3; task += 1) {
        await nextTask();
        await settled(element);
      }
    }

    it('is there before anything is said, and there is one', async () => {
      const { element } = await avatarFixture();
      expect(region(element).textContent).to.equal('');
      const live = element.shadowRoot?.querySelectorAll('[role="status"], [aria-live]');
      expect(live).to.have.lengthOf(1);
    });

    it('says a whole session in a few sentences, each once', async () => {
      const { element, fakes } = await avatarFixture(
        html`<heygen-avatar token="t" controls>
          <heygen-avatar-status></heygen-avatar-status>
        </heygen-avatar>`,
      );
      const log = heard(element);
      await element.start();
      await settled(element);
      const { session } = fakes.service;
      session.say({ type: 'avatar_start_talking', task_id: 'a' });
      session.say({ type: 'avatar_talking_message', task_id: 'a', message: 'Good morning.' });
      session.say({ type: 'avatar_stop_talking', task_id: 'a' });
      session.say({ type: 'user_start', task_id: 'b' });
      session.say({ type: 'user_talking_message', task_id: 'b', message: 'Hello.' });
      await settled(element);
      control(element, 'volume').click();
      fakes.room.emit({ type: 'reconnecting' });
      await untilStatus(element, 'reconnecting');
      fakes.room.emit({ type: 'reconnected' });
      await untilStatus(element, 'live');
      control(element, 'end-button').click();
      await untilStatus(element, 'ended');
      await nextTask();
      expect(log).to.deep.equal([
        'status: Connecting to the avatar.',
        'status: The avatar is ready.',
        'status: The connection was lost. Reconnecting.',
        'status: The connection is back.',
        'status: The conversation has ended.',
      ]);
    });

    it('says why a session has ended, as the picture shows it', async () => {
      const { element, fakes } = await liveFixture();
      const log = heard(element);
      fakes.service.session.call.emit({ type: 'ended', reason: 'idle' });
      await untilStatus(element, 'ended');
      await nextTask();
      const ended = inside(element, '[part~="ended"]').textContent;
      expect(ended).not.to.equal('');
      expect(log).to.deep.equal([`status: ${ended}`]);
    });

    it('leaves a failed start to the alert, which says it once', async () => {
      const open = (): Promise<never> => Promise.reject(sessionError('concurrency_limit'));
      const { element } = await avatarFixture(undefined, { open });
      const log = heard(element);
      await element.start().catch(() => undefined);
      await settled(element);
      await nextTask();
      expect(log).to.have.lengthOf(2);
      expect(log[0]).to.equal('status: Connecting to the avatar.');
      expect(log[1]).to.match(/^alert: .+/);
      expect(region(element).textContent).to.equal('');
    });

    it('says that the sound is blocked', async () => {
      const { element } = await scenes['sound blocked']();
      expect(region(element).textContent).to.equal(en.errors.playback_blocked);
    });

    it('says that the picture is paused, and nothing of the sound', async () => {
      const { element } = await scenes.paused();
      expect(region(element).textContent).to.equal(en.spoken.paused);
    });

    it('asks whether somebody is still there, and says nothing again once that is answered', async () => {
      const { element, fakes } = await liveFixture();
      const log = heard(element);
      fakes.clock.advance(90);
      await untilSeen(element, 'idle-question');
      await done(element);
      expect(log).to.deep.equal([`status: ${en.idleQuestion}`]);
      inside(element, '[part~="idle-button"]').click();
      await done(element);
      expect([log.length, region(element).textContent]).to.deep.equal([1, '']);
    });

    it('says it in the page’s own words', async () => {
      const { element } = await avatarFixture();
      element.strings = { spoken: { live: 'Da bin ich.' } };
      await element.start();
      await settled(element);
      expect(region(element).textContent).to.equal('Da bin ich.');
    });
  });
});
