// A reporter of node:test that says nothing but the counts, as JSON, for the sum at the end of `npm test`.

/** @param {AsyncIterable<{ type: string, data: { message?: string, nesting?: number } }>} source */
export default async function* nodeTestCounts(source) {
  /** @type {Record<string, number>} */
  const counts = {};
  for await (const { type, data } of source) {
    if (type !== 'test:diagnostic' || data.nesting !== 0) continue;
    // The totals come last, one message each: "pass 12", "fail 0", "cancelled 0", "skipped 1", "todo 0".
    const [, name = '', value] = /^(pass|fail|cancelled|skipped|todo) (\d+)$/.exec(data.message ?? '') ?? [];
    if (name) counts[name] = Number(value);
  }
  const { pass = 0, fail = 0, cancelled = 0, skipped = 0, todo = 0 } = counts;
  yield JSON.stringify({ passed: pass, failed: fail + cancelled, skipped: skipped + todo });
}
