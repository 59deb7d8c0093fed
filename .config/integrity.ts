// What pins a page to the very files of one build: `npm run build` writes dist/cdn/integrity.json, and snippet.html with
// the lines for a page's head. `npm run snippet -- ADDRESS` prints those lines for files at another address.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface Integrity {
  readonly version: string;
  /** The hash of each file of the build, by its name. */
  readonly files: Readonly<Record<string, string>>;
}

const projectRoot = fileURLToPath(new URL('../', import.meta.url));

const entry = 'heygen-avatar.js';

/** Into the folder of the build. */
export function writeIntegrity(folder: string): void {
  const integrity = integrityOf(folder);
  writeFileSync(join(folder, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`);
  const pinned = `https://cdn.jsdelivr.net/npm/heygen-avatar@${integrity.version}/dist/cdn/`;
  writeFileSync(join(folder, 'snippet.html'), snippet(integrity, pinned));
}

export function integrityOf(folder: string): Integrity {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Integrity;
  const files = readdirSync(folder).filter((file) => /\.(js|css)$/.test(file));
  return {
    version,
    files: Object.fromEntries(files.sort().map((file) => [file, hashOf(readFileSync(join(folder, file)))])),
  };
}

function hashOf(content: Buffer): string {
  return `sha384-${createHash('sha384').update(content).digest('base64')}`;
}

/**
 * The lines for a page's head. The entry has its hash in its tag, the chunks have theirs in an import map, which also
 * covers what is loaded later by `import()`. `address` is that of the folder, with a slash at its end.
 */
export function snippet({ files }: Integrity, address: string): string {
  const chunks = Object.entries(files).filter(([file]) => file.endsWith('.js') && !isScript(file));
  const map = { integrity: Object.fromEntries(chunks.map(([file, hash]) => [address + file, hash])) };
  return `<script type="importmap">
${JSON.stringify(map, null, 2)}
</script>
<script type="module" src="${address}${entry}" integrity="${files[entry]}" crossorigin="anonymous"></script>
`;
}

/** Whether a page names the file itself. */
function isScript(file: string): boolean {
  return file === entry || file === 'embed.js';
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [address] = process.argv.slice(2);
  if (!address) {
    console.error('Say where dist/cdn will be: npm run snippet -- https://example.com/heygen-avatar/');
    process.exit(2);
  }
  const folder = join(projectRoot, 'dist/cdn');
  console.log(snippet(integrityOf(folder), address.replace(/\/*$/, '/')));
}
