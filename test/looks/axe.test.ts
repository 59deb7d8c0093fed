// No state of the element, with any of its bars, at any width, light or dark, has a violation that axe knows; and what axe
// leaves to people, a text over the picture, has the contrast it needs over every picture.
import type * as Axe from 'axe-core';
import 'axe-core/axe.min.js';
import { expect } from '@open-wc/testing';
import { scenes } from '../support/avatar-fixture.js';
import { worstContrast } from './contrast.js';
import { states, template, type State } from './states.js';
import { lookFromADesk, viewsOf } from './views.js';

/** Its script makes it a global. */
const { axe } = globalThis as unknown as { axe: typeof Axe };

/** What axe can't measure, because a picture lies under it: the parts, and the least contrast over any picture. */
const measured: Readonly<Record<string, number>> = {
  'captions/text avatar': 12.6,
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
  'suggestions/button': 7.5,
  'text-input/input': 7.5,
  'time-left/time': 7.5,
  'transcript/button': 16.2,
  'transcript/name': 11.7,
  'transcript/text': 11.7,
};

/** What axe leaves to people, and what they have found. */
const reviewed: Readonly<Record<string, string>> = {
  'video-caption': 'A live picture has no track of captions. Captions are elements over it.',
};

/** WCAG 2.2 AA, for text of any size. */
const enough = 4.5;

/** What a page sees that asks for no controls, and what is over too soon to have looks of its own. */
const more: Readonly<Record<string, State>> = {
  stopping: { reach: () => scenes.stopping(template()) },
  ...Object.fromEntries(
    Object.entries(scenes).map(([name, reach]) => [
      `${name}, without controls`,
      { reach: () => reach(template({ controls: null })) },
    ]),
  ),
};

describe('axe', () => {
  lookFromADesk();

  for (const [name, state] of Object.entries(states)) {
    it(`has nothing to say of “${name}”`, () =>
      expectNothing(state, { variants: ['light', 'dark'], widths: [160, 360, 1440] })).timeout(60_000);
  }

  for (const [name, state] of Object.entries(more)) {
    it(`has nothing to say of “${name}”`, () => expectNothing(state, { variants: ['light'], widths: [360] }));
  }
});

async function expectNothing(state: State, views: Parameters<typeof viewsOf>[1]): Promise<void> {
  const problems = new Set<string>();
  for await (const { element, name: view } of viewsOf(state, views)) {
    const { violations, incomplete } = await axe.run(element, {
      elementRef: true,
      resultTypes: ['violations', 'incomplete'],
    });
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
  expect([...problems]).to.deep.equal([]);
}

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
