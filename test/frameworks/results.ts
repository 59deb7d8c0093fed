// What a run found, in an ignored file, and the table that is made of it. `npm run frameworks-table` writes that table
// into results.md, which the guide for frameworks takes over.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { apps, type App } from './apps.js';

export const columns = ['builds', 'types', 'runs', 'unmounts', 'SSR'] as const;
export type Column = (typeof columns)[number];

/** Whether all checks of a column passed. A column without one has none. */
export type Outcome = Partial<Record<Column, boolean>>;
export type Results = Record<App['folder'], Outcome>;

const cache = new URL('../../.cache/', import.meta.url);
const lastRun = new URL('frameworks.json', cache);
const table = new URL('results.md', import.meta.url);

/** Keeps the results of a run; those of apps that were not part of it stay. */
export function keep(results: Results): void {
  mkdirSync(cache, { recursive: true });
  writeFileSync(lastRun, `${JSON.stringify({ ...kept(), ...results }, null, 2)}\n`);
}

function kept(): Results {
  try {
    return JSON.parse(readFileSync(lastRun, 'utf8')) as Results;
  } catch {
    return {};
  }
}

/** The table as Markdown, one row for each app that has results. */
export async function tableOf(results: Results): Promise<string> {
  const rows = apps.flatMap(({ name, folder }) => {
    const outcome = results[folder];
    return outcome ? [[name, ...columns.map((column) => cell(outcome[column]))]] : [];
  });
  const lines = [['framework', ...columns], ['-', ...columns.map(() => '-')], ...rows];
  const filepath = fileURLToPath(table);
  return format(lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'), {
    ...(await resolveConfig(filepath)),
    filepath,
  });
}

function cell(passed: boolean | undefined): string {
  return passed === undefined ? '–' : passed ? 'yes' : '**no**';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = kept();
  const missing = apps.filter(({ folder }) => !results[folder]);
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    throw new Error(`No run has driven ${names} yet: npm run test:frameworks`);
  }
  writeFileSync(table, await tableOf(results));
}
