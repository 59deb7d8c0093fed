// The README and the guides keep their word: every link, anchor and script is there, also in the published package;
// every sample comes from a file; the reference leaves nothing out. That both are fresh is a gate (`npm run docs`).
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { version } from '../../demo/playground/snippets.js';
import { errorTable } from '../../src/api/error-table.js';
import { anchors, codeBlocks, links } from '../support/markdown.js';

interface Named {
  name: string;
  /** Of an attribute. */
  fieldName?: string;
}
type Kind = 'attributes' | 'events' | 'slots' | 'cssParts' | 'cssProperties' | 'cssStates' | 'members';
type Declaration = { tagName?: string } & Partial<Record<Kind, Named[]>>;
interface PackageJson {
  version: string;
  scripts: Record<string, string>;
  repository: { url: string };
  homepage: string;
  bugs: string;
}

const project = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(join(project, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as PackageJson;

const guides = readdirSync(join(project, 'demo/pages'), { encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => `demo/pages/${file}`);
const pages = ['README.md', 'CONTRIBUTING.md', ...guides];

/** What may stand in a guide without a file: commands, settings of other programs, and plain text. */
const withoutFile = new Set(['sh', 'toml', 'php', 'text', 'http', 'nginx', 'json', 'css', '']);

let published = new Set<string>();

before(async () => {
  const npm = process.env['npm_execpath'];
  const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm, ...pack]] : ['npm', pack];
  const { stdout } = await promisify(execFile)(command, args, { cwd: project });
  const [tarball] = JSON.parse(stdout) as { files: { path: string }[] }[];
  published = new Set(tarball?.files.map(({ path }) => path));
});

for (const page of pages) {
  describe(page, () => {
    const text = read(page);

    it('has only links to pages and headings that there are', () => {
      for (const link of links(text)) {
        if (/^(https?|mailto):/.test(link)) continue;
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? page : normalize(join(dirname(page), decodeURI(path)));
        assert.ok(existsSync(join(project, target)), link);
        if (anchor !== undefined) assert.ok(anchors(read(target)).has(anchor), link);
      }
    });

    it('names only scripts that there are', () => {
      for (const [, name = ''] of text.matchAll(/npm run ([a-z][a-z:-]*)/g)) {
        assert.ok(name in manifest.scripts, name);
      }
    });

    it('has its samples from files', () => {
      const own = codeBlocks(text).filter(({ language, marker }) => !marker && !withoutFile.has(language));
      assert.deepEqual(own, []);
    });
  });
}

describe('the README', () => {
  const text = read('README.md');

  it('is short', () => assert.ok(Buffer.byteLength(text) <= 8192, `${Buffer.byteLength(text)} bytes`));

  it('leads to every guide', () => {
    const reached = links(text).map((link) => link.split('#')[0]);
    for (const guide of guides) assert.ok(reached.includes(guide), guide);
  });

  it('has a picture, links and examples that the published package has too', () => {
    const inside = [
      ...links(text),
      ...guides.flatMap((guide) => links(read(guide)).map((link) => join(dirname(guide), link))),
    ];
    for (const link of inside) {
      const [path = ''] = link.split('#');
      // npm leads these to the repository.
      if (path === '' || /\/$|:/.test(path)) continue;
      assert.ok(published.has(normalize(path)), path);
    }
  });

  it('loads the version that is published', () => {
    assert.equal(version, manifest.version);
    const addresses = Array.from(text.matchAll(/npm\/heygen-avatar@([\d.]+)\/([^"]+)/g));
    assert.ok(addresses.length >= 2);
    for (const [, at, path = ''] of addresses) {
      assert.equal(at, manifest.version);
      assert.ok(published.has(path), path);
    }
  });

  it('has guides that load that version too', () => {
    for (const guide of guides) {
      for (const [, at] of read(guide).matchAll(/heygen-avatar@([\d.]+)\//g))
        assert.equal(at, version, guide);
    }
  });

  it('can be followed from npm', () => {
    assert.match(manifest.repository.url, /^git\+https:\/\/github\.com\//);
    for (const address of [manifest.homepage, manifest.bugs])
      assert.match(address, /^https:\/\/github\.com\//);
  });
});

describe('the reference', () => {
  const text = read('demo/pages/reference.md');
  const elements = (
    JSON.parse(read('custom-elements.json')) as { modules: { declarations?: Declaration[] }[] }
  ).modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ tagName }) => tagName);

  it('has the tag of every element', () => {
    assert.ok(elements.length >= 9, `the manifest has ${elements.length} elements`);
    for (const { tagName } of elements) assert.ok(text.includes(`# \`<${tagName}>\``), tagName);
  });

  /** By kind: its heading for the avatar, and its word in the tables of the small elements. */
  const kinds: Readonly<Record<Exclude<Kind, 'members'>, [heading: string, word: string]>> = {
    attributes: ['Attributes', 'attribute'],
    events: ['Events', 'event'],
    slots: ['Slots', 'slot'],
    cssParts: ['Parts', 'part'],
    cssStates: ['States', 'state'],
    cssProperties: ['CSS custom properties', 'custom property'],
  };
  /** The first cells of a section's tables, without their heads. */
  const namedIn = (heading: string): string[] => {
    const at = text.indexOf(`\n### ${heading}\n`);
    assert.notEqual(at, -1, heading);
    const [section = ''] = text.slice(at + 1).split(/\n##+ /);
    return [...section.matchAll(/^\| (.*?) \|/gm)].map(([, cell = '']) => cell).slice(2);
  };

  for (const [kind, [heading, word]] of Object.entries(kinds)) {
    it(`has exactly the ${kind} of each tag in their section`, () => {
      for (const { tagName, [kind as Kind]: named = [] } of elements) {
        const isAvatar = tagName === 'heygen-avatar';
        const rows = namedIn(isAvatar ? heading : `\`<${tagName}>\``);
        const own = isAvatar ? rows : rows.filter((cell) => new RegExp(`^(default )?${word}\\b`).test(cell));
        const expected = named.map(({ name }) => {
          if (isAvatar) return name ? `\`${name}\`` : '(default)';
          return name ? `${word} \`${name}\`` : `default ${word}`;
        });
        assert.deepEqual(own.sort(), expected.sort(), tagName);
      }
    });
  }

  it('has the properties and methods of each tag in their section', () => {
    for (const { tagName, members = [], attributes = [] } of elements) {
      const headings =
        tagName === 'heygen-avatar' ? ['Attributes', 'Properties', 'Methods'] : [`\`<${tagName}>\``];
      const cells = headings.flatMap(namedIn);
      for (const { name } of members) {
        const { name: attribute } = attributes.find(({ fieldName }) => fieldName === name) ?? {};
        const found = cells.some((cell) =>
          [`\`${name}\``, `\`${name}(`, `\`${attribute}\``].some((start) =>
            cell.replace(/^\w+ /, '').startsWith(start),
          ),
        );
        assert.ok(found, `${tagName}: ${name}`);
      }
    }
  });

  it('has a row for each error: its cause, whether it can be retried, and its message', () => {
    for (const [code, { retryable, message }] of Object.entries(errorTable)) {
      const row = text
        .slice(text.indexOf('## Errors'))
        .split('\n')
        .find((line) => line.startsWith(`| \`${code}\` |`));
      const cells = row?.split(' | ').map((cell) => cell.replace(/ \|$/, '')) ?? [];
      assert.ok(cells[1], `the cause of ${code}`);
      assert.deepEqual(cells.slice(2, 4), [retryable ? 'yes' : 'no', message], code);
    }
  });
});
