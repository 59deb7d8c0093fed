// Two builds. `vite build` makes the library: dist/ has one module for each of src/, dependencies stay imports.
// `vite build --mode cdn` makes dist/cdn/: one script for a page without a bundler, Lit included, with chunks of
// their own for what is loaded later.
import { defineConfig, type Plugin, type Rolldown, type UserConfig } from 'vite';

const entries = ['index', 'define', 'client', 'elements', 'server'];

// package.json's sideEffects names the files of dist/, so Vite takes these two for free of side effects and would
// drop `import './define.js'` from the entry.
const entriesWithSideEffects: Plugin = {
  name: 'entries-with-side-effects',
  transform: {
    filter: { id: /\/src\/(index|define)\.ts$/ },
    handler: () => ({ moduleSideEffects: true }),
  },
};

const library: UserConfig = {
  publicDir: false,
  plugins: [entriesWithSideEffects],
  build: {
    target: 'es2022',
    sourcemap: true,
    minify: false,
    reportCompressedSize: false,
    lib: { entry: Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])), formats: ['es'] },
    rolldownOptions: {
      external: [/^lit($|\/)/, /^@lit\//, 'livekit-client'],
      output: {
        preserveModules: true,
        preserveModulesRoot: 'src',
        // Gives Oxc's decorator helper a name without its version in it.
        entryFileNames: ({ name }) =>
          name.includes('oxc-project_runtime') ? `decorators/${name.split('/').at(-1)}.js` : '[name].js',
      },
    },
  },
};

// Lit's style sheets are text to a minifier. What is taken out here is white space and comments.
const smallStyles: Plugin = {
  name: 'small-styles',
  enforce: 'pre',
  transform: {
    filter: { id: /\/src\/elements\/.*\.ts$/, code: 'css`' },
    handler: (code) => ({
      code: code.replaceAll(/(?<=\bcss`)[^`]*(?=`)/g, (sheet) =>
        sheet
          .replaceAll(/\/\*.*?\*\//gs, '')
          .replaceAll(/\s+/g, ' ')
          .replaceAll(/ ?([{};,]) ?/g, '$1'),
      ),
      map: null,
    }),
  },
};

// An enum compiles to a function that fills an object. Of strings, the object itself is the same, and smaller.
const smallEnums: Plugin = {
  name: 'small-enums',
  enforce: 'pre',
  transform: {
    filter: { id: { include: /\/src\/api\/.*\.ts$/, exclude: /node_modules/ }, code: 'export enum' },
    handler: (code) => ({
      code: code.replaceAll(
        /^export enum (\w+) \{(.*?)^\}/gms,
        (_, name: string, members: string) =>
          `export const ${name} = {${members.replaceAll(/^( *\w+) = '/gm, "$1: '")}};`,
      ),
      map: null,
    }),
  },
};

interface Modules {
  getModuleInfo(id: string): Rolldown.ModuleInfo | null;
}

/** Whether the entry reaches a module by static imports. */
function isAtOnce(id: string, modules: Modules, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const module = modules.getModuleInfo(id);
  if (!module) return false;
  return module.isEntry || module.importers.some((importer) => isAtOnce(importer, modules, seen));
}

function chunkOf(id: string, modules: Modules): string | null {
  if (id.includes('/node_modules/livekit-client/')) return 'livekit-client';
  return isAtOnce(id, modules) ? 'tags' : null;
}

// A library build too, for that leaves import() as it is: Vite's preload helper would weigh on every page.
const cdn: UserConfig = {
  publicDir: false,
  plugins: [entriesWithSideEffects, smallStyles, smallEnums],
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    target: 'es2022',
    outDir: 'dist/cdn',
    minify: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    lib: { entry: { 'heygen-avatar': 'src/index.ts' }, formats: ['es'] },
    rolldownOptions: {
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
        codeSplitting: { groups: [{ name: chunkOf }] },
      },
    },
  },
};

export default defineConfig(({ mode }) => (mode === 'cdn' ? cdn : library));
