// A plain LiveAvatar token was minted with a quality of its own: a default that nobody set is no wish of the page's.
import { expect, html } from '@open-wc/testing';
import '../../src/define.js';
import type { WarningDetail } from '../../src/api/events.js';
import { liveAvatar } from '../../src/services/live-avatar/live-avatar.js';
import { ports } from '../../src/session/ports.js';
import { avatarFixture } from '../support/avatar-fixture.js';
import { FakeFetch, json } from '../support/fake-fetch.js';
import { liveAvatarToken } from '../support/live-avatar-token.js';

describe('beside a plain LiveAvatar token of quality “medium”', () => {
  const token = liveAvatarToken({
    avatar_id: 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a',
    video_settings: { quality: 'medium' },
  });
  let server: FakeFetch;

  beforeEach(() => {
    const data = { session_id: 's', livekit_url: 'wss://room.example', livekit_client_token: 'r' };
    server = new FakeFetch(() => json({ code: 1000, data }));
  });
  afterEach(() => server.restore());

  /** The warnings of opening a session with the service itself; its avatar never comes. */
  async function warningsFor(template: ReturnType<typeof html>): Promise<WarningDetail[]> {
    const { element } = await avatarFixture(template);
    ports.backends.liveavatar = { ...ports.backends.liveavatar, loadService: async () => liveAvatar };
    const warnings: WarningDetail[] = [];
    element.addEventListener('warning', ({ detail }) => warnings.push(detail));
    const opened = new Promise<void>((resolve) => {
      element.addEventListener('state_changed', ({ detail: { state } }) => {
        if (state.status === 'connecting' && state.phase === 'start') resolve();
      });
    });
    element.start().catch(() => undefined);
    await opened;
    await element.stop();
    return warnings;
  }

  it('an untouched tag is warned of nothing', async () => {
    expect(await warningsFor(html`<heygen-avatar token=${token}></heygen-avatar>`)).to.deep.equal([]);
  });

  it('a quality that the page has set is told to have no effect', async () => {
    const warnings = await warningsFor(html`<heygen-avatar token=${token} quality="high"></heygen-avatar>`);
    expect(warnings.map(({ code, option }) => [code, option])).to.deep.equal([['fixed_by_token', 'quality']]);
  });
});
