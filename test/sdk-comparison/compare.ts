/** Finds where two recordings differ, and what the list of differences says of them. */

import type { Findings } from './demo-page.js';
import { differences, nothing } from './differences.js';

export type Differing = Record<string, { readonly sdk: string; readonly ours: string }>;

/** What differs in a scenario, by `step: what`. */
export function differing(sdk: Findings, ours: Findings): Differing {
  const found: Differing = {};
  for (const key of new Set([...sdk.keys(), ...ours.keys()])) {
    const both = { sdk: sdk.get(key) ?? nothing, ours: ours.get(key) ?? nothing };
    if (both.sdk !== both.ours) found[key] = both;
  }
  return found;
}

/** What the list says that differs in a scenario, by `step: what`. */
export function listed(scenario: string): Differing {
  const prefix = `${scenario} › `;
  return Object.fromEntries(
    differences.flatMap(({ at, sdk, ours }) =>
      at
        .filter((place) => place.startsWith(prefix))
        .map((place) => [place.slice(prefix.length), { sdk, ours }]),
    ),
  );
}

/** The scenarios that the list names. */
export function listedScenarios(): Set<string> {
  return new Set(differences.flatMap(({ at }) => at.map((place) => place.split(' › ')[0] ?? '')));
}
