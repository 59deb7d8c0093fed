// What people see: every state of the element at every width, light and dark, in forced colours, from right to left, with
// large text and on a page with a small root font. The boxes of its parts are compared with those committed here, to two
// pixels in any browser; some views also with a picture, in the Chromium that these were made with. LOOKS_UPDATE=1 writes
// both anew; CONTRIBUTING.md says how to look at them.
import { expect } from '@open-wc/testing';
import { boxDifferences, pictureProblem, type Boxes } from '../support/looks-commands.js';
import { boxesOf, cutOff, overFace } from './boxes.js';
import { states } from './states.js';
import { lookFromADesk, variantNames, viewsOf, widths, type VariantName } from './views.js';

/** The views whose picture is committed: each state on a phone, and what differs elsewhere. */
function isPictured(state: string, width: number, variant: VariantName): boolean {
  if (width === 360 && variant === 'light') return true;
  if (variant === 'light' && width === 160)
    return ['idle', 'live', 'blocked', 'failed', 'ended', 'more'].includes(state);
  if (variant === 'light' && width === 768) return ['idle', 'live', 'failed'].includes(state);
  return width === 360 && ['idle', 'live', 'failed', 'push-to-talk'].includes(state);
}

describe('the looks', () => {
  lookFromADesk();

  for (const [title, state] of Object.entries(states)) {
    const { live, open, covers = [] } = state;
    it(`of “${title}” are as before`, async () => {
      const views: Record<string, Boxes> = {};
      const problems: string[] = [];
      const covered: string[] = [];
      const cut: string[] = [];
      for await (const view of viewsOf(state, { variants: variantNames, widths })) {
        const { element, name, width, variant } = view;
        views[name] = boxesOf(element);
        // What has no room in an open menu is scrolled to.
        if (!open) cut.push(...cutOff(element).map((what) => `${name}: ${what}`));
        if (live && variant !== 'text 200%' && !covers.includes(width))
          covered.push(...overFace(element).map((what) => `${name}: ${what}`));
        const picture = fileName(`${title} ${name}`);
        problems.push(await pictureProblem(picture, element, isPictured(title, width, variant)));
      }
      expect(cut, 'cut off').to.deep.equal([]);
      expect(covered, 'over the face').to.deep.equal([]);
      const moved = await boxDifferences(fileName(title), views);
      expect([...moved, ...problems.filter(Boolean)]).to.deep.equal([]);
    });
  }
});

function fileName(title: string): string {
  return title.replaceAll(/[^\w-]+/g, '-');
}
