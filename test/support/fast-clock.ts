/** Time that runs faster than it is, for limits that no test waits for. */

import { systemClock, type Clock } from '../../src/api/clock.js';
import { ports, type Backend } from '../../src/session/ports.js';

/** The page's own time, that much faster. */
export function fastClock(speed: number): Clock {
  return {
    now: () => systemClock.now() * speed,
    after: (seconds, work) => systemClock.after(seconds / speed, work),
  };
}

/**
 * The clock of a client whose limits run that much faster, from here to the end of the test. What watches the picture
 * keeps real time, as do the client's own deadlines.
 */
export function hurriedLimits(speed: number): Clock {
  const atRealTime = (backend: Backend): Backend => ({
    ...backend,
    createRoom: (options) => backend.createRoom({ ...options, clock: systemClock }),
  });
  const { 'interactive-avatar': interactiveAvatar, liveavatar, simulated } = ports.backends;
  ports.backends = {
    'interactive-avatar': atRealTime(interactiveAvatar),
    liveavatar: atRealTime(liveavatar),
    simulated: atRealTime(simulated),
  };
  return fastClock(speed);
}

const realPorts = { ...ports };
afterEach(() => Object.assign(ports, realPorts));
