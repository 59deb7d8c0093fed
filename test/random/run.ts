/** One run: a plan carried out in a world of its own, and what it violated. */

import { wordsOf, type Plan } from './plan.js';
import { Stage } from './stage.js';
import { World, type Violation } from './world/world.js';

export interface Outcome {
  readonly plan: Plan;
  readonly violations: readonly Violation[];
  /** Actions, calls with their faults, and what was told, each with its time. */
  readonly log: readonly string[];
}

export async function run(plan: Plan): Promise<Outcome> {
  const world = new World(plan.seed, plan.service);
  world.install();
  const stage = new Stage(world, plan);
  try {
    for (const step of plan.steps) {
      world.log(wordsOf(step));
      const acting = stage.act(step);
      if (acting) await acting;
      if (step.wait === 'same task') continue;
      await world.time.advance(step.wait);
      stage.check();
      if (world.time.spun) break;
    }
    if (!world.time.spun) await stage.end();
  } finally {
    await stage.dispose();
    world.restore();
  }
  return { plan, violations: world.violations, log: world.lines };
}

/** The shortest plan that violates the same rule, found by leaving out one step after another. */
export async function shrink(outcome: Outcome, rule: string): Promise<Outcome> {
  let least = outcome;
  for (let again = true; again;) {
    again = false;
    for (let left = least.plan.steps.length - 1; left >= 0; left -= 1) {
      const steps = least.plan.steps.filter((_step, index) => index !== left);
      const tried = await run({ ...least.plan, steps });
      if (!tried.violations.some((violation) => violation.rule === rule)) continue;
      least = tried;
      again = true;
    }
  }
  return least;
}
