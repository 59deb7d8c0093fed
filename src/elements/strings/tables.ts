/** The texts that are loaded, and those that a page gives for all its avatars. */

import { startWords } from './start-words.js';

/** Our own, by language. English has only the words of a start screen until a session needs the others. */
export const loaded: { en: object; [language: string]: object | undefined } = { en: startWords };
/** The page's, by language in lower case. Those for every language are under ''. */
export const given: Record<string, object | null | undefined> = {};

/** Changes with them. */
export let version = 0;
const listeners = new Set<() => void>();

/** Calls `listener` when there are other texts. Returns a function that removes it. */
export function watchTables(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Keeps the texts of a language, and returns them. */
export function addTable<Texts extends { readonly lang: string }>(texts: Texts): Texts {
  loaded[texts.lang] = texts;
  tablesChanged();
  return texts;
}

export function tablesChanged(): void {
  version += 1;
  for (const listener of listeners) listener();
}
