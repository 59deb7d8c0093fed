// What a visitor does with an app, the same for every framework, and what must be true afterwards.
import assert from 'node:assert/strict';
import type { Browser, ConsoleMessage, ElementHandle, Page } from 'puppeteer-core';
import type { HeygenAvatarElement } from '../../src/index.js';
import type { Site } from './site.js';

type Service = 'simulated' | 'liveavatar';
type Part = 'status' | 'ready' | 'speak' | 'toggle' | 'away' | 'back';

const part = (name: Part): string => `[data-test=${name}]`;
/** The start button by the name that the app's `strings` give it; the same avatar, put back, has been started before. */
const startButton = ['Meet Wayne', 'Start again']
  .map((name) => `::-p-aria([name="${name}"][role="button"])`)
  .join(', ');

/** Starts, hears `stream_ready`, and lets the avatar speak by a method. */
export async function startsAndSpeaks(browser: Browser, site: Site): Promise<void> {
  await visiting(browser, site, 'simulated', async (visit) => {
    assert.equal(await visit.isEnabled('speak'), false, 'it cannot speak before the start');
    const avatar = await visit.start();
    assert.ok(await visit.hasItsSlot(), 'what the page put into a slot is in it');
    const talking = await visit.expect('avatar_start_talking');
    assert.equal(await visit.isEnabled('speak'), true, 'it can speak while live');
    await visit.click('speak');
    await talking();
    await visit.click('toggle');
    await visit.untilStopped(avatar);
  });
}

/** A session of LiveAvatar, with a real room; the visitor closes the tab. */
export async function leavesTheService(browser: Browser, site: Site): Promise<void> {
  await visiting(browser, site, 'liveavatar', async (visit) => {
    await visit.start();
    assert.equal((await site.books()).open, 1);
    await visit.page.close();
    const { sessions } = await emptied(site);
    assert.deepEqual(
      sessions.map(({ ended_by }) => ended_by),
      ['stop'],
    );
  });
}

/** The app removes the avatar while it connects, puts it back, and it starts. */
export async function isRemovedWhileConnecting(browser: Browser, site: Site): Promise<void> {
  await visiting(browser, site, 'simulated', async (visit) => {
    const avatar = await visit.avatar();
    await visit.page.evaluate((toggle) => {
      // The first change of state is to `connecting`.
      document.addEventListener('state_changed', () => document.querySelector<HTMLElement>(toggle)?.click(), {
        once: true,
      });
    }, part('toggle'));
    await visit.page.locator(startButton).click();
    await visit.untilStopped(avatar);
    assert.equal(await visit.text('ready'), '0');
    await visit.click('toggle');
    await visit.start();
  });
}

/** The app removes the avatar while it is live, puts it back, and it starts anew. */
export async function isRemovedWhileLive(browser: Browser, site: Site): Promise<void> {
  await visiting(browser, site, 'simulated', async (visit) => {
    const avatar = await visit.start();
    await visit.click('toggle');
    assert.equal(await visit.untilStopped(avatar), 'removed');
    await visit.click('toggle');
    await visit.start();
  });
}

/** The visitor follows a link of the app while the avatar is live, comes back, and it starts anew. */
export async function navigatesAwayAndBack(browser: Browser, site: Site): Promise<void> {
  await visiting(browser, site, 'simulated', async (visit) => {
    const avatar = await visit.start();
    const before = await visit.documentId();
    await visit.click('away');
    await visit.page.locator(part('back')).wait();
    assert.equal(new URL(visit.page.url()).pathname, '/about');
    // Without a router the document goes, and everything that is simulated in it.
    if ((await visit.documentId()) === before) await visit.untilStopped(avatar);
    await visit.click('back');
    await visit.page.locator(startButton).wait();
    // The way back has no query: the page says simulated all the same.
    await visit.start();
  });
}

/** A page of the app that only a server has rendered: its avatar starts all the same. */
export async function startsWithoutClientComponent(
  browser: Browser,
  site: Site,
  path: string,
): Promise<void> {
  assert.match(await (await fetch(site.url + path)).text(), /<heygen-avatar\b/);
  await visiting(
    browser,
    site,
    'simulated',
    async ({ page }) => {
      await page.locator(startButton).click();
      await page.waitForFunction(
        () => document.querySelector<HeygenAvatarElement>('heygen-avatar')?.state.status === 'live',
      );
    },
    path,
  );
}

/** The server's answer has the page's words, and the tag with what is slotted into it, before any script has run. */
export async function isRenderedOnServer(site: Site): Promise<void> {
  const page = await (await fetch(site.url)).text();
  assert.match(page, /<h1[^>]*>[^<]+<\/h1>/);
  assert.match(page, /<heygen-avatar\b[^>]*>\s*<\w+ [^>]*\bslot="/);
}

/** One visit in a window of its own. Whatever the page complains about in its course is a failure. */
async function visiting(
  browser: Browser,
  site: Site,
  service: Service,
  course: (visit: Visit) => Promise<void>,
  path = '/',
): Promise<void> {
  const context = await browser.createBrowserContext();
  try {
    const visit = new Visit(await context.newPage());
    await visit.page.goto(`${site.url}${path}${service === 'simulated' ? '' : `?service=${service}`}`);
    try {
      await course(visit);
    } catch (error) {
      const { complaints } = visit;
      if (complaints.length === 0) throw error;
      throw new Error(`The page complained:\n${complaints.join('\n')}`, { cause: error });
    }
    assert.deepEqual(visit.complaints, []);
  } finally {
    await context.close();
  }
  assert.equal((await emptied(site)).open, 0);
}

/** Asks for the books until no session is open. Each answer is a round trip, so this is no busy loop. */
async function emptied(site: Site, milliseconds = 10_000): ReturnType<Site['books']> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const books = await site.books();
    if (books.open === 0) return books;
    assert.ok(performance.now() < deadline, `The books still show ${JSON.stringify(books)}`);
  }
}

class Visit {
  /** Everything on the console, every error that nobody caught, every request that failed. */
  readonly complaints: string[] = [];
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(30_000);
    page.on('console', (message: ConsoleMessage) => this.#note(`console.${message.type()}`, message.text()));
    page.on('pageerror', (error) =>
      this.#note('error', error instanceof Error ? error.message : String(error)),
    );
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // A page that is left takes its requests with it.
      if (why !== 'net::ERR_ABORTED') this.#note(why, request.url());
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.#note(`${response.status()}`, response.url());
    });
  }

  #note(what: string, text: string): void {
    this.complaints.push(`${what}: ${text}`);
  }

  async avatar(): Promise<ElementHandle<HeygenAvatarElement>> {
    const avatar = await this.page.waitForSelector('heygen-avatar');
    assert.ok(avatar);
    return avatar;
  }

  /** Presses the start button, as somebody does who sees the page; gives the avatar once it is live. */
  async start(): Promise<ElementHandle<HeygenAvatarElement>> {
    const avatar = await this.avatar();
    const heard = Number(await this.text('ready'));
    await this.page.locator(startButton).click();
    await this.until('status', 'live');
    await this.until('ready', `${heard + 1}`);
    return avatar;
  }

  click(name: Part): Promise<void> {
    return this.page.locator(part(name)).click();
  }

  text(name: Part): Promise<string> {
    return this.page.$eval(part(name), ({ textContent }) => textContent?.trim() ?? '');
  }

  isEnabled(name: Part): Promise<boolean> {
    return this.page.$eval(part(name), (button) => !button.matches(':disabled'));
  }

  hasItsSlot(): Promise<boolean> {
    return this.page.$eval('heygen-avatar > [slot]', ({ assignedSlot }) => assignedSlot !== null);
  }

  async until(name: Part, text: string): Promise<void> {
    await this.page.waitForFunction(
      (selector, wanted) => document.querySelector(selector)?.textContent?.trim() === wanted,
      {},
      part(name),
      text,
    );
  }

  /** Listens for an event now; the function that it gives waits for it. */
  async expect(type: string): Promise<() => Promise<void>> {
    const heard = await this.page.evaluateHandle((name) => {
      const seen = { yet: false };
      document.addEventListener(name, () => (seen.yet = true), { once: true });
      return seen;
    }, type);
    return async () => void (await this.page.waitForFunction(({ yet }) => yet, {}, heard));
  }

  documentId(): Promise<number> {
    return this.page.evaluate(() => performance.timeOrigin);
  }

  /** Waits until an avatar that is no longer on the page has ended its session; gives the reason. */
  async untilStopped(avatar: ElementHandle<HeygenAvatarElement>): Promise<string> {
    const reason = await this.page.waitForFunction(
      ({ isConnected, state }) => !isConnected && state.status === 'ended' && state.reason,
      {},
      avatar,
    );
    return String(await reason.jsonValue());
  }
}
