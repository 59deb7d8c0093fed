// Which step of `npm test` each test file belongs to, and which kind of page the browser tests among them need.
// Only Node's own modules here, because it runs before anything is installed.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { firefoxGroups } from './firefox-tests.mjs';
import { projectRoot } from './run.mjs';

/** @typedef {'node' | 'browser' | 'looks' | 'sessions' | 'end-to-end' | 'server' | 'sandbox' | 'speech' | 'official-sdks' | 'endurance' | 'pages' | 'cms' | 'customers' | 'frameworks'} OwnStep */

/** `browsers` runs, in Firefox, files that have a step of their own. @typedef {OwnStep | 'browsers'} TestStep */

/**
 * @typedef {object} TestGroup
 * @property {string} name
 * @property {OwnStep} step
 * @property {'node' | 'browser'} runner
 * @property {RegExp} files
 */

/**
 * A file belongs to the first group that it fits.
 * @satisfies {readonly TestGroup[]}
 */
export const testGroups = /** @type {const} */ ([
  { name: 'sandbox', step: 'sandbox', runner: 'node', files: /^test\/sandbox\// },
  // They need a program, such as Redis or workerd, a web framework, or a LiveKit server.
  {
    name: 'server',
    step: 'server',
    runner: 'node',
    files: /^test\/server\/(csrf|examples|redis|sandbox)\./,
  },
  // Pages of others in a Chromium of their own, some of them with a LiveKit server.
  { name: 'pages', step: 'pages', runner: 'node', files: /^test\/pages\// },
  // They need a WordPress, with PHP and MariaDB.
  { name: 'cms', step: 'cms', runner: 'node', files: /^test\/cms\// },
  { name: 'customers', step: 'customers', runner: 'node', files: /^test\/customers\// },
  // The apps of demo/frameworks, in their own Chromium.
  { name: 'frameworks', step: 'frameworks', runner: 'node', files: /^test\/frameworks\// },
  { name: 'node', step: 'node', runner: 'node', files: /^test\/(package|server|support)\// },
  { name: 'types', step: 'frameworks', runner: 'node', files: /^test\/types\// },

  {
    name: 'unit',
    step: 'browser',
    runner: 'browser',
    files: /^test\/(api|elements|media|services|session)\//,
  },
  // At the size of a desk, with fonts drawn alike everywhere.
  { name: 'looks', step: 'looks', runner: 'browser', files: /^test\/looks\// },
  { name: 'random', step: 'browser', runner: 'browser', files: /^test\/random\// },
  { name: 'endurance', step: 'endurance', runner: 'browser', files: /^test\/endurance\// },
  {
    name: 'faults',
    step: 'endurance',
    runner: 'browser',
    files: /^test\/end-to-end\/.*\b(troubles|stop-at-each-phase|hostile-messages|reconnecting)\.test/,
  },
  // Each of these has a Chromium of its own.
  {
    name: 'autoplay-blocked',
    step: 'end-to-end',
    runner: 'browser',
    files: /^test\/end-to-end\/autoplay-blocked\//,
  },
  { name: 'speech', step: 'speech', runner: 'browser', files: /^test\/end-to-end\/speech\/sentence\// },
  {
    name: 'speech-nonstop',
    step: 'speech',
    runner: 'browser',
    files: /^test\/end-to-end\/speech\/nonstop\//,
  },
  // HeyGen's own SDKs sleep for seconds.
  { name: 'official-sdks', step: 'official-sdks', runner: 'browser', files: /^test\/end-to-end\/official-/ },
  { name: 'sessions', step: 'sessions', runner: 'browser', files: /^test\/end-to-end\/whole-session\./ },
  { name: 'end-to-end', step: 'end-to-end', runner: 'browser', files: /^test\/(behaviour|end-to-end)\// },
]);

/** @typedef {(typeof testGroups)[number]['name']} GroupName */

/** Every test file of the project, with forward slashes. */
export function testFiles() {
  return ['src', 'demo', 'test'].flatMap(testFilesIn).sort();
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function testFilesIn(folder) {
  const path = join(projectRoot, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    // The apps of demo/frameworks have packages of their own, with tests that are not ours.
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : testFilesIn(file);
    return /\.test\.m?[jt]s$/.test(entry.name) ? [file] : [];
  });
}

/**
 * The group of a test file; undefined if no step would run it.
 * @param {string} file
 */
export function groupOf(file) {
  return testGroups.find(({ files }) => files.test(file));
}

/**
 * The files of a group whose path contains the given text.
 * @param {GroupName} name
 */
export function filesOfGroup(name, containing = '') {
  return testFiles().filter((file) => groupOf(file)?.name === name && file.includes(containing));
}

/**
 * The files that Firefox runs too, of one of its groups or of all, whose path contains the given text.
 * @param {string} [name]
 */
export function filesForFirefox(containing = '', name) {
  const groups = firefoxGroups.filter((group) => name === undefined || group.name === name);
  return testFiles().filter(
    (file) => file.includes(containing) && groups.some(({ files }) => files.test(file)),
  );
}

/**
 * The files of a step whose path contains the given text.
 * @param {TestStep} step
 */
export function filesOfStep(step, containing = '') {
  if (step === 'browsers') return filesForFirefox(containing);
  return testFiles().filter((file) => groupOf(file)?.step === step && file.includes(containing));
}
