/** The languages that there are beside English, each in a chunk of its own. */

import type { Table } from './en.js';
import { sentenceOfEach } from './sentences.js';
import { addTable } from './tables.js';

const languages: Readonly<Record<string, () => Promise<{ readonly table: Table }>>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  he: () => import('./he.js'),
  it: () => import('./it.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  nl: () => import('./nl.js'),
  pl: () => import('./pl.js'),
  pt: () => import('./pt.js'),
  zh: () => import('./zh.js'),
};

/** Loads the texts of a language, if there are any. Rejects if they can't be loaded. */
export async function loadLanguage(language: string): Promise<void> {
  const load = Object.hasOwn(languages, language) ? languages[language] : undefined;
  if (!load) return;
  const { table } = await load();
  addTable({ ...table, errors: sentenceOfEach(table.errors) });
}
