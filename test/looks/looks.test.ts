// What people see: every state of the element at every width, light and dark, in forced colours, from right to left, with
// large text and on a page with a small root font. The boxes of its parts are compared with those committed here, to two
// pixels in any browser; some views also with a picture, in the Chromium that these were made with. LOOKS_UPDATE=1 writes
// both anew; CONTRIBUTING.md says how to look at them.
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { defineControls } from '../../src/define.js';
import { boxDifferences, mouseTo, pictureProblem, type Boxes } from '../support/looks-commands.js';
import { settled } from '../support/avatar-fixture.js';
import { boxesOf, cutOff, overFace } from './boxes.js';
import { leaveState, states } from './states.js';
import { standStill, withTestFont } from './still.js';
import { look, lookAsUsual, variantNames, widths, type VariantName } from './views.js';

/** The views whose picture is committed: each state on a phone, and what differs elsewhere. */
function isPictured(state: string, width: number, variant: VariantName): boolean {
  if (width === 360 && variant === 'light') return true;
  if (variant === 'light' && width === 160)
    return ['idle', 'live', 'blocked', 'failed', 'ended', 'more'].includes(state);
  if (variant === 'light' && width === 768) return ['idle', 'live', 'failed'].includes(state);
  return width === 360 && ['idle', 'live', 'failed', 'push-to-talk'].includes(state);
}

describe('the looks', () => {
  before(async () => {
    await setViewport({ width: 1480, height: 1000 });
    await withTestFont();
    await defineControls(['heygen-avatar-captions', 'heygen-avatar-push-to-talk-button']);
  });
  afterEach(leaveState);
  after(lookAsUsual);

  for (const [state, { reach, live, open, coversThumbnail, pointed = true }] of Object.entries(states)) {
    it(`of “${state}” are as before`, async () => {
      const { element } = await reach();
      const place = element.parentElement as HTMLElement;
      const views: Record<string, Boxes> = {};
      const problems: string[] = [];
      const covered: string[] = [];
      const cut: string[] = [];
      for (const variant of variantNames) {
        await look(variant, place);
        for (const width of widths) {
          place.style.width = `${width}px`;
          const { x, y } = element.getBoundingClientRect();
          await mouseTo(x + 80, y + 6);
          if (!pointed) await mouseTo(1470, 990);
          await standStill(element);
          if (open) {
            await open(element);
            await settled(element);
            await standStill(element);
          }
          const view = `${width} ${variant}`;
          views[view] = boxesOf(element);
          // What has no room in an open menu is scrolled to.
          if (!open) cut.push(...cutOff(element).map((what) => `${view}: ${what}`));
          if (live && !open && variant !== 'text 200%' && !(coversThumbnail && width === 160))
            covered.push(...overFace(element).map((what) => `${view}: ${what}`));
          const name = `${state} ${view}`.replaceAll(/[^\w-]+/g, '-');
          problems.push(await pictureProblem(name, element, isPictured(state, width, variant)));
        }
      }
      expect(cut, 'cut off').to.deep.equal([]);
      expect(covered, 'over the face').to.deep.equal([]);
      const moved = await boxDifferences(state.replaceAll(/[^\w-]+/g, '-'), views);
      expect([...moved, ...problems.filter(Boolean)]).to.deep.equal([]);
    });
  }
});
