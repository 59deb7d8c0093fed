/** Texts over texts: what a page leaves out keeps its default. */

import { isRecord } from '../../api/unknown.js';

/** `base` with the texts of `over` that are set, in groups too. */
export function merge<Texts extends object>(base: Texts, over: object | null | undefined): Texts {
  const merged = { ...base } as Record<string, unknown>;
  for (const [name, text] of Object.entries(over ?? {})) {
    if (text === null || text === undefined) continue;
    const before = merged[name];
    merged[name] = typeof text === 'object' ? merge(isRecord(before) ? before : {}, text as object) : text;
  }
  return merged as Texts;
}
