// The migration guide's table of differences is the list that the comparison with the SDK is held to.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { differences } from '../sdk-comparison/differences.js';
import { guide, withTable } from '../sdk-comparison/migration-table.js';

const text = readFileSync(guide, 'utf8');

describe('the migration guide’s table of differences from the SDK', () => {
  it('is up to date with the list', async () => {
    assert.equal(text, await withTable(text), 'Run `npm run comparison-table`.');
  });

  it('has no cell that would break it', () => {
    for (const { what, sdk, ours, why } of differences) {
      for (const cell of [what, sdk, ours, why]) assert.doesNotMatch(cell, /[|\n]/);
    }
  });
});
