// Which chunks of a build a session loads: those of the start, and whatever is imported later, but for what only the
// page's asking brings and for the other services. By their names before the hash; `npm run size` and the bench use it.

/**
 * @typedef {object} Chunk
 * @property {string} name
 * @property {string} file
 * @property {string[]} imports the files that come with it
 * @property {boolean} isEntry
 * @property {boolean} isImportedLater by `import()`
 */

/** What only the sessions of one service load. */
export const chunksOfService = {
  'interactive-avatar': ['interactive-avatar'],
  liveavatar: ['live-avatar'],
  simulated: ['simulated', 'room'],
};

/** What LiveAvatar's sessions load beside that in LITE mode, which a site asks for by name. */
export const chunksOfLite = ['lite-channel', 'sound-source'];

/** The texts of a language, which only pages and elements in that language load; and which there are. */
export const chunksOfLanguage = ['ar', 'de', 'es', 'fr', 'he', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'zh'];

/** What a session loads only when the page asks for what is in it. */
export const whenAskedFor = [
  'attribute-warnings',
  'autostart',
  'bubble-place',
  'consent',
  'console',
  'data-markup',
  'debug-log',
  'captions',
  'push-to-talk-button',
  'suggestions',
  'transcript',
  'transcript-button',
  'diagnose',
  'greeting',
  'hidden-watch',
  'disclosure',
  'named-avatar',
  'language-menu',
  'time-left',
  'languages',
  'level-ring',
  'poster-fit',
  'probe',
  'probe-calls',
  'session-moments',
  'speaker',
  'unsupported-options',
  ...chunksOfLanguage,
  ...chunksOfLite,
];

/**
 * @template {Chunk} AnyChunk
 * @param {readonly AnyChunk[]} chunks
 * @param {keyof typeof chunksOfService} service
 */
export function loadedBySession(chunks, service) {
  const others = Object.entries(chunksOfService).flatMap(([name, own]) => (name === service ? [] : own));
  const not = new Set([...whenAskedFor, ...others]);
  return closure(
    chunks,
    chunks.filter(({ name, isEntry, isImportedLater }) => isEntry || (isImportedLater && !not.has(name))),
  );
}

/**
 * @template {Chunk} AnyChunk
 * @param {readonly AnyChunk[]} chunks
 */
export function loadedBeforeStart(chunks) {
  return closure(
    chunks,
    chunks.filter(({ isEntry }) => isEntry),
  );
}

/**
 * Those and all that comes with them, as a browser loads them before their first line runs.
 * @template {Chunk} AnyChunk
 * @param {readonly AnyChunk[]} chunks
 * @param {readonly AnyChunk[]} roots
 */
function closure(chunks, roots) {
  const loaded = new Set(roots);
  // A set's iteration goes on into what is added on the way.
  for (const { imports } of loaded) {
    for (const chunk of chunks) if (imports.includes(chunk.file)) loaded.add(chunk);
  }
  return loaded;
}
