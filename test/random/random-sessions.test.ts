/**
 * Sessions in every order of events that chance brings, in a world of doubles whose clock moves by itself: nothing is
 * left open or behind, whatever the page, its visitor, the network and the services do.
 *
 * `RANDOM_SEED=17 npm test -- --only=browser random/` runs one seed alone; so does `?seed=17` in a browser.
 */

import { expect } from '@open-wc/testing';
import { planOf, words } from './plan.js';
import { run, shrink, type Outcome } from './run.js';
import { loadAll } from './world/seam.js';
import type { ServiceUnderTest } from './world/books.js';

const seeds = 200;
/** Beyond those, seeds that have found something. */
const telling: Readonly<Record<ServiceUnderTest, readonly number[]>> = {
  'interactive-avatar': [628, 725],
  liveavatar: [216, 595, 723, 845],
};
/** So many in one test, which says how far it got. */
const block = 20;
/** A seed that violates a rule is told with all that happened, up to so many. */
const mostReports = 2;

declare global {
  /** The one seed to run. */
  var randomSeed: number | undefined;
}
const onlySeed = Number(
  new URLSearchParams(location.search).get('seed') ?? globalThis.randomSeed ?? Number.NaN,
);

describe('sessions at random', () => {
  before(loadAll);

  it('are the same for the same seed', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const plan = planOf(seed, seed % 2 ? 'liveavatar' : 'interactive-avatar');
      const [first, second] = [await run(plan), await run(plan)];
      expect(second.log).to.deep.equal(first.log);
    }
  });

  for (const service of ['interactive-avatar', 'liveavatar'] as const) {
    const all = [...blocks(), ...telling[service].map((seed) => [seed, seed] as const)];
    for (const [first, last] of Number.isNaN(onlySeed) ? all : [[onlySeed, onlySeed] as const]) {
      it(`leave nothing open with ${service}, seeds ${first} to ${last}`, () =>
        expectClean(service, first, last));
    }
  }
});

function blocks(): (readonly [first: number, last: number])[] {
  return Array.from({ length: seeds / block }, (_none, index) => [index * block + 1, (index + 1) * block]);
}

async function expectClean(service: ServiceUnderTest, first: number, last: number): Promise<void> {
  const failed: Outcome[] = [];
  for (let seed = first; seed <= last; seed += 1) {
    const outcome = await run(planOf(seed, service));
    if (outcome.violations.length > 0) failed.push(outcome);
  }
  if (failed.length === 0) return;
  const reports: string[] = [];
  for (const outcome of failed.slice(0, mostReports)) reports.push(await report(outcome));
  const all = failed.map(({ plan, violations }) => `${plan.seed} (${rulesOf(violations).join(', ')})`);
  throw new Error([`${failed.length} seeds violate a rule: ${all.join('; ')}.`, ...reports].join('\n\n'));
}

/** The seed, the least that still violates its gravest rule, and everything that happens in that. */
async function report(outcome: Outcome): Promise<string> {
  const rules = rulesOf(outcome.violations);
  const rule = gravest.find((grave) => rules.includes(grave)) ?? rules[0] ?? '';
  const least = await shrink(outcome, rule);
  return [`“${rule}”: ${words(outcome.plan)}`, `Shortened: ${words(least.plan)}`, ...least.log].join('\n');
}

/** What costs money comes first. */
const gravest: readonly string[] = [
  'open in the end',
  'open after the page was closed',
  'two sessions at once',
  'not stopped by removal',
  'not stopped',
  'orphan',
];

function rulesOf(violations: Outcome['violations']): string[] {
  return [...new Set(violations.map(({ rule }) => rule))];
}
