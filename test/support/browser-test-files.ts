// Says which test files belong to which group of the browser tests.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const unitFolders = ['api', 'services', 'media', 'session', 'elements'];
const blockedFolder = 'test/end-to-end/autoplay-blocked/';
const sentenceFolder = 'test/end-to-end/speech/sentence/';
const nonstopFolder = 'test/end-to-end/speech/nonstop/';
/** Each has a Chromium of its own. */
const ownFolders = [blockedFolder, sentenceFolder, nonstopFolder];
/** HeyGen's own SDKs against the sandbox, with their own sleeps. */
const isOfficial = (file: string): boolean => file.startsWith('test/end-to-end/official-');

/** Everything that can go wrong on the way, one after the other. */
const isFault = (file: string): boolean =>
  /\/(troubles|stop-at-each-phase|hostile-messages|reconnecting)\.test\.ts$/.test(file);

const groups: Record<string, () => string[]> = {
  unit: () => unitFolders.flatMap((folder) => testFilesIn(`test/${folder}`)),
  random: () => testFilesIn('test/random'),
  'end-to-end': () =>
    ['test/end-to-end', 'test/behaviour']
      .flatMap(testFilesIn)
      .filter((file) => !isFault(file) && !isOfficial(file))
      .filter((file) => !ownFolders.some((folder) => file.startsWith(folder))),
  'official-sdks': () => testFilesIn('test/end-to-end').filter(isOfficial),
  faults: () => testFilesIn('test/end-to-end').filter(isFault),
  'autoplay-blocked': () => testFilesIn(blockedFolder),
  endurance: () => testFilesIn('test/endurance'),
  speech: () => testFilesIn(sentenceFolder),
  'speech-nonstop': () => testFilesIn(nonstopFolder),
};

/** The files of a group, of those whose path contains the given text. */
export function browserTestFiles(group: string, containing = ''): string[] {
  const files = groups[group]?.() ?? [];
  return files.filter((file) => file.includes(containing)).sort();
}

/** Every `*.test.ts` below a folder, with forward slashes. */
export function testFilesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(folder, file).replaceAll('\\', '/'));
}
