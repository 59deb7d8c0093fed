// Writes what editors and frameworks know of the tags, from custom-elements.json, into dist/: the last step of
// `npm run build`. The declarations for frameworks are our own work, because the generators that there are name types
// that no entry exports, and know one kind of JSX; the editors' files come from theirs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateJetBrainsWebTypes } from 'custom-element-jet-brains-integration';
import { generateVsCodeCustomElementData } from 'custom-element-vs-code-integration';
import { projectRoot } from './run.mjs';

/**
 * @typedef {{ name: string, description?: string, fieldName?: string, kind?: string, readonly?: boolean, attribute?: string, type?: { text: string } }} Named
 * @typedef {{ name: string, tagName: string, customElement?: boolean, description?: string, members?: Named[], attributes?: Named[], events?: Named[], slots?: Named[], cssParts?: Named[] }} Tag
 * @typedef {{ modules: { path: string, declarations?: Tag[] }[] }} Manifest
 */

const dist = join(projectRoot, 'dist');
const folder = join(dist, 'types');
/** @param {string} path */
const read = (path) => readFileSync(join(projectRoot, path), 'utf8');

/** @type {{ name: string, version: string }} */
const { name: packageName, version } = JSON.parse(read('package.json'));
/** @type {Manifest} */
const manifest = JSON.parse(read('custom-elements.json'));
const tags = manifest.modules.flatMap(({ path, declarations = [] }) =>
  declarations
    .filter(({ customElement, tagName }) => customElement && tagName)
    .map((declaration) => ({ ...declaration, path: path.replace(/^dist\//, '../') })),
);
const avatar = tags.find(({ tagName }) => tagName === 'heygen-avatar');
if (!avatar) throw new Error('custom-elements.json has no heygen-avatar: run npm run manifest.');
const controls = tags.filter((tag) => tag !== avatar);
const { members = [], attributes = [], events = [], slots = [] } = avatar;

/** In JSX and Svelte, the tags are names in one interface. */
const intrinsicElements = `    interface IntrinsicElements extends AvatarTags {}`;

/** The declarations of each framework, by the name of its entry. @type {Record<string, string>} */
const frameworks = {
  react: `import type * as React from 'react';

type Common<Element> = React.DetailedHTMLProps<React.HTMLAttributes<Element>, Element>;

/** React 18 writes attributes and hears no events; 19 sets properties and listens. Only 19 has \`React.use\`. */
type Own = typeof React extends { useActionState: unknown }
  ? Tags.HeygenAvatarProperties & Tags.HeygenAvatarAttributes & Tags.HeygenAvatarListeners<'on'>
  : Tags.HeygenAvatarAttributes;

type AvatarTags = {
  'heygen-avatar': Tags.Beside<Common<Tags.HeygenAvatarElement>, Own>;
} & {
  [Tag in keyof Tags.HeygenAvatarControls]: Tags.Beside<
    Common<Tags.HeygenAvatarControls[Tag]>,
    Tags.HeygenAvatarControlProperties
  >;
};

declare module 'react' {
  namespace JSX {
${intrinsicElements}
  }
}
`,
  preact: `import type { JSX } from 'preact';

type AvatarTags = {
  'heygen-avatar': Tags.Beside<
    JSX.HTMLAttributes<Tags.HeygenAvatarElement>,
    Tags.HeygenAvatarProperties & Tags.HeygenAvatarAttributes & Tags.HeygenAvatarListeners<'on'>
  >;
} & {
  [Tag in keyof Tags.HeygenAvatarControls]: Tags.Beside<
    JSX.HTMLAttributes<Tags.HeygenAvatarControls[Tag]>,
    Tags.HeygenAvatarControlProperties
  >;
};

declare module 'preact' {
  namespace JSX {
${intrinsicElements}
  }
}
`,
  solid: `import type { JSX } from 'solid-js';

/** Solid's prefixes say whether something is a property or an attribute. */
type Prefixed = {
  [Name in keyof Tags.HeygenAvatarProperties as \`prop:\${Name}\`]?: Tags.HeygenAvatarProperties[Name];
} & {
  [Name in keyof Tags.HeygenAvatarAttributes as \`attr:\${Name}\`]?: Tags.HeygenAvatarAttributes[Name];
} & {
  [Name in keyof Tags.HeygenAvatarAttributes as \`bool:\${Name}\`]?: boolean | undefined;
};

type AvatarTags = {
  'heygen-avatar': Tags.Beside<
    JSX.HTMLAttributes<Tags.HeygenAvatarElement>,
    Tags.HeygenAvatarProperties &
      Tags.HeygenAvatarAttributes &
      Prefixed &
      Tags.HeygenAvatarListeners<'on:'>
  >;
} & {
  [Tag in keyof Tags.HeygenAvatarControls]: Tags.Beside<
    JSX.HTMLAttributes<Tags.HeygenAvatarControls[Tag]>,
    Tags.HeygenAvatarControlProperties
  >;
};

declare module 'solid-js' {
  namespace JSX {
${intrinsicElements}
  }
}
`,
  vue: `import type { HTMLAttributes, ReservedProps } from 'vue';

/** An element as a template sees a component: its instance is the element. */
type Component<Element, Props> = new () => Element & {
  $props: Tags.Beside<HTMLAttributes & ReservedProps, Props>;
};

/** \`@stream_ready\` is the prop \`onStream_ready\` to Vue. */
type Listeners = {
  [Type in keyof Tags.HeygenAvatarEvents as \`on\${Capitalize<Type>}\`]?: Tags.HeygenAvatarListeners<''>[Type];
};

interface AvatarTags {
  'heygen-avatar': Component<Tags.HeygenAvatarElement, Tags.HeygenAvatarProperties & Listeners>;
${controls
  .map(
    ({ tagName }) =>
      `  '${tagName}': Component<Tags.HeygenAvatarControls['${tagName}'], Tags.HeygenAvatarControlProperties>;`,
  )
  .join('\n')}
}

declare module 'vue' {
  interface GlobalComponents extends AvatarTags {}
  interface HTMLAttributes {
    /** The slot of the custom element that it is in. */
    slot?: string | undefined;
  }
}
`,
  svelte: `import type { HTMLAttributes } from 'svelte/elements';

type AvatarTags = {
  'heygen-avatar': Tags.Beside<
    HTMLAttributes<Tags.HeygenAvatarElement>,
    Tags.HeygenAvatarProperties &
      Tags.HeygenAvatarAttributes &
      Tags.HeygenAvatarListeners<'on'> &
      Tags.HeygenAvatarListeners<'on:'>
  >;
} & {
  [Tag in keyof Tags.HeygenAvatarControls]: Tags.Beside<
    HTMLAttributes<Tags.HeygenAvatarControls[Tag]>,
    Tags.HeygenAvatarControlProperties
  >;
};

declare module 'svelte/elements' {
  interface SvelteHTMLElements extends AvatarTags {}
}
`,
};

mkdirSync(folder, { recursive: true });
writeFrameworkTypes();
writeEditorData();

function writeFrameworkTypes() {
  const properties = members.filter(({ kind, readonly }) => kind === 'field' && !readonly);
  /** Written without a value, an attribute is `true` to templates and JSX. @param {string} name */
  const bare = (name) => (name === 'controls' ? ' | boolean' : '');
  const settable = properties.map(
    ({ name, description }) =>
      `${doc(description)}  ${name}?: HeygenAvatarElement['${name}']${bare(name)} | null | undefined;`,
  );
  const written = attributes.map(
    ({ name, fieldName, description }) =>
      `${doc(description)}  '${name}'?: Text<HeygenAvatarElement['${fieldName ?? name}']${bare(name)}>;`,
  );
  const heard = events.map(
    ({ name, description }) => `${doc(description)}  ${name}: HeygenAvatarEventMap['${name}'];`,
  );
  const types = tags.map(({ name, path }) => `import type { ${name} } from '${path}';`);
  const elements = controls.map(
    ({ name, tagName, description }) => `${doc(description)}  '${tagName}': ${name};`,
  );
  const slotNames = slots.map(({ name }) => `'${name}'`).join(' | ');
  write(
    'tags.d.ts',
    `${types.join('\n')}
import type { HeygenAvatarEventMap } from '../elements/heygen-avatar.js';
import '../define.js';

export type { HeygenAvatarElement };

/** What an attribute can say: no objects and functions. Numbers also as text. */
type Text<Value> =
  | (Value extends object ? never : Value extends number ? Value | \`\${number}\` : Value)
  | null
  | undefined;

/** The properties that can be set. \`null\` means the default. */
export interface HeygenAvatarProperties {
${settable.join('\n')}
}

/** The attributes. */
export interface HeygenAvatarAttributes {
${written.join('\n')}
}

/** The events by name. */
export interface HeygenAvatarEvents {
${heard.join('\n')}
}

/** A listener to each event, under the event's name with something before it. */
export type HeygenAvatarListeners<Before extends string> = {
  [Type in keyof HeygenAvatarEvents as \`\${Before}\${Type}\`]?:
    | ((event: HeygenAvatarEvents[Type] & { readonly currentTarget: HeygenAvatarElement }) => unknown)
    | undefined;
};

/** The slots of \`<heygen-avatar>\`. */
export type HeygenAvatarSlot = ${slotNames};

/** A small element goes into a slot of its avatar, or names it. */
export interface HeygenAvatarControlProperties {
  /** Id of the \`<heygen-avatar>\` that it belongs to, in the same document or shadow root. */
  for?: string | null | undefined;
  slot?: HeygenAvatarSlot | undefined;
}

/** The small elements by tag. */
export interface HeygenAvatarControls {
${elements.join('\n')}
}

/** What a framework takes on every element, without what the tag types itself. */
export type Beside<Common, Own> = Omit<Common, keyof Own> & Own;
`,
  );
  for (const [name, text] of Object.entries(frameworks)) {
    const header = `export type * from './tags.js';\nimport type * as Tags from './tags.js';\n`;
    write(`${name}.d.ts`, header + text);
    write(`${name}.js`, 'export {};\n');
  }
}

function writeEditorData() {
  // Literals instead of the names of types, which an editor cannot look up.
  const plain = /** @type {Manifest} */ (JSON.parse(JSON.stringify(manifest), withLiterals));
  generateVsCodeCustomElementData(plain, { outdir: 'dist', hideLogs: true });
  generateJetBrainsWebTypes(plain, { outdir: 'dist', packageJson: false, hideLogs: true });
  edit('vscode.css-custom-data.json', (data) => {
    data.pseudoElements = withoutRepetitions(data.pseudoElements);
  });
  edit('web-types.json', (data) => {
    Object.assign(data, { name: packageName, version });
    const css = data.contributions.css;
    css['pseudo-elements'] = withoutRepetitions(css['pseudo-elements']);
  });
}

/** @param {string} key @param {unknown} value */
function withLiterals(key, value) {
  if (key !== 'text' || typeof value !== 'string') return value;
  // What nobody chooses from a list: nothing at all, and an object.
  return value
    .replace(/ \| ''$/, '')
    .replace(/^VoiceOptions \| /, '')
    .replaceAll(/`\$\{(\w+)\}`/g, (_, name) =>
      literalsOf(name, 'enums', new RegExp(`enum ${name} \\{([^}]*)\\}`)),
    )
    .replaceAll(/\bServiceName\b/g, (name) =>
      literalsOf(name, 'requests', new RegExp(`type ${name} = ([^;]*);`)),
    );
}

/**
 * @param {string} name
 * @param {string} file
 * @param {RegExp} pattern
 */
function literalsOf(name, file, pattern) {
  const [, body = ''] = pattern.exec(read(`src/api/${file}.ts`)) ?? [];
  const literals = body.match(/'[^']*'/g);
  if (!literals) throw new Error(`src/api/${file}.ts has no literals of ${name}.`);
  return literals.join(' | ');
}

/** @param {Named[]} parts of all tags; those of one name are one, and the first description counts */
function withoutRepetitions(parts) {
  return [...new Map(parts.toReversed().map((part) => [part.name, part])).values()].toReversed();
}

/**
 * @param {string} file
 * @param {(data: any) => void} change
 */
function edit(file, change) {
  const data = JSON.parse(readFileSync(join(dist, file), 'utf8'));
  change(data);
  writeFileSync(join(dist, file), `${JSON.stringify(data, null, 2)}\n`);
}

/** @param {string | undefined} description */
function doc(description) {
  return description ? `  /** ${description.replaceAll(/\s+/g, ' ')} */\n` : '';
}

/** @param {string} file @param {string} text */
function write(file, text) {
  writeFileSync(join(folder, file), text);
}
