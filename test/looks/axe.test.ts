// No state of the element, at any width, light or dark, has a violation that axe knows; and what axe leaves to people, a
// text over the picture, has the contrast it needs over every picture.
import type * as Axe from 'axe-core';
import 'axe-core/axe.min.js';
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { defineControls } from '../../src/define.js';
import { settled } from '../support/avatar-fixture.js';
import { mouseTo } from '../support/looks-commands.js';
import { worstContrast } from './contrast.js';
import { leaveState, states } from './states.js';
import { standStill, withTestFont } from './still.js';
import { look, lookAsUsual } from './views.js';

/** Its script makes it a global. */
const { axe } = globalThis as unknown as { axe: typeof Axe };

/** What axe can't measure, because a picture lies under it: the parts, and the least contrast over any picture. */
const measured: Readonly<Record<string, number>> = {
  connecting: 5.5,
  disclosure: 12.1,
  ended: 5.5,
  error: 5.5,
  'idle-button': 5.1,
  'idle-question': 15.3,
  'microphone-button/error': 15.3,
  'page: button': 5.3,
  'page: p': 5.5,
  'push-to-talk-button/button': 5.1,
  reconnecting: 15.3,
  'resume-button': 5.1,
  'sound-button': 5.1,
  'start-button/button': 5.1,
  'text-input/input': 7.5,
  'time-left/time': 7.5,
};

/** What axe leaves to people, and what they have found. */
const reviewed: Readonly<Record<string, string>> = {
  'video-caption': 'A live picture has no track of captions. Captions are elements over it.',
};

/** WCAG 2.2 AA, for text of any size. */
const enough = 4.5;

describe('axe', () => {
  before(async () => {
    await setViewport({ width: 1480, height: 1000 });
    await withTestFont();
    await defineControls(['heygen-avatar-captions', 'heygen-avatar-push-to-talk-button']);
  });
  afterEach(leaveState);
  after(lookAsUsual);

  for (const [state, { reach, open, pointed = true }] of Object.entries(states)) {
    it(`has nothing to say of “${state}”`, async () => {
      const { element } = await reach();
      const place = element.parentElement as HTMLElement;
      const problems = new Set<string>();
      for (const variant of ['light', 'dark'] as const) {
        await look(variant, place);
        for (const width of [160, 360, 1440]) {
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
          const { violations, incomplete } = await axe.run(element, {
            elementRef: true,
            resultTypes: ['violations', 'incomplete'],
          });
          const view = `${width} ${variant}`;
          for (const { id, nodes } of violations)
            for (const { html } of nodes) problems.add(`${view}: ${id}: ${html}`);
          for (const { id, nodes } of incomplete)
            for (const node of nodes) {
              const found = (node as typeof node & { element: Element }).element;
              const name = nameOf(found);
              const least = Math.floor(worstContrast(found) * 10) / 10;
              const known = measured[name] ?? 0;
              const isMeasured = id === 'color-contrast' && known >= enough && least >= known;
              if (!isMeasured && !reviewed[id]) problems.add(`${view}: ${id}: '${name}': ${least},`);
            }
        }
      }
      expect([...problems]).to.deep.equal([]);
    }).timeout(60_000);
  }
});

/** The part, or the nearest one that the element is in. */
function nameOf(element: Element): string {
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot)) return `page: ${element.localName}`;
  const { host } = root;
  const within = element.closest('[part]') ?? host;
  const part = within.getAttribute('part') ?? within.localName;
  return host.localName === 'heygen-avatar'
    ? part
    : `${host.localName.replace('heygen-avatar-', '')}/${part}`;
}
