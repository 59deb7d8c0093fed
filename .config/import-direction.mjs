// A lint rule: imports point one way, elements → session → services, media → api; server → services → api.
// Two tables say what each place may reach. Types count as well: a type from the wrong side ties two places
// together just as much. What is not in the first table (demo pages, tests, tools) is free.
import { posix, relative } from 'node:path';

/**
 * Beside itself, a place may import these. `src/services` is the files directly in that folder, `src/services/*`
 * one service's own folder: services share the former and know nothing of each other.
 * @type {Record<string, string[]>}
 */
const places = {
  'src/api': [],
  'src/services': ['src/services/*', 'src/api'],
  'src/services/*': ['src/services', 'src/api'],
  'src/media': ['src/api'],
  'src/session': ['src/services', 'src/services/*', 'src/media', 'src/api'],
  'src/elements': ['src/session', 'src/media', 'src/api'],
  'src/server': ['src/services', 'src/services/*', 'src/api'],
  'src/embed': ['src/index.ts', 'src/define.ts', 'src/elements', 'src/api'],
  'src/index.ts': ['src/define.ts', 'src/client.ts', 'src/elements', 'src/session', 'src/api'],
  'src/define.ts': ['src/elements'],
  'src/elements.ts': ['src/elements', 'src/session', 'src/api'],
  'src/client.ts': ['src/session', 'src/services', 'src/media', 'src/api'],
  'src/react.ts': ['src/elements', 'src/session', 'src/api'],
  'src/server.ts': ['src/server', 'src/api'],
  // The sandbox knows the wire from its own reading, or mistakes on both sides would cancel out.
  'demo/sandbox': [],
};

/**
 * Single files that a place may import as well: a simulated session brings a room of its own.
 * @type {Record<string, string[]>}
 */
const singleFiles = { 'src/services/simulated': ['src/media/room.ts'] };

const lit = /^lit($|\/)|^@lit\/context$/;

/**
 * The packages of a place, or of one file in it; every other place has none.
 * @type {Record<string, RegExp>}
 */
const packages = {
  'src/media/livekit-room.ts': /^livekit-client$/,
  'src/elements': lit,
  'src/embed': lit,
  'src/react.ts': /^react$|^@lit\/react$/,
  'demo/sandbox': /^(?!heygen-avatar($|\/))/,
};

/** @typedef {'value' | 'type' | 'later'} Kind how something is imported; `later` is `import()` */

/**
 * The folder or entry file that a path belongs to.
 * @param {string} path from the project's root
 */
function placeOf(path) {
  const [top = '', folder = '', ...inner] = path.split('/');
  if (top === 'src' && folder === 'services' && inner.length > 1) return `src/services/${inner[0]}`;
  return inner.length > 0 ? `${top}/${folder}` : path;
}

/**
 * The row of the table for a place.
 * @param {string} place
 */
const rowOf = (place) => place.replace(/^src\/services\/.+/, 'src/services/*');

/**
 * What is wrong with an import, or undefined.
 * @param {string} file
 * @param {string} specifier
 * @param {Kind} kind
 */
function objection(file, specifier, kind) {
  const place = placeOf(file);
  if (!specifier.startsWith('.')) {
    const allowed = packages[file] ?? packages[place];
    if (!allowed?.test(specifier)) return `${place} may not import the package ${specifier}.`;
    if (specifier === 'livekit-client' && kind === 'value' && place === 'src/media') {
      return 'livekit-client comes by import() and its types by import type: a page pays for it when a session starts.';
    }
    return undefined;
  }
  const target = posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts');
  const targetPlace = placeOf(target);
  if (targetPlace === place || singleFiles[place]?.includes(target)) return undefined;
  const allowed = places[rowOf(place)] ?? [];
  if (allowed.includes(rowOf(targetPlace)) && rowOf(targetPlace) !== rowOf(place)) return undefined;
  return `${place} may not import ${target}. It may import ${allowed.join(', ') || 'only itself'}.`;
}

/**
 * What an import or export statement, or a type's import, looks like here.
 * @typedef {{ source: { value?: unknown } | null, importKind?: string, exportKind?: string }} ImportingNode
 */

const importDirection = {
  meta: { type: 'problem', docs: { description: 'imports point one way' } },
  /** @param {{ filename: string, cwd: string, report(problem: object): void }} context */
  create(context) {
    const file = relative(context.cwd, context.filename).replaceAll('\\', '/');
    if (!Object.hasOwn(places, rowOf(placeOf(file)))) return {};

    /** @param {Kind} kind */
    const check = (kind) => (/** @type {ImportingNode} */ node) => {
      if (!node.source) return;
      const isType = node.importKind === 'type' || node.exportKind === 'type';
      const specifier = node.source.value;
      const message =
        typeof specifier === 'string'
          ? objection(file, specifier, isType ? 'type' : kind)
          : 'Write the module of an import() out as a string, or its direction cannot be checked.';
      if (message) context.report({ node, message });
    };

    return {
      ImportDeclaration: check('value'),
      ExportNamedDeclaration: check('value'),
      ExportAllDeclaration: check('value'),
      ImportExpression: check('later'),
      TSImportType: check('type'),
    };
  },
};

export default { meta: { name: 'heygen-avatar' }, rules: { 'import-direction': importDirection } };
