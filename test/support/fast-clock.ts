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
 * Sessions of the real services and rooms from here to the end of the test, with limits that run that much faster.
 * What watches the picture keeps real time.
 */
export function hurryLimits(speed: number): void {
  ports.clock = fastClock(speed);
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
}

const realPorts = { ...ports };
afterEach(() => Object.assign(ports, realPorts));
