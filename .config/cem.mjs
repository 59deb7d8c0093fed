// How custom-elements.json is made from src/. The plugins mend what the analyzer would tell our users wrongly.

/**
 * The parts of a manifest that the plugins touch.
 * @typedef {{ name: string, privacy?: string }} Member
 * @typedef {{ kind: string, name: string, customElement?: boolean, members?: Member[], events?: { name?: string }[] }} Declaration
 * @typedef {{ path: string, declarations?: Declaration[], exports?: { kind: string, name: string, declaration?: { name: string, module?: string } }[] }} Module
 * @typedef {{ name?: { text: string }, members?: { name: { text: string }, type: { typeName: { text: string, right?: { text: string } } } }[] }} TagNameMap a node of TypeScript's tree
 * @typedef {{ customElementsManifest: { modules: Module[] } }} LinkPhase
 */

/** Private and protected members, and the nameless event of `dispatchEvent(new SomeEvent())`. */
const publicOnly = {
  name: 'public-only',
  /** @param {LinkPhase} phase */
  packageLinkPhase({ customElementsManifest }) {
    for (const declaration of customElementsManifest.modules.flatMap(
      ({ declarations = [] }) => declarations,
    )) {
      if (declaration.members) declaration.members = declaration.members.filter(isPublic);
      if (declaration.events) declaration.events = declaration.events.filter(({ name }) => name);
    }
  },
};

/** @param {Member} member */
const isPublic = ({ name, privacy }) =>
  !name.startsWith('#') && privacy !== 'private' && privacy !== 'protected';

/** What is installed is dist/x.js, not src/x.ts. */
const publishedPaths = {
  name: 'published-paths',
  /** @param {LinkPhase} phase */
  packageLinkPhase({ customElementsManifest }) {
    rename(customElementsManifest);
  },
};

/** @param {object} value */
function rename(value) {
  for (const [key, inner] of Object.entries(value)) {
    if (inner && typeof inner === 'object') rename(inner);
    if ((key === 'path' || key === 'module') && typeof inner === 'string') {
      Object.assign(value, { [key]: inner.replace(/^\/?src\/(.*)\.[jt]s$/, 'dist/$1.js') });
    }
  }
}

/**
 * The manifest is about elements: functions and constants are left out, the definitions of internal elements, and modules
 * that then have nothing.
 * The order does not depend on the disk.
 */
const elementsOnly = {
  name: 'elements-only',
  /** @param {LinkPhase} phase */
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules)
      module.declarations =
        module.declarations?.filter(({ kind }) => kind === 'class' || kind === 'mixin') ?? [];
    const known = new Set(
      customElementsManifest.modules.flatMap(({ declarations = [] }) => declarations.map(({ name }) => name)),
    );
    for (const module of customElementsManifest.modules) {
      const names = new Set((module.declarations ?? []).map(({ name }) => name));
      module.exports = (module.exports ?? []).filter(({ kind, name, declaration }) =>
        kind === 'custom-element-definition' ? known.has(declaration?.name ?? '') : names.has(name),
      );
    }
    customElementsManifest.modules = customElementsManifest.modules
      .filter(
        ({ declarations = [], exports = [] }) =>
          declarations.some(({ customElement }) => customElement) ||
          exports.some(({ kind }) => kind === 'custom-element-definition'),
      )
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  },
};

/** The analyzer finds only tags that are written beside `customElements.define`; `HTMLElementTagNameMap` has them all. */
const definitionsOfTheTagNameMap = {
  name: 'definitions-of-the-tag-name-map',
  /** @param {{ node: TagNameMap, moduleDoc: Module }} phase */
  analyzePhase({ node, moduleDoc }) {
    if (node.name?.text !== 'HTMLElementTagNameMap') return;
    moduleDoc.exports = (node.members ?? []).map(({ name, type: { typeName } }) => ({
      kind: 'custom-element-definition',
      name: name.text,
      // `Controls.SomeElement` too.
      declaration: { name: typeName.right?.text ?? typeName.text },
    }));
  },
};

/** The analyzer looks for a class no further than the file that defines its tag. */
const definitionsNameTheirModule = {
  name: 'definitions-name-their-module',
  /** @param {LinkPhase} phase */
  packageLinkPhase({ customElementsManifest: { modules } }) {
    for (const { declaration } of modules.flatMap(({ exports = [] }) => exports)) {
      const home = modules.find(({ declarations = [] }) =>
        declarations.some(({ name }) => name === declaration?.name),
      );
      if (declaration && home) declaration.module = home.path;
    }
  },
};

export default {
  globs: ['src/**/*.ts'],
  exclude: ['**/*.test.ts', '**/*.d.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [publicOnly, publishedPaths, elementsOnly, definitionsOfTheTagNameMap, definitionsNameTheirModule],
};
