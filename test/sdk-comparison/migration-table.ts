// Writes the list of differences into the migration guide as a table.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { differences, nothing } from './differences.js';

export const guide = new URL('../../demo/pages/migration.md', import.meta.url);
const begin = '<!-- differences: written by `npm run comparison-table` -->';
const end = '<!-- end of differences -->';
/** Longer recordings are cut, in characters. */
const longest = 80;

/** The guide's text, with the table that belongs into it. */
export async function withTable(text: string): Promise<string> {
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`The guide has no place for the table: ${begin} … ${end}`);
  const rows = differences.map(({ what, sdk, ours, why }) => [what, code(sdk), code(ours), why]);
  const table = [['', 'SDK 2.1.0', 'here', 'why'], ['-', '-', '-', '-'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
  const filepath = fileURLToPath(guide);
  return format([before, begin, '\n\n', table, '\n\n', end, after].join(''), {
    ...(await resolveConfig(filepath)),
    filepath,
  });
}

function code(recorded: string): string {
  if (recorded === nothing) return nothing;
  return `\`${recorded.length > longest ? `${recorded.slice(0, longest).replace(/, [^,]*$/, '')}, …` : recorded}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(guide, await withTable(readFileSync(guide, 'utf8')));
}
