/** What becomes of each call to a service: the seed decides, by the call's name and how often it was made. */

import { between, chance, weighted } from './chance.js';

/** What the page gets: an answer, or what stands in its way. */
export type Outcome = 'answer' | 'reset' | 'never' | 'web page' | 'half' | number;

export interface Fault {
  readonly name: string;
  /** When the service does what it is asked, in milliseconds after the call; undefined if it never does. */
  readonly actsAt: number | undefined;
  /** When the page is told, in milliseconds after the call. */
  readonly endsAt: number;
  readonly outcome: Outcome;
}

/** How much goes wrong in a run: the share of calls that meet a fault. */
const weathers = { calm: 0.04, changeable: 0.2, stormy: 0.5 } as const;

const kinds = {
  'slow service': 2,
  'slow answer': 2,
  'never answers': 1,
  'never answers, has acted': 1.5,
  'reset before': 1.5,
  'reset after': 2,
  '500 before': 1,
  '503 before': 1,
  '500 after': 1.5,
  'web page after': 1,
  'half an answer after': 1,
  '401': 0.5,
  '404': 0.5,
  '409': 0.5,
  '410': 0.3,
  '429': 0.7,
  'answers too late': 1.5,
} as const;
type Kind = keyof typeof kinds;

/** To a call that stops a session the service does not say that there is none while it bills. */
const untrueOfStop: ReadonlySet<Kind> = new Set(['401', '404', '409', '410']);
/** The client tries three times to stop a session; a network that never comes back is nobody's fault. */
const mostFailedStops = 2;

const refusals: ReadonlySet<string> = new Set(['401', '404', '409', '410', '429']);

export class Faults {
  /** The first try to stop a session fails. */
  firstStopFails = false;
  readonly #seed: number;
  readonly #share: number;
  readonly #calls = new Map<string, number>();
  readonly #failedStops = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
    const weather = weighted(chance(seed, 'weather'), { calm: 2, changeable: 3, stormy: 1 });
    this.#share = weathers[weather];
  }

  /** For the next call of that name. `stops` names what the call is to stop. */
  next(call: string, stops?: string): Fault {
    const count = (this.#calls.get(call) ?? 0) + 1;
    this.#calls.set(call, count);
    const random = chance(this.#seed, `${call} ${count}`);
    const quick = between(random, 3, 40);
    if (this.firstStopFails && stops !== undefined && !this.#failedStops.has(stops)) {
      this.#failedStops.set(stops, 1);
      return faultOf('500 before', quick, 0);
    }
    const fine: Fault = {
      name: 'ok',
      actsAt: quick,
      endsAt: quick + between(random, 2, 40),
      outcome: 'answer',
    };
    if (random() >= this.#share) return fine;
    // What tells the page that its session is no more is answered to a keep-alive more often than anything else.
    const kind = weighted<Kind>(
      random,
      /keep.alive/.test(call) && random() < 0.5 ? { 401: 1, 404: 1, 410: 1 } : kinds,
    );
    if (stops === undefined) return faultOf(kind, quick, random());
    if (untrueOfStop.has(kind)) return fine;
    const failed = this.#failedStops.get(stops) ?? 0;
    if (failed >= mostFailedStops) return fine;
    this.#failedStops.set(stops, failed + 1);
    return faultOf(kind, quick, random());
  }
}

function faultOf(kind: Kind, quick: number, amount: number): Fault {
  const fault = (actsAt: number | undefined, endsAt: number, outcome: Outcome): Fault => ({
    name: kind,
    actsAt,
    endsAt,
    outcome,
  });
  if (refusals.has(kind)) return fault(undefined, quick, Number(kind));
  switch (kind) {
    case 'slow service':
      return fault(1000 + amount * 9000, 1050 + amount * 9000, 'answer');
    case 'slow answer':
      return fault(quick, quick + 500 + amount * 8000, 'answer');
    case 'never answers':
      return fault(undefined, Infinity, 'never');
    case 'never answers, has acted':
      return fault(quick, Infinity, 'never');
    case 'reset before':
      return fault(undefined, quick, 'reset');
    case 'reset after':
      return fault(quick, quick + 200, 'reset');
    case '500 before':
      return fault(undefined, quick, 500);
    case '503 before':
      return fault(undefined, quick, 503);
    case '500 after':
      return fault(quick, quick + 100, 500);
    case 'web page after':
      return fault(quick, quick + 100, 'web page');
    case 'half an answer after':
      return fault(quick, quick + 100, 'half');
    // Past the deadline of the phase, and sometimes past everything that is still listened for.
    default:
      return fault(quick, 16_000 + amount * 60_000, 'answer');
  }
}
