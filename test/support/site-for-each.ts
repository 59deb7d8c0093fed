/** A Chromium for the tests of a `describe`, and for each of them a site and visitors of its own, gone after it. */

import { after, afterEach, before, beforeEach } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openBrowser, Site, visit, type Visit } from '../pages/site.js';

export class OwnSite {
  #browser: Browser | undefined;
  #sites: Site[] = [];

  get site(): Site {
    const [site] = this.#sites;
    if (!site) throw new Error('There is a site only while a test runs.');
    return site;
  }

  /** Another site, on an origin of its own. */
  async another(): Promise<Site> {
    const site = await Site.open();
    this.#sites.push(site);
    return site;
  }

  /** A new visitor of this site, or of an absolute URL. */
  async visit(url = '/', prepare?: (page: Page) => Promise<unknown>): Promise<Visit> {
    if (!this.#browser) throw new Error('There is a browser only while the tests run.');
    return visit(this.#browser, new URL(url, this.site.origin).href, prepare);
  }

  async openBrowser(): Promise<void> {
    this.#browser = await openBrowser();
  }

  async closeBrowser(): Promise<void> {
    await this.#browser?.close();
  }

  async clear(): Promise<void> {
    // Pages of other tests would take the window's focus. The first context is the browser's own.
    const visitors = this.#browser?.browserContexts().slice(1) ?? [];
    await Promise.all(visitors.map((context) => context.close()));
    for (const site of this.#sites) site.close();
    this.#sites = [];
  }
}

/** To be called in a `describe`, before hooks that need the site. */
export function siteForEach(): OwnSite {
  const own = new OwnSite();
  before(() => own.openBrowser());
  after(() => own.closeBrowser());
  beforeEach(() => own.another());
  afterEach(() => own.clear());
  return own;
}
