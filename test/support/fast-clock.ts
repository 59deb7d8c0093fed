/** Time that runs faster than it is, for limits that no test waits for. */

import type { Clock } from '../../src/api/clock.js';
import { ports, type Ports } from '../../src/session/ports.js';

function fastClock(speed: number): Clock {
  const { clock } = ports;
  return {
    now: () => clock.now() * speed,
    after: (seconds, work) => clock.after(seconds / speed, work),
  };
}

/** The real services and rooms, with limits that run that much faster. What watches the picture keeps real time. */
export function portsAtSpeed(speed: number): Ports {
  return {
    clock: fastClock(speed),
    backend(name, token) {
      const backend = ports.backend(name, token);
      return {
        ...backend,
        createRoom: (options) => backend.createRoom({ ...options, clock: ports.clock }),
      };
    },
  };
}
