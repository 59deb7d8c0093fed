// Carries out what the tests of the looks ask for: the visitor's settings, and a comparison with what is committed, of
// boxes and of pictures. With LOOKS_UPDATE=1 it writes instead; with LOOKS_ALL=1 it keeps every picture to be looked at.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { chromeLauncher, TestRunnerPlugin } from '@web/test-runner';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { format, resolveConfig } from 'prettier';
import type { Box, Boxes, LooksCommands } from './looks-commands.js';

type Launcher = ReturnType<typeof chromeLauncher>;
type Page = ReturnType<Launcher['getPage']>;
type DevTools = Awaited<ReturnType<Page['createCDPSession']>>;

type Handlers = {
  [Name in keyof LooksCommands]: (
    payload: LooksCommands[Name]['payload'],
    page: Page,
  ) => Promise<LooksCommands[Name]['result']>;
};

const committed = 'test/looks';
const kept = '.cache/looks';
/** The Chromium that the pictures are of. Another one draws text a little differently. */
const pinned = join(committed, 'pictures/chromium.txt');

/** How far an edge may be from where it was, in pixels. */
const tolerance = 2;
/** How many pixels of a picture may differ visibly: what antialiasing does to a corner. */
const differingPixels = 12;

const updates = Boolean(process.env['LOOKS_UPDATE']);
const keepsAll = Boolean(process.env['LOOKS_ALL']);

export function looksPlugin(): TestRunnerPlugin {
  const sessions = new WeakMap<Page, DevTools>();

  /** One for each page, kept open: what is emulated ends with it. */
  async function devTools(page: Page): Promise<DevTools> {
    const open = sessions.get(page) ?? (await page.createCDPSession());
    sessions.set(page, open);
    return open;
  }

  const handlers: Handlers = {
    async 'visitor-settings'({ media, fontSize }, page) {
      const cdp = await devTools(page);
      const features = Object.entries(media).map(([name, value]) => ({ name, value }));
      await cdp.send('Emulation.setEmulatedMedia', { features });
      await cdp.send('Page.setFontSizes', { fontSizes: { standard: fontSize, fixed: fontSize } });
      return true;
    },

    async 'mouse-to'({ x, y }, page) {
      await page.mouse.move(x, y);
      return true;
    },

    async 'compare-boxes'({ state, views }) {
      const file = join(committed, 'boxes', `${state}.json`);
      if (updates) {
        await writeFormatted(file, views);
        return { differences: [] };
      }
      if (!existsSync(file)) return { differences: [`${file} is not there`] };
      const before = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Boxes>;
      const names = new Set([...Object.keys(before), ...Object.keys(views)]);
      const differences = [...names].flatMap((view) =>
        differencesOf(before[view] ?? {}, views[view] ?? {}).map((text) => `${view}: ${text}`),
      );
      return { differences };
    },

    async picture({ name, clip, compared }, page) {
      const isPinned = await hasPinnedVersion(page);
      if (!keepsAll && !updates && !(compared && isPinned)) return { problem: '' };
      const bytes = Buffer.from(await page.screenshot({ clip, captureBeyondViewport: false }));
      const file = join(committed, 'pictures', `${name}.png`);
      if (keepsAll) write(join(kept, `${name}.png`), bytes);
      if (!compared) return { problem: '' };
      if (updates) write(file, bytes);
      if (updates) write(pinned, `${await page.browser().version()}\n`);
      if (updates || !isPinned) return { problem: '' };
      return { problem: existsSync(file) ? comparison(name, file, bytes) : `${file} is not there` };
    },
  };

  return {
    name: 'looks',
    executeCommand({ command, payload, session }) {
      if (!Object.hasOwn(handlers, command)) return undefined;
      const handler = handlers[command as keyof Handlers] as (
        payload: unknown,
        page: Page,
      ) => Promise<unknown>;
      return handler(payload, (session.browser as Launcher).getPage(session.id));
    },
  };
}

async function hasPinnedVersion(page: Page): Promise<boolean> {
  const major = (version: string): string | undefined => /\/(\d+)/.exec(version)?.[1];
  return (
    process.platform === 'linux' &&
    existsSync(pinned) &&
    major(readFileSync(pinned, 'utf8')) === major(await page.browser().version())
  );
}

export function differencesOf(before: Boxes, now: Boxes): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((part) => {
    const [was, is] = [before[part], now[part]];
    if (!was) return [`${part} is new, at ${text(is)}`];
    if (!is) return [`${part} is gone from ${text(was)}`];
    const moved = edges(was).some((edge, index) => Math.abs(edge - (edges(is)[index] ?? 0)) > tolerance);
    return moved ? [`${part} was ${text(was)}, is ${text(is)}`] : [];
  });
}

const edges = ([x, y, width, height]: Box): readonly number[] => [x, y, x + width, y + height];
const text = (box: Box | undefined): string => `[${box?.join(', ')}]`;

export function comparison(name: string, file: string, bytes: Buffer): string {
  const before = PNG.sync.read(readFileSync(file));
  const now = PNG.sync.read(bytes);
  const { width, height } = before;
  if (now.width !== width || now.height !== height)
    return `${name}: was ${width} × ${height}, is ${now.width} × ${now.height}`;
  const difference = new PNG({ width, height });
  const count = pixelmatch(before.data, now.data, difference.data, width, height, { threshold: 0.15 });
  if (count <= differingPixels) return '';
  write(join(kept, `${name}.now.png`), bytes);
  write(join(kept, `${name}.difference.png`), PNG.sync.write(difference));
  return `${name}: ${count} pixels differ, see ${kept}/${name}.difference.png`;
}

async function writeFormatted(file: string, value: unknown): Promise<void> {
  const options = await resolveConfig(file);
  write(file, await format(JSON.stringify(value), { ...options, filepath: file }));
}

function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
