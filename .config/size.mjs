// The size budget of the CDN build: what a page loads before anyone presses start, and what a live session loads
// in all, of the service that it takes most for. Follows the imports of the entry, as a browser does; prints a table;
// fails past the budget, and where a chunk that is to be loaded only when it is asked for comes with others.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { parseAst } from 'vite';
import {
  chunksOfLanguage,
  chunksOfLite,
  chunksOfService,
  loadedBeforeStart,
  loadedBySession,
  whenAskedFor,
} from './chunks.mjs';
import { projectRoot } from './run.mjs';

const folder = join(projectRoot, 'dist/cdn');
const entry = 'heygen-avatar.js';

/** Bytes, after brotli. */
const beforeStartBudget = 13_000;
const liveBudget = 128_000;
/** Of a live session: all but livekit-client, Lit included. The goal is 22,000 beside what is loaded before a start. */
const ownBudget = 49_300;
const simulationBudget = 12_000;
/** Of each language. */
const languageBudget = 1_500;

if (!existsSync(join(folder, entry))) {
  console.error(`There is no dist/cdn/${entry}: run npm run build.`);
  process.exit(1);
}

const chunks = readChunks();
const before = loadedBeforeStart(chunks);
const ofInteractiveAvatar = loadedBySession(chunks, 'interactive-avatar');
const ofLiveAvatar = loadedBySession(chunks, 'liveavatar');
const simulated = chunks.filter(({ name }) => chunksOfService.simulated.includes(name));

console.log(`${'dist/cdn/'.padEnd(38)} ${'raw'.padStart(8)} ${'brotli'.padStart(8)}  loaded`);
for (const chunk of chunks.toSorted((a, b) => Number(before.has(b)) - Number(before.has(a)))) {
  const { file, raw, brotli } = chunk;
  console.log(
    `${file.padEnd(38)} ${String(raw).padStart(8)} ${String(brotli).padStart(8)}  ${whenLoaded(chunk)}`,
  );
}

const failures = [];
// The names of its messages survive minification, as in "livekit.JoinResponse".
const holdsLiveKit = chunks.filter(({ code }) => /livekit\.[A-Z]/.test(code));
const liveKit = total(holdsLiveKit);
const live = [total(ofInteractiveAvatar), total(ofLiveAvatar)];
const lite = total(chunks.filter(({ name }) => chunksOfLite.includes(name)));
check('before start', total(before), beforeStartBudget);
check('a live session', Math.max(...live), liveBudget, `, livekit-client ${liveKit} of it`);
check('without LiveKit', Math.max(...live) - liveKit, ownBudget);
console.log(`  Interactive Avatar ${live[0]} B, LiveAvatar ${live[1]} B, its LITE mode ${lite} B more.`);
check('simulated', total(simulated), simulationBudget, ', instead of a service and livekit-client');

const languages = chunks.filter(({ name }) => chunksOfLanguage.includes(name));
const largest = languages.toSorted((a, b) => b.brotli - a.brotli)[0];
check('a language', largest?.brotli ?? 0, languageBudget, `, the largest of ${languages.length}`);

if (holdsLiveKit.length === 0)
  failures.push('livekit-client is in no chunk: the sizes above are not those of a session.');
for (const chunk of holdsLiveKit)
  if (before.has(chunk)) failures.push(`${chunk.file} holds livekit-client and is loaded before start.`);

for (const name of [...whenAskedFor, ...Object.values(chunksOfService).flat()])
  if (!chunks.some((chunk) => chunk.name === name))
    failures.push(`There is no chunk ${name} any more: take it out of chunks.mjs.`);
for (const chunk of chunks) {
  const { file, name } = chunk;
  const everywhere = ofInteractiveAvatar.has(chunk) && ofLiveAvatar.has(chunk);
  if (whenAskedFor.includes(name) && (ofInteractiveAvatar.has(chunk) || ofLiveAvatar.has(chunk)))
    failures.push(`${file} is loaded with a session, asked for or not.`);
  if (everywhere && Object.values(chunksOfService).flat().includes(name))
    failures.push(`${file} is one service's, and loaded with the others' sessions.`);
}
for (const failure of failures) console.error(`over budget: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

/**
 * @param {string} what
 * @param {number} size
 * @param {number} budget
 * @param {string} [note]
 */
function check(what, size, budget, note = '') {
  console.log(`${what.padEnd(16)} ${size} B brotli of ${budget}${note}`);
  if (size > budget) failures.push(`${what} takes ${size} B of ${budget}.`);
}

/** @param {typeof chunks[number]} chunk */
function whenLoaded(chunk) {
  if (before.has(chunk)) return 'before start';
  const services = [
    ...(ofInteractiveAvatar.has(chunk) ? ['Interactive Avatar'] : []),
    ...(ofLiveAvatar.has(chunk) ? ['LiveAvatar'] : []),
    ...(simulated.includes(chunk) ? ['simulated'] : []),
  ];
  if (services.length === 0) return 'when asked for';
  return services.length === 1 ? `with ${services[0]}` : 'with a session';
}

function readChunks() {
  const files = readdirSync(folder, { encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .sort();
  const codes = new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  // Written as `import("./name.js")`, in whatever quotes the minifier likes.
  const later = new Set(
    [...codes.values()].flatMap((code) =>
      [...code.matchAll(/import\(["'`]\.\/([^"'`]+)/g)].map(([, to]) => to),
    ),
  );
  return files.map((file) => {
    const code = codes.get(file) ?? '';
    const imports = parseAst(code).body.flatMap((statement) =>
      'source' in statement && statement.source ? [join(dirname(file), statement.source.value)] : [],
    );
    return {
      name: file.replace(/(-[\w-]{8})?\.js$/, ''),
      file,
      code,
      imports,
      isEntry: file === entry,
      isImportedLater: later.has(file),
      raw: Buffer.byteLength(code),
      brotli: brotliCompressSync(code).length,
    };
  });
}

/** @param {Iterable<{ brotli: number }>} loaded */
function total(loaded) {
  return [...loaded].reduce((sum, { brotli }) => sum + brotli, 0);
}
