/**
 * The tag as code to paste, one snippet for each place. The playground copies them, `npm run docs` puts them into the
 * guides, and test/package/snippets.test.ts compiles each and runs the HTML.
 */

export const version = '0.1.0';

/** The published build at this very version, so that a page never changes by itself. */
export const cdn = `https://cdn.jsdelivr.net/npm/heygen-avatar@${version}/dist/cdn/`;

export const targets = {
  html: 'HTML',
  vue: 'Vue',
  svelte: 'Svelte',
  angular: 'Angular',
  react: 'React',
  wordpress: 'WordPress',
} as const;
export type Target = keyof typeof targets;

export function isTarget(name: string): name is Target {
  return Object.hasOwn(targets, name);
}

/** What a snippet shows. */
export interface Shown {
  /** By name. A boolean attribute's value is the empty string. */
  readonly attributes: ReadonlyMap<string, string>;
  /** What goes wrong in a simulated session. */
  readonly trouble?: string | undefined;
}

/** What the first example everywhere has. */
export const example: Shown = {
  attributes: new Map([
    ['token-url', '/avatar-token'],
    ['avatar-name', 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a'],
    ['voice', 'c2527536-6d1f-4412-a643-53a3497dada9'],
    ['controls', ''],
  ]),
};

export function snippet(target: Target, shown: Shown): string {
  return writers[target](shown);
}

const numbers: ReadonlySet<string> = new Set([
  'voice-rate',
  'max-duration',
  'activity-idle-timeout',
  'volume',
]);
/** Without a value it is the default bar, which is no boolean. */
const texts: ReadonlySet<string> = new Set(['controls']);

const writers: Readonly<Record<Target, (shown: Shown) => string>> = {
  html({ attributes, trouble }) {
    const script = trouble
      ? `

<script type="module">
  document.querySelector('heygen-avatar').simulatedScript = { trouble: '${trouble}' };
</script>`
      : '';
    return `<script type="module" src="${cdn}heygen-avatar.js"></script>

${tag(markup(attributes))}${script}
`;
  },

  vue({ attributes, trouble }) {
    const script = trouble ? [`:simulatedScript="{ trouble: '${trouble}' }"`] : [];
    return `<!-- vite.config.js: vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('heygen-avatar') } } }) -->
<script setup>
import 'heygen-avatar';

function onReady({ detail }) {
  console.log('The avatar is live', detail);
}
</script>

<template>
${indented(tag([...markup(attributes), ...script, '@stream_ready="onReady"']), 2)}
</template>
`;
  },

  svelte({ attributes, trouble }) {
    const script = trouble ? [`simulatedScript={{ trouble: '${trouble}' }}`] : [];
    const lines = markup(attributes, { braces: true, emptyTexts: true });
    return `<script>
  import 'heygen-avatar';

  function onReady({ detail }) {
    console.log('The avatar is live', detail);
  }
</script>

${tag([...lines, ...script, 'onstream_ready={onReady}'])}
`;
  },

  angular({ attributes, trouble }) {
    const script = trouble ? [`[simulatedScript]="{ trouble: '${trouble}' }"`] : [];
    const lines = [
      ...Array.from(attributes).flatMap(([name, value]) =>
        value.includes('{{') ? [bound(name, value)] : markup(new Map([[name, value]])),
      ),
      ...script,
      '(stream_ready)="onReady($event)"',
    ];
    return `import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import 'heygen-avatar';

@Component({
  selector: 'app-avatar',
  standalone: true,
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
${indented(tag(lines).replaceAll(/[\\`]|\$\{/g, '\\$&'), 4)}
  \`,
})
export class AvatarComponent {
  onReady({ detail }: CustomEvent<MediaStream>): void {
    console.log('The avatar is live', detail);
  }
}
`;
  },

  react({ attributes, trouble }) {
    const lines = Array.from(attributes, ([name, value]) => {
      const property = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      if (numbers.has(name) && Number.isFinite(Number(value))) return `${property}={${Number(value)}}`;
      return value === '' && !texts.has(name) ? property : `${property}="${escaped(value)}"`;
    });
    const script = trouble ? [`simulatedScript={{ trouble: '${trouble}' }}`] : [];
    const all = [
      ...lines,
      ...script,
      "onStreamReady={({ detail }) => console.log('The avatar is live', detail)}",
    ];
    return `'use client';
import { HeygenAvatar } from 'heygen-avatar/react';

export function Avatar() {
  return (
    <HeygenAvatar
${indented(all.join('\n'), 6)}
    />
  );
}
`;
  },

  wordpress({ attributes }) {
    // The plugin has the token endpoint and serves the script. Its bar is on unless it is told otherwise.
    const lines = shortcodeAttributes.flatMap(([own, name]) => {
      const value = attributes.get(name);
      if (value === undefined) return [];
      return value === '' ? [own] : [`${own}="${forShortcode(value)}"`];
    });
    const bar = attributes.get('controls');
    const controls = bar === undefined ? ['controls="false"'] : bar === '' ? [] : [`controls="${bar}"`];
    return `[${['heygen_avatar', ...lines, ...controls].join(' ')}]
`;
  },
};

/** The attributes of the plugin's shortcode that the tag has too, and their names there. */
const shortcodeAttributes = [
  ['avatar', 'avatar-name'],
  ['context', 'knowledge-id'],
  ['voice', 'voice'],
  ['language', 'language'],
  ['quality', 'quality'],
  ['max-duration', 'max-duration'],
  ['push-to-talk', 'push-to-talk'],
  ['voice-chat', 'voice-chat'],
  ['muted', 'muted'],
  ['poster', 'poster'],
] as const;

function tag(lines: readonly string[]): string {
  return `<heygen-avatar\n${indented(lines.join('\n'), 2)}\n></heygen-avatar>`;
}

/** One line for each attribute. `braces`: of a template language in which they begin an expression. */
function markup(attributes: Shown['attributes'], { braces = false, emptyTexts = false } = {}): string[] {
  return Array.from(attributes, ([name, value]) => {
    if (value === '') return emptyTexts && texts.has(name) ? `${name}=""` : name;
    const text = escaped(value);
    return `${name}="${braces ? text.replaceAll('{', '&#123;').replaceAll('}', '&#125;') : text}"`;
  });
}

/** For Angular, where two braces begin an expression however they are written. */
function bound(name: string, value: string): string {
  const text = value.replaceAll(/[\\']/g, '\\$&').replaceAll('\n', '\\n');
  return `[attr.${name}]="'${escaped(text)}'"`;
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** A shortcode ends at the first bracket, and has no escapes. */
function forShortcode(value: string): string {
  return value.replaceAll('"', '”').replaceAll('[', '(').replaceAll(']', ')').replaceAll('<', '‹');
}

function indented(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}

/** Options that a page may only choose where the token endpoint allows it, by the attribute that sets them. */
const neverByDefault: Readonly<Record<string, string>> = {
  'avatar-name': 'avatarName',
  voice: 'voice.voiceId',
  'knowledge-id': 'knowledgeId',
  'knowledge-base': 'knowledgeBase',
  'max-duration': 'liveAvatar.maxSessionDuration',
  'disable-idle-timeout': 'disableIdleTimeout',
};

/** What the token endpoint has to `allow` for these attributes. */
export function needsAllow(attributes: Shown['attributes']): string[] {
  if (attributes.get('service') === 'simulated') return [];
  return Array.from(attributes.keys()).flatMap((name) => neverByDefault[name] ?? []);
}
