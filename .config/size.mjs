// The size budget of the CDN build: what a page loads before anyone presses start, and what a live session loads
// in all. Follows the static imports of the entry, as a browser does; prints a table; fails past the budget, and
// where a chunk that is to be loaded only when it is asked for comes with others.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { parseAst } from 'vite';
import { projectRoot } from './run.mjs';

const folder = join(projectRoot, 'dist/cdn');
const entry = 'heygen-avatar.js';

const beforeStartBudget = 15_000;
const aboveLiveKitBudget = 25_000;

const simulationBudget = 12_000;

/** The chunks of a session without a server, by their names before the hash. */
const ofSimulation = ['simulated', 'simulated-room'];
/** The chunks that a session loads only when the page asks for what is in them. */
const whenAskedFor = ['attribute-warnings', 'debug-log', 'diagnose', 'probe', ...ofSimulation];

/** What livekit-client publishes for a script tag: minified, everything in one file. */
const publishedLiveKit = join(projectRoot, 'node_modules/livekit-client/dist/livekit-client.umd.js');

if (!existsSync(join(folder, entry))) {
  console.error(`There is no dist/cdn/${entry}: run npm run build.`);
  process.exit(1);
}

const before = staticClosure(entry);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.js'))
  .sort((a, b) => Number(before.has(b)) - Number(before.has(a)) || a.localeCompare(b));
const sizes = new Map(files.map((file) => [file, sizeOf(join(folder, file))]));

/** @param {string} name */
const chunkNamed = (name) =>
  files.find((file) => file.startsWith(name) && /^-[\w-]{8}\.js$/.test(file.slice(name.length)));
const askedFor = new Set(whenAskedFor.map(chunkNamed));
const ofSession = new Set();
for (const file of files) if (!askedFor.has(file)) staticClosure(file, ofSession);

console.log(`${'dist/cdn/'.padEnd(38)} ${'raw'.padStart(8)} ${'brotli'.padStart(8)}  loaded`);
for (const [file, { raw, brotli }] of sizes) {
  const when = before.has(file) ? 'before start' : ofSession.has(file) ? 'later' : 'when asked for';
  console.log(`${file.padEnd(38)} ${String(raw).padStart(8)} ${String(brotli).padStart(8)}  ${when}`);
}

const beforeStart = sum((file) => before.has(file));
const everything = sum((file) => ofSession.has(file));
const liveKit = sizeOf(publishedLiveKit).brotli;
const failures = [];
console.log(`before start     ${beforeStart} B brotli of ${beforeStartBudget}`);
console.log(
  `a live session   ${everything} B brotli of ${liveKit + aboveLiveKitBudget} (livekit-client ${liveKit} + ${aboveLiveKitBudget})`,
);
const simulation = sum((file) => ofSimulation.some((name) => file === chunkNamed(name)));
console.log(`simulated        ${simulation} B brotli of ${simulationBudget}, when asked for`);
if (simulation > simulationBudget) failures.push(`A simulated session loads ${simulation} B of its own.`);
if (beforeStart > beforeStartBudget) failures.push(`A page loads ${beforeStart} B before start.`);
if (everything > liveKit + aboveLiveKitBudget) failures.push(`A live session loads ${everything} B.`);
// The names of its messages survive minification, as in "livekit.JoinResponse".
const holdsLiveKit = files.filter((file) => /livekit\.[A-Z]/.test(readFileSync(join(folder, file), 'utf8')));
if (holdsLiveKit.length === 0)
  failures.push('livekit-client is in no chunk: the sizes above are not those of a session.');
for (const file of holdsLiveKit)
  if (before.has(file)) failures.push(`${file} holds livekit-client and is loaded before start.`);
for (const name of whenAskedFor) {
  const chunk = chunkNamed(name);
  if (!chunk) failures.push(`There is no chunk ${name} any more: take it out of this file's table.`);
  else if (ofSession.has(chunk)) failures.push(`${chunk} is loaded with every session, asked for or not.`);
}
for (const failure of failures) console.error(`over budget: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

/**
 * The files that a browser has loaded before the entry's first line runs.
 * @param {string} file
 * @param {Set<string>} [seen]
 */
function staticClosure(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const statement of parseAst(readFileSync(join(folder, file), 'utf8')).body) {
    if (!('source' in statement) || !statement.source) continue;
    staticClosure(join(dirname(file), statement.source.value).replaceAll('\\', '/'), seen);
  }
  return seen;
}

/** @param {string} path */
function sizeOf(path) {
  const content = readFileSync(path);
  return { raw: content.length, brotli: brotliCompressSync(content).length };
}

/** @param {(file: string) => boolean} counts */
function sum(counts) {
  return [...sizes].reduce((total, [file, { brotli }]) => total + (counts(file) ? brotli : 0), 0);
}
