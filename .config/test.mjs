// `npm test`: brings what is missing, then runs gates and tests, and ends with one line that sums up. `--help` says
// what else it can do.
import { parseArgs } from 'node:util';
import { bringBuild } from './build.mjs';
import { bringChromium } from './chromium.mjs';
import { bringCustomers } from './customers.mjs';
import { bringFirefox } from './firefox.mjs';
import { bringFrameworks } from './frameworks.mjs';
import { runGates } from './gates.mjs';
import { bringPackages } from './packages.mjs';
import { bringServerPrograms, bringWordPress } from './server-programs.mjs';
import { filesOfStep, groupOf, testFiles } from './test-plan.mjs';
import { browserTests, nodeTests } from './test-runners.mjs';

/** @typedef {import('./test-runners.mjs').Result} Result */
/** @typedef {import('./test-plan.mjs').TestStep} TestStep */
/** @typedef {'build' | 'Chromium' | 'Firefox' | 'LiveKit server' | 'server programs' | 'WordPress' | 'customers' | 'frameworks'} Need */

/**
 * @typedef {object} Step
 * @property {'gates' | TestStep} step
 * @property {string} name
 * @property {Need[]} needs
 * @property {boolean} [always] runs also without `--all`
 * @property {() => Promise<Result[]>} run
 */

/** Each throws a message that says how to get it. @type {Record<Need, () => Promise<unknown>>} */
const bringers = {
  build: bringBuild,
  Chromium: async () => console.log(`Chromium: ${await bringChromium()}`),
  Firefox: async () => console.log(`Firefox: ${await bringFirefox()}`),
  'LiveKit server': async () => {
    const { bringLiveKitServer } = await import('./livekit.mjs');
    await bringLiveKitServer();
  },
  'server programs': bringServerPrograms,
  WordPress: bringWordPress,
  customers: bringCustomers,
  frameworks: bringFrameworks,
};

/** @type {Step[]} */
const steps = [
  {
    step: 'gates',
    name: 'format, lint, types, build, manifest, size, package',
    needs: [],
    always: true,
    run: runGates,
  },
  inNode('node', 'tests in Node', { always: true }),
  inChromium('browser', 'tests in Chromium', { always: true, needs: [] }),
  inChromium('looks', 'how it looks, axe', { needs: [] }),
  inChromium('sessions', 'a session of each service', { always: true }),
  inChromium('end-to-end', 'end to end'),
  inNode('server', 'Redis, workerd, web frameworks', {
    needs: ['Chromium', 'LiveKit server', 'server programs'],
  }),
  inNode('sandbox', 'the sandbox itself', { needs: ['LiveKit server'] }),
  inNode('pages', "other people's pages", { needs: ['build', 'Chromium', 'LiveKit server'] }),
  inChromium('speech', 'speech from a file'),
  inChromium('official-sdks', "HeyGen's own SDKs"),
  inChromium('endurance', 'faults, endurance'),
  inNode('cms', 'WordPress', { needs: ['build', 'Chromium', 'LiveKit server', 'WordPress'] }),
  {
    step: 'browsers',
    name: 'tests in Firefox',
    needs: ['build', 'Firefox', 'LiveKit server'],
    run: () =>
      timed('tests in Firefox', () => browserTests('browsers', containing, '.config/firefox.wtr.mjs')),
  },
  inNode('customers', "in users' projects", { needs: ['build', 'customers'] }),
  inNode('frameworks', 'an app of each framework', { needs: ['Chromium', 'LiveKit server', 'frameworks'] }),
];

const usage = `Usage:
  npm test                      the steps marked *
  npm test -- --all             every step
  npm test -- --only=STEP       one step; may be given several times
  npm test -- PART              the test files whose path contains PART, with --only those of that step;
                                in Firefox only with --only=browsers

Steps:
${steps.map(({ step, name, always }) => `  ${always ? '*' : ' '} ${step.padEnd(16)} ${name}`).join('\n')}`;

const { containing, chosen } = chooseSteps();

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (interrupted = true));

const started = Date.now();
process.exitCode = everyFileHasItsStep() && (await packagesAreThere()) ? await runSteps() : 1;

/** Ends the process with the usage if that is asked for, or if the arguments are wrong. */
function chooseSteps() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        all: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        only: { type: 'string', multiple: true, default: [] },
      },
      allowPositionals: true,
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const { all, only } = values;
    const unknown = only.find((name) => !steps.some(({ step }) => step === name));
    if (unknown !== undefined) throw new Error(`There is no step ${unknown}.`);
    if (positionals.length > 1) throw new Error('Give one PART of a path.');
    const [containing = ''] = positionals;
    const chosen = steps.filter(({ step, always }) => {
      if (only.length > 0 && !only.includes(step)) return false;
      if (containing) {
        // Firefox repeats files of other steps.
        if (step === 'gates' || (step === 'browsers' && only.length === 0)) return false;
        return filesOfStep(step, containing).length > 0;
      }
      return only.length > 0 || all || always;
    });
    if (chosen.length === 0) throw new Error(`No test file has ${containing} in its path.`);
    return { containing, chosen };
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${usage}`);
    process.exit(2);
  }
}

/** No test is left out of `--all`: what no group of the plan fits fails every run. */
function everyFileHasItsStep() {
  const forgotten = testFiles().filter((file) => !groupOf(file));
  if (forgotten.length === 0) return true;
  console.error(`No step runs ${forgotten.join(', ')}. Add them to a group in .config/test-plan.mjs.`);
  console.log('0 passed, 1 failed');
  return false;
}

async function packagesAreThere() {
  try {
    await bringPackages();
    return true;
  } catch (error) {
    console.error(messageOf(error));
    console.log('0 passed, 1 failed');
    return false;
  }
}

async function runSteps() {
  const missing = await bringNeeds();
  const total = { passed: 0, failed: 0, filesNotRun: 0 };
  const summary = [row(' ', 'what the steps need', '', seconds(Date.now() - started))];
  for (const { step, name, needs, run } of chosen) {
    if (step !== 'gates' && needs.some((need) => missing.has(need))) {
      const files = filesOfStep(step, containing).length;
      total.filesNotRun += files;
      summary.push(row('–', name, `${files} test files not run`, ''));
      continue;
    }
    if (step !== 'gates') console.log(`\n━━ ${name} ━━`);
    for (const { passed, failed, skipped, failures, ...result } of await run()) {
      total.passed += passed;
      total.failed += failed;
      const counts = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
      summary.push(row(failed ? '✗' : '✓', result.name, counts, seconds(result.milliseconds)));
      summary.push(...failures.map((failure) => `    ${failure}`));
    }
    if (interrupted) return 130;
  }
  console.log(`\n━━ summary (${seconds(Date.now() - started)}) ━━\n${summary.join('\n')}`);
  if (total.filesNotRun > 0) console.log(`\n${[...missing.values()].join('\n\n')}\n`);
  const notRun = total.filesNotRun > 0 ? `, ${total.filesNotRun} test files not run` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${notRun}`);
  return total.failed + total.filesNotRun > 0 ? 1 : 0;
}

/** Brings what the chosen steps need; what cannot be had comes with its message. */
async function bringNeeds() {
  /** @type {Map<Need, string>} */
  const missing = new Map();
  for (const need of new Set(chosen.flatMap(({ needs }) => needs))) {
    // The gates build by themselves.
    if (need === 'build' && chosen.some(({ step }) => step === 'gates')) continue;
    await bringers[need]().catch((error) => missing.set(need, messageOf(error)));
  }
  return missing;
}

/**
 * @param {TestStep} step
 * @param {string} name
 * @param {{ always?: boolean, needs?: Need[] }} [options]
 * @returns {Step}
 */
function inNode(step, name, { always = false, needs = [] } = {}) {
  const run = () => timed(name, () => nodeTests(step, filesOfStep(step, containing)));
  return { step, name, needs, always, run };
}

/**
 * @param {TestStep} step
 * @param {string} name
 * @param {{ always?: boolean, needs?: Need[] }} [options] beside Chromium
 * @returns {Step}
 */
function inChromium(step, name, { always = false, needs = ['LiveKit server'] } = {}) {
  const run = () => timed(name, () => browserTests(step, containing));
  return { step, name, needs: ['Chromium', ...needs], always, run };
}

/**
 * @param {string} name
 * @param {() => Promise<import('./test-runners.mjs').Counts>} tests
 * @returns {Promise<Result[]>}
 */
async function timed(name, tests) {
  const begun = Date.now();
  const counts = await tests();
  return [{ ...counts, name, milliseconds: Date.now() - begun }];
}

/**
 * @param {string} mark
 * @param {string} name
 * @param {string} counts
 * @param {string} time
 */
function row(mark, name, counts, time) {
  return `${mark} ${name.padEnd(26)} ${counts.padEnd(32)} ${time}`.trimEnd();
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
