/** Whenever and however a start is broken off, the service's books show nothing open: the same tests for each service. */

import { expect } from '@open-wc/testing';
import type { HeygenAvatarElement } from '../../src/index.js';
import '../../src/index.js';
import { bringToFront, SecondPage } from './commands.js';
import { EventLog } from './event-log.js';
import { Corner, type Books } from './sandbox-books.js';
import { mint, tokenUrlOf, type SandboxService } from './sandbox-tokens.js';

export interface StoppedPhase {
  readonly phase: 'token' | 'open' | 'start' | 'room' | 'media' | 'live';
  /** What holds the start there long enough to be met. */
  readonly trouble: string;
  /** LiveAvatar's LITE mode, for which there is no attribute: its token is minted beforehand. */
  readonly lite?: boolean;
}

/** Defines the tests of a service. */
export function testStoppedStarts(service: SandboxService, phases: readonly StoppedPhase[]): void {
  describe(`a start with ${service} that is broken off`, () => {
    let corner: Corner;
    let element: HeygenAvatarElement;

    beforeEach(async () => {
      corner = await Corner.open();
      element = document.createElement('heygen-avatar');
      element.basePath = corner.url;
      element.quality = 'low';
      document.body.append(element);
    });

    afterEach(() => element.remove());

    const ways = {
      'stop()': (): Promise<void> => element.stop(),
      'removing the element': (): void => element.remove(),
    };

    for (const { phase, trouble, lite = false } of phases) {
      const where = `in phase ${phase}${lite ? ' of LITE mode' : ''}`;

      for (const [way, end] of Object.entries(ways)) {
        it(`by ${way} ${where} leaves no session open`, async () => {
          for (const [name, value] of await tokenAttributes(corner, service, trouble, lite))
            element.setAttribute(name, value);
          const log = new EventLog(element);
          const outcome = element.start().then(
            () => 'started',
            (error: { code: string }) => error.code,
          );
          await reached(element, phase);
          if (phase === 'open') await corner.until(({ sessions }) => sessions.length === 1);
          await end();
          expect(await outcome).to.equal(phase === 'live' ? 'started' : 'aborted');
          await reached(element, 'ended');
          expect(log.of('session_ended'), 'only of what was connected').to.have.length(
            phase === 'live' ? 1 : 0,
          );
          expect(log.of('session_error')).to.deep.equal([]);
          const { sessions } = await corner.until(settled(phase));
          // LiveAvatar is told at once by the token alone, which may overtake the start, and again by its answer.
          const most = service === 'liveavatar' && phase === 'open' ? 2 : 1;
          for (const { ended_by, stop_calls } of sessions) {
            expect(ended_by).to.equal('stop');
            expect(stop_calls).to.be.within(1, most);
          }
        });
      }

      it(`by closing the tab ${where} leaves no session open`, async () => {
        const query = new URLSearchParams([
          ...(await tokenAttributes(corner, service, trouble, lite)),
          ['base-path', corner.url],
          ['quality', 'low'],
        ]);
        const page = await SecondPage.open(`/test/end-to-end/pages/avatar.html?${query}`);
        await page.evaluate(`void avatar.start().catch(() => {}), reached(${JSON.stringify(phase)})`);
        if (phase === 'open') await corner.until(({ sessions }) => sessions.length === 1);
        await page.close();
        await bringToFront();
        await corner.until(settled(phase));
      });
    }
  });
}

async function tokenAttributes(
  corner: Corner,
  service: SandboxService,
  trouble: string,
  lite: boolean,
): Promise<[name: string, value: string][]> {
  const url = tokenUrlOf(corner, service, trouble);
  if (!lite) return [['token-url', url.href]];
  return [['token', await mint(url, { quality: 'low', liveAvatar: { mode: 'LITE' } })]];
}

/** Up to the token there is no session; from the opening call on there is one, and it is closed. */
function settled(phase: string): (books: Books) => boolean {
  return ({ open, sessions }) => open === 0 && sessions.length === (phase === 'token' ? 0 : 1);
}

function reached(element: HeygenAvatarElement, name: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { state } = element;
      if (state.status === name || (state.status === 'connecting' && state.phase === name)) resolve();
    };
    element.addEventListener('state_changed', look);
    look();
  });
}
