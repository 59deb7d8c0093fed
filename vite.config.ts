// Three builds. `vite build` makes the library: dist/ has one module for each of src/, dependencies stay imports.
// `vite build --mode cdn` makes dist/cdn/: one script for a page without a bundler, Lit included, with chunks of
// their own for what is loaded later. `vite build --mode worker` makes dist/worker/: the entries that need Lit, for
// servers that are workers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeIntegrity } from './.config/integrity.js';
import { defineConfig, type Plugin, type Rolldown, type UserConfig } from 'vite';

const entries = ['index', 'define', 'client', 'elements', 'react', 'server'];
const entriesWithLit = ['index', 'elements', 'react'];

// package.json's sideEffects names the files of dist/, so Vite takes these for free of side effects and would
// drop `import './define.js'` from the entry. embed.ts has nothing but effects.
const entriesWithSideEffects: Plugin = {
  name: 'entries-with-side-effects',
  transform: {
    filter: { id: /\/src\/(index|define|embed\/embed)\.ts$/ },
    handler: () => ({ moduleSideEffects: true }),
  },
};

// A folder for each further entry, beside dist/, for tools that do not read package.json's exports.
const folderEntries: Plugin = {
  name: 'folder-entries',
  writeBundle() {
    for (const name of ['client', 'elements', 'react', 'server']) {
      const folder = join(import.meta.dirname, name);
      mkdirSync(folder, { recursive: true });
      const entry = { main: `../dist/${name}.js`, types: `../dist/${name}.d.ts` };
      writeFileSync(join(folder, 'package.json'), `${JSON.stringify(entry, null, 2)}\n`);
    }
  },
};

const library: UserConfig = {
  publicDir: false,
  plugins: [entriesWithSideEffects, folderEntries],
  build: {
    target: 'es2022',
    sourcemap: true,
    minify: false,
    reportCompressedSize: false,
    lib: { entry: Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])), formats: ['es'] },
    rolldownOptions: {
      // 'use client' in react.ts, whose module stays one of its own: kept.
      checks: { moduleLevelDirective: false },
      external: [/^lit($|\/)/, '@lit/context', '@lit/reactive-element', 'livekit-client', 'react'],
      output: {
        preserveModules: true,
        preserveModulesRoot: 'src',
        // npm publishes no folder called node_modules, and the names of these have versions in them.
        entryFileNames: ({ name }) => {
          const file = name.split('/').at(-1);
          if (name.includes('oxc-project_runtime')) return `decorators/${file}.js`;
          return name.includes('@lit/react') ? `lit-react/${file}.js` : '[name].js';
        },
      },
    },
  },
};

// Lit's style sheets and templates are text to a minifier. What is taken out here is white space and comments, and the
// check of `css` that a style sheet is made of style sheets: the tests, which run with `css`, have done it.
const smallTemplates: Plugin = {
  name: 'small-templates',
  enforce: 'pre',
  transform: {
    filter: { id: /\/src\/elements\/.*\.ts$/, code: /(css|html)`/ },
    handler: (code) => ({
      code: code
        // White space between tags, then before an attribute.
        .replaceAll(/>\n\s+(?=<)/g, '>')
        .replaceAll(/\n\s+(?=<|[@?]?[\w-]+=["$]|\$\{)/g, ' ')
        .replaceAll(/(?<=\bcss`)[^`]*(?=`)/g, (sheet) =>
          sheet
            .replaceAll(/\/\*.*?\*\//gs, '')
            .replaceAll(/\s+/g, ' ')
            .replaceAll(/ ?([{};,]) ?/g, '$1')
            // Not before a colon, where a selector may have a space.
            .replaceAll(': ', ':')
            .replaceAll(';}', '}')
            .replaceAll(/(?<=[ :(,-])0(?=\.\d)/g, ''),
        )
        .replaceAll(/\bcss(`[^`]*`)/g, 'unsafeCSS($1)')
        .replace(/(?<=^import \{[^}]*\b)css\b/m, 'unsafeCSS'),
      map: null,
    }),
  },
};

// An enum compiles to a function that fills an object. Of strings, the object itself is the same, and smaller; smaller
// still where each value is its key in lower case.
const smallEnums: Plugin = {
  name: 'small-enums',
  enforce: 'pre',
  transform: {
    filter: { id: { include: /\/src\/api\/.*\.ts$/, exclude: /node_modules/ }, code: 'export enum' },
    handler: (code) => ({
      code: `const inLowerCase = (keys) => Object.fromEntries(keys.split(' ').map((key) => [key, key.toLowerCase()]));${code.replaceAll(
        /^export enum (\w+) \{(.*?)^\}/gms,
        (_, name: string, members: string) => {
          const pairs = [...members.matchAll(/^ *(\w+) = '(\w+)'/gm)];
          const keys = pairs.map(([, key]) => key);
          return pairs.every(([, key = '', value]) => value === key.toLowerCase())
            ? `export const ${name} = inLowerCase('${keys.join(' ')}');`
            : `export const ${name} = {${members.replaceAll(/^( *\w+) = '/gm, "$1: '")}};`;
        },
      )}`,
      map: null,
    }),
  },
};

// `@property()` and `@state()` compile to a call for each property, and bring Lit's code for it. Lit's own table of
// properties does the same, and is smaller. Properties with the same options stand together in it, by their names: an
// attribute is called as its property, with dashes.
const smallProperties: Plugin = {
  name: 'small-properties',
  enforce: 'pre',
  transform: {
    filter: { id: /\/src\/elements\/.*\.ts$/, code: "'lit/decorators.js'" },
    handler: (code) => {
      const groups = new Map<string, string[]>();
      const rest = code.replaceAll(
        /^ {2}@(property|state)\((?:\{ (.*?),? \})?\)\s+(?=(?:private |protected |override |readonly )*(\w+))/gms,
        (_, kind: string, text: string | undefined, name: string) => {
          const given = text ?? '';
          const attribute = name.replaceAll(/[A-Z]/g, '-$&').toLowerCase();
          const options = given.replace(`attribute: '${attribute}'`, '').replace(/^, /, '');
          if (options.includes("attribute: '") || (given === options && attribute !== name && !given))
            throw new Error(`The attribute of ${name} is not ${attribute}.`);
          const key = kind === 'state' ? 'state: true' : options;
          groups.set(key, [...(groups.get(key) ?? []), name]);
          return '  ';
        },
      );
      const rows = [...groups].map(([options, names]) => `['${names.join(' ')}', { ${options} }]`);
      const hasCapitals = [...groups.values()].some((names) => /[A-Z]/.test(names.join('')));
      const plain = [...groups].flatMap(([options, names]) => names.map((name) => `${name}: { ${options} }`));
      const table = !hasCapitals
        ? `{ ${plain.join()} }`
        : `Object.fromEntries([${rows.join()}].flatMap(([names, options]) => names.split(' ').map((name) => [name, { attribute: name.replace(/[A-Z]/g, '-$&').toLowerCase(), ...options }])))`;
      return {
        code: rest
          .replace(/^import .* from 'lit\/decorators.js';$/m, '')
          .replace(
            /^export (?:abstract )?class .*\{$/m,
            (line) => `${line} static override properties = ${table};`,
          ),
        map: null,
      };
    },
  },
};

// What livekit-client runs when it is loaded, and ours has no use for: webrtc-adapter, which wraps the page's WebRTC for
// browsers that we don't support, and the codes of the errors of jose, which reads tokens for its own token sources.
// Marked as pure, it is left out with all that only it needs.
const smallLiveKit: Plugin = {
  name: 'small-livekit',
  enforce: 'pre',
  transform: {
    filter: { id: /\/node_modules\/livekit-client\/dist\/livekit-client\.esm\.mjs$/ },
    handler: (code) => ({
      code: code.replaceAll(/^(?=adapterFactory\(|_defineProperty\(J)/gm, '/* @__PURE__ */ '),
      map: null,
    }),
  },
};

// `lit` brings LitElement too, which none of the elements extends.
const noLitElement: Plugin = {
  name: 'no-lit-element',
  transform: {
    filter: { id: /\/node_modules\/lit(-element)?\// },
    handler: () => ({ moduleSideEffects: false }),
  },
};

interface Modules {
  getModuleInfo(id: string): Rolldown.ModuleInfo | null;
}

/** Whether one of these modules is, or reaches by static imports, a module. */
function isReached(
  id: string,
  modules: Modules,
  isStart: (id: string) => boolean,
  seen = new Set<string>(),
): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const importers = modules.getModuleInfo(id)?.importers ?? [];
  return isStart(id) || importers.some((importer) => isReached(importer, modules, isStart, seen));
}

/** What every session loads with the client. In one chunk it compresses better. */
const ofEverySession =
  /\/src\/(session\/streaming-avatar|elements\/start-(code|request)|services\/(http|other-events))\.ts$/;

/** What a session shows, whose two entries are loaded side by side. */
const shownInSession = /\/src\/(define-controls|elements\/session-view)\.ts$/;

function chunkOf(id: string, modules: Modules): string | null {
  // A script of its own, which shares no code with the tags.
  if (id.includes('/src/embed/') || id.endsWith('/src/index.ts')) return null;
  if (id.includes('/node_modules/livekit-client/') || id.endsWith('/src/media/livekit-parts.ts'))
    return 'livekit-client';
  if (isReached(id, modules, (other) => other.endsWith('/src/index.ts'))) return 'tags';
  // Warnings need it too, and must not bring a session's code into a page that has none.
  if (id.endsWith('/src/elements/session-properties.ts')) return 'session-properties';
  if (isReached(id, modules, (other) => ofEverySession.test(other))) return 'streaming-avatar';
  return isReached(id, modules, (other) => shownInSession.test(other)) ? 'controls' : null;
}

// integrity.json and snippet.html: what a page needs to run only these very files.
const integrity: Plugin = {
  name: 'integrity',
  writeBundle: ({ dir = '' }) => writeIntegrity(dir),
};

// A library build too, for that leaves import() as it is: Vite's preload helper would weigh on every page.
const cdn: UserConfig = {
  // embed.html and the style sheets, as they are.
  publicDir: 'src/embed/public',
  plugins: [
    entriesWithSideEffects,
    smallTemplates,
    smallEnums,
    smallProperties,
    smallLiveKit,
    noLitElement,
    integrity,
  ],
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    target: 'es2022',
    outDir: 'dist/cdn',
    minify: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    lib: { entry: { 'heygen-avatar': 'src/index.ts', embed: 'src/embed/embed.ts' }, formats: ['es'] },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      output: {
        minify: true,
        // For a bundler, which nobody runs on this.
        comments: { annotation: false },
        entryFileNames: '[name].js',
        // A hash, so that an old entry from a cache never runs with newer chunks.
        chunkFileNames: '[name]-[hash].js',
        // All that is needed before start in one chunk beside the entry, which later chunks share. They must not
        // import the entry itself: a page may have it under another address (?ver=2, a redirect), and would get
        // everything twice.
        codeSplitting: { groups: [{ name: chunkOf }], includeDependenciesRecursively: false },
      },
    },
  },
};

// A bundle for workers has the condition `browser`, with which Lit resolves to its build for pages: that one needs a
// DOM to be imported. So Lit's build for servers is in these files.
const worker: UserConfig = {
  publicDir: false,
  plugins: [entriesWithSideEffects],
  resolve: { conditions: ['node', 'module'] },
  build: {
    target: 'es2022',
    outDir: 'dist/worker',
    minify: false,
    reportCompressedSize: false,
    lib: {
      entry: Object.fromEntries(entriesWithLit.map((name) => [name, `src/${name}.ts`])),
      formats: ['es'],
    },
    rolldownOptions: {
      external: ['livekit-client', /^react($|\/)/],
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
    },
  },
};

const others: Readonly<Record<string, UserConfig>> = { cdn, worker };

export default defineConfig(({ mode }) => others[mode] ?? library);
