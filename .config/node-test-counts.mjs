// A reporter of node:test for the sum at the end of `npm test`: the counts and what failed, as JSON, and nothing else.
import { relative } from 'node:path';

/**
 * @typedef {object} Data
 * @property {string} [message]
 * @property {string} [name]
 * @property {string} [file]
 * @property {number} [nesting]
 * @property {{ error?: Error & { failureType?: string } }} [details]
 */

/** @param {AsyncIterable<{ type: string, data: Data }>} source */
export default async function* nodeTestCounts(source) {
  /** @type {Record<string, number>} */
  const counts = {};
  /** @type {string[]} */
  const failures = [];
  for await (const { type, data } of source) {
    if (type === 'test:fail' && data.details?.error?.failureType !== 'subtestsFailed') {
      failures.push(lineOf(data));
    }
    if (type !== 'test:diagnostic' || data.nesting !== 0) continue;
    // The totals come last, one message each: "pass 12", "fail 0", "cancelled 0", "skipped 1", "todo 0".
    const [, name = '', value] = /^(pass|fail|cancelled|skipped|todo) (\d+)$/.exec(data.message ?? '') ?? [];
    if (name) counts[name] = Number(value);
  }
  const { pass = 0, fail = 0, cancelled = 0, skipped = 0, todo = 0 } = counts;
  yield JSON.stringify({ passed: pass, failed: fail + cancelled, skipped: skipped + todo, failures });
}

/** @param {Data} failed */
function lineOf({ file, name = '', details }) {
  const message = (details?.error?.message ?? 'no message').split('\n', 1)[0];
  return `${file ? `${relative(process.cwd(), file)}: ` : ''}${name}: ${message}`;
}
