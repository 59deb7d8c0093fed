// `npm run docs`: fills the samples of README.md and the guides, and writes demo/pages/reference.md. A gate of
// `npm test` checks that both are fresh. In a Markdown file, the code block after
//   <!-- sample: demo/samples/page.html -->        is that file
//   <!-- sample: demo/samples/server.js#region --> is what stands there between `#region region` and `#endregion`
//   <!-- snippet: vue -->                          is the playground's snippet for Vue
// and the table after <!-- table: test/frameworks/results.md --> is that file.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { cdn, example, isTarget, snippet, type Target } from '../demo/playground/snippets.js';
import { reference } from './reference.js';

const root = join(import.meta.dirname, '..');
const pages = 'demo/pages';

/** For GitHub's highlighting. */
const languages: Readonly<Record<string, string>> = {
  '.mjs': 'js',
  '.py': 'python',
  '.rb': 'ruby',
  '.component.ts': 'ts',
};
const snippetLanguages: Readonly<Record<Target, string>> = {
  html: 'html',
  vue: 'vue',
  svelte: 'svelte',
  angular: 'ts',
  react: 'tsx',
  wordpress: 'text',
};

const guides = readdirSync(join(root, pages), { encoding: 'utf8' })
  .filter((file) => file.endsWith('.md') && file !== 'reference.md')
  .map((file) => join(pages, file));

for (const path of ['README.md', ...guides, 'CONTRIBUTING.md']) {
  const text = readFileSync(join(root, path), 'utf8');
  const withCode = text.replaceAll(/^<!-- (sample|snippet): (\S+) -->\n+```[\s\S]*?^```$/gm, filled);
  await write(path, withCode.replaceAll(/^<!-- table: (\S+) -->\n+(?:\|.*\n)*/gm, tableFrom));
}
// Tables as they are: aligned, they are twice as long, and each change touches every row.
writeFileSync(join(root, pages, 'reference.md'), `${reference()}\n`);

function filled(_: string, kind: string, name: string): string {
  const block = kind === 'sample' ? fileBlock(name) : snippetBlock(name);
  return `<!-- ${kind}: ${name} -->\n\n${block}`;
}

function tableFrom(_: string, path: string): string {
  return `<!-- table: ${path} -->\n\n${readFileSync(join(root, path), 'utf8')}`;
}

function fileBlock(name: string): string {
  const [path = '', region] = name.split('#');
  const text = readFileSync(join(root, path), 'utf8');
  const code = region === undefined ? text : regionOf(text, region, name);
  const extension = extname(path);
  return fenced(languages[extension] ?? extension.slice(1), code.replaceAll('../../dist/cdn/', cdn));
}

function regionOf(text: string, region: string, name: string): string {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => line.trim().endsWith(`#region ${region}`));
  const end = lines.findIndex((line, index) => index > begin && line.includes('#endregion'));
  if (begin < 0 || end < 0) throw new Error(`${name}: there is no such region.`);
  const inside = lines.slice(begin + 1, end);
  const indent = Math.min(...inside.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return inside.map((line) => line.slice(indent)).join('\n');
}

function snippetBlock(name: string): string {
  if (!isTarget(name)) throw new Error(`There is no snippet ${name}.`);
  return fenced(snippetLanguages[name], snippet(name, example));
}

function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code.trim()}\n\`\`\``;
}

async function write(path: string, text: string): Promise<void> {
  const file = join(root, path);
  const formatted = await format(text, { ...(await resolveConfig(file)), filepath: file });
  writeFileSync(file, formatted);
}
