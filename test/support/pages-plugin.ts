// Carries out what a test asks of the browser itself: second pages, trusted clicks, screenshots, garbage collection.
import { mkdir } from 'node:fs/promises';
import type { chromeLauncher, TestRunnerPlugin } from '@web/test-runner';
import type { PageCommands } from './commands.js';
import { heapUsage, pageListeners, withDevTools } from './page-counts.js';

type Launcher = ReturnType<typeof chromeLauncher>;
type Page = ReturnType<Launcher['getPage']>;

const screenshotFolder = '.cache/screenshots';

type Handlers = {
  [Name in keyof PageCommands]: (
    payload: PageCommands[Name]['payload'],
    testPage: Page,
  ) => Promise<PageCommands[Name]['result']>;
};

/** Shorter than the runner's own limit of 20 s, whose message does not say what was waited for. */
const answerTimeout = 18_000;

export function pagesPlugin(): TestRunnerPlugin {
  const opened = new Map<number, Page>();
  const closeAll = async (): Promise<void> => {
    const pages = [...opened.values()];
    opened.clear();
    await Promise.allSettled(pages.map((page) => page.close()));
  };
  let lastId = 0;

  function pageOf(id: number): Page {
    const page = opened.get(id);
    if (!page) throw new Error(`There is no open page ${id}.`);
    return page;
  }

  const handlers: Handlers = {
    async 'open-page'({ url }, testPage) {
      const page = await testPage.browser().newPage();
      lastId += 1;
      opened.set(lastId, page);
      await inTime(page.goto(new URL(url, testPage.url()).href), url);
      return { id: lastId };
    },
    async 'page-evaluate'({ id, expression }) {
      return { value: await inTime(pageOf(id).evaluate(expression), expression) };
    },
    async 'close-page'({ id, runBeforeUnload = false }) {
      const page = pageOf(id);
      opened.delete(id);
      await page.close({ runBeforeUnload });
      return true;
    },
    async 'bring-to-front'({ id }, testPage) {
      await (id === undefined ? testPage : pageOf(id)).bringToFront();
      return true;
    },
    async click({ id, ...target }, testPage) {
      const page = id === undefined ? testPage : pageOf(id);
      if ('selector' in target) await page.locator(target.selector).click();
      else await page.mouse.click(target.x, target.y);
      return true;
    },
    async 'accessibility-tree'(_, testPage) {
      const tree = await testPage.accessibility.snapshot();
      if (!tree) throw new Error('The browser gave no accessibility tree.');
      return tree;
    },
    async compose({ text }, testPage) {
      const cdp = await testPage.createCDPSession();
      const place = { selectionStart: text.length, selectionEnd: text.length };
      await cdp.send('Input.imeSetComposition', { text, ...place });
      // A key that an input method takes for itself has this code.
      const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
      await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
      await cdp.send('Input.insertText', { text });
      await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter, windowsVirtualKeyCode: 13 });
      await cdp.detach();
      return true;
    },
    async screenshot({ name, id }, testPage) {
      await mkdir(screenshotFolder, { recursive: true });
      const path = `${screenshotFolder}/${name}.png` as const;
      await (id === undefined ? testPage : pageOf(id)).screenshot({ path });
      return { path };
    },
    async 'collect-garbage'({ id }, testPage) {
      const cdp = await (id === undefined ? testPage : pageOf(id)).createCDPSession();
      await cdp.send('HeapProfiler.collectGarbage');
      await cdp.detach();
      return true;
    },
    'heap-usage': (_, testPage) => withDevTools(testPage, heapUsage),
    'page-listeners': (_, testPage) => withDevTools(testPage, pageListeners),
  };

  return {
    name: 'pages',
    executeCommand({ command, payload, session }) {
      if (!Object.hasOwn(handlers, command)) return undefined;
      const handler = handlers[command as keyof Handlers] as (
        payload: unknown,
        page: Page,
      ) => Promise<unknown>;
      return handler(payload, (session.browser as Launcher).getPage(session.id));
    },
    serverStart({ webSockets }) {
      // A page that a failed test left open would hide the next file's page, which would then get no frames.
      webSockets?.on('message', ({ data }) => {
        if (data.type === 'wtr-session-finished') void closeAll();
      });
    },
    serverStop: closeAll,
  };
}

async function inTime<Value>(answer: Promise<Value>, what: string): Promise<Value> {
  let deadline: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`The second page gave no answer in ${answerTimeout / 1000} s: ${what}`);
    deadline = setTimeout(() => reject(error), answerTimeout);
  });
  // Once too late, the answer fails with the page that is closed then.
  answer.catch(() => undefined);
  return Promise.race([answer, late]).finally(() => clearTimeout(deadline));
}
