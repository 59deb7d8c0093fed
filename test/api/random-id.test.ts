// Ids: of the one version that LiveAvatar takes, on any page, and no two alike.
import { expect } from '@open-wc/testing';
import { randomId } from '../../src/api/random-id.js';

describe('a random id', () => {
  it('is a UUID of version 4, each another', () => {
    const ids = Array.from({ length: 1000 }, randomId);
    for (const id of ids) {
      expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(ids).size).to.equal(1000);
  });
});
