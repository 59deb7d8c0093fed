/** The one-file build in a page with an AMD loader, as Moodle's and Magento's have: both go on as if alone. */

import { expect } from '@open-wc/testing';
import type { HeygenAvatarElement } from '../../src/index.js';
import { allClosed, Corner } from '../support/sandbox-books.js';

type Factory = () => unknown;

/** The least of a loader: modules of the page's own, by name. One without a name belongs to a script that it asked for. */
class AmdLoader {
  readonly #modules = new Map<string, Factory>();
  readonly nameless: unknown[] = [];

  constructor() {
    const define = (...args: unknown[]): void => {
      const [name, , factory] = args;
      if (typeof name === 'string') this.#modules.set(name, factory as Factory);
      else this.nameless.push(args);
    };
    // What a CommonJS shim leaves on such pages.
    Object.assign(globalThis, {
      define: Object.assign(define, { amd: {} }),
      exports: {},
      module: { exports: {} },
    });
  }

  require(name: string): unknown {
    return this.#modules.get(name)?.();
  }

  remove(): void {
    for (const name of ['define', 'exports', 'module']) Reflect.deleteProperty(globalThis, name);
  }
}

describe('/dist/cdn/heygen-avatar.js in a page with an AMD loader', () => {
  it('starts a session, and leaves the loader alone', async () => {
    const loader = new AmdLoader();
    const script = '/dist/cdn/heygen-avatar.js';
    await import(script);
    const corner = await Corner.open();
    const element: HeygenAvatarElement = document.createElement('heygen-avatar');
    Object.assign(element, { tokenUrl: corner.tokenUrl().href, basePath: corner.url, quality: 'low' });
    document.body.append(element);
    await element.start();
    expect(element.state.status).to.equal('live');
    element.remove();
    await corner.until(allClosed);

    expect(loader.nameless).to.deep.equal([]);
    const { define, exports, module } = globalThis as unknown as Record<string, unknown>;
    expect(exports).to.deep.equal({});
    expect(module).to.deep.equal({ exports: {} });
    (define as (...args: unknown[]) => void)('page/module', [], () => 'of the page');
    expect(loader.require('page/module')).to.equal('of the page');
    loader.remove();
  });
});
