/** One behaviour for all services: the same scenes with each, but for what stands in the table of exceptions. */

import { expect } from '@open-wc/testing';
import { behaviours, type Behaviour } from './behaviours.js';
import { exceptions } from './exceptions.js';
import { Scene } from './scene.js';
import { services } from './services-under-test.js';

const names = Object.keys(behaviours) as Behaviour[];

describe('the exceptions', () => {
  it('each name a service and a behaviour, once, with a reason', () => {
    const rows = exceptions.map(({ service, behaviour }) => `${service}: ${behaviour}`);
    expect(rows).to.deep.equal([...new Set(rows)]);
    for (const { service, behaviour, reason } of exceptions) {
      expect(Object.keys(services)).to.include(service);
      expect(names).to.include(behaviour);
      expect(reason).not.to.equal('');
    }
  });
});

for (const [service, open] of Object.entries(services)) {
  describe(service, () => {
    let scene: Scene;

    beforeEach(async () => {
      scene = new Scene(await open());
    });

    afterEach(async () => {
      await scene.end();
      await scene.place.closed();
    });

    for (const behaviour of names) {
      const exception = exceptions.find((row) => row.service === service && row.behaviour === behaviour);
      const name = exception ? `cannot: ${behaviour} (${exception.reason})` : behaviour;
      it(name, () => (exception ? exception.instead(scene) : behaviours[behaviour](scene)));
    }
  });
}
