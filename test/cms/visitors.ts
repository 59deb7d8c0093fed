/** Owns the Chromium of these tests: visitors with cookies of their own, and all that they were sent, for a look later. */
import { launch, type Browser, type BrowserContext, type HTTPResponse, type Page } from 'puppeteer-core';
import type { Account } from './wordpress-site.js';

const { bringChromium } = (await import(new URL('../../.config/chromium.mjs', import.meta.url).href)) as {
  bringChromium: () => Promise<string>;
};

/** One answer that a visitor got. */
interface Sent {
  url: string;
  text: string;
}

export class Visitors {
  readonly #browser: Browser;
  readonly #site: string;
  readonly #sent: Promise<Sent>[] = [];
  readonly #complaints: string[] = [];
  /** Whoever has logged in stays so. */
  readonly #loggedIn = new Map<string, BrowserContext>();

  private constructor(browser: Browser, site: string) {
    this.#browser = browser;
    this.#site = site;
  }

  static async arrive(site: string): Promise<Visitors> {
    const browser = await launch({
      executablePath: await bringChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        // Nothing but the site and the sandbox.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ],
      defaultViewport: { width: 1000, height: 900 },
    });
    return new Visitors(browser, site);
  }

  /** A page of a new visitor, or of somebody who has logged in. */
  async open(account?: Account): Promise<Page> {
    const known = account && this.#loggedIn.get(account.name);
    const context = known ?? (await this.#browser.createBrowserContext());
    const page = await context.newPage();
    const closed = new Promise<string>((resolve) => page.once('close', () => resolve('')));
    page.on('response', (response) => this.#sent.push(read(response, closed)));
    page.on('pageerror', (error) => this.#complaints.push(String(error)));
    page.on('console', (message) => {
      const { url = '' } = message.location();
      // WordPress asks other hosts for pictures, which tests don't reach.
      const ours = /heygen-avatar|admin-ajax/.test(url) || !message.text().startsWith('Failed to load');
      if (message.type() === 'error' && ours) this.#complaints.push(`${message.text()} ${url}`);
    });
    page.on('dialog', (dialog) => void dialog.accept());
    if (account && !known) {
      await this.#logIn(page, account);
      this.#loggedIn.set(account.name, context);
    }
    return page;
  }

  /** The addresses of the answers that have a text in them. */
  async whoSaw(text: string): Promise<string[]> {
    const sent = await Promise.all(this.#sent);
    return sent.filter((answer) => answer.text.includes(text)).map(({ url }) => url);
  }

  get answers(): number {
    return this.#sent.length;
  }

  /** Errors on the console, and uncaught ones, since the last call. */
  complaints(): string[] {
    return this.#complaints.splice(0);
  }

  async leave(): Promise<void> {
    await this.#browser.close();
  }

  async #logIn(page: Page, { name, password }: Account): Promise<void> {
    await page.goto(`${this.#site}/wp-login.php`);
    // WordPress puts the cursor into the first field a moment after the page is there.
    await page.$eval(
      '#loginform',
      (form, fields) => {
        for (const [id, value] of Object.entries(fields)) {
          (form.querySelector(`#${id}`) as HTMLInputElement).value = value;
        }
      },
      { user_login: name, user_pass: password },
    );
    await Promise.all([
      page.waitForNavigation(),
      page.$eval('#wp-submit', (button) => (button as HTMLElement).click()),
    ]);
  }
}

async function read(response: HTTPResponse, closed: Promise<string>): Promise<Sent> {
  const headers = JSON.stringify(response.headers());
  // A redirect has no body, and that of a page which was left is gone, or never comes.
  const body = await Promise.race([response.text().catch(() => ''), closed]);
  return { url: response.url(), text: `${headers}\n${body}` };
}
