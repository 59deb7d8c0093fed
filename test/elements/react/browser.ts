// What the page of a React test does with the app.
import { createElement, StrictMode, version } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { App, type AppProps } from './app.js';

export { version };

export interface Mounted {
  /** Renders anew, and resolves after the commit. */
  render(props: AppProps): Promise<void>;
  unmount(): void;
}

/** Renders the app into `container`, or hydrates what is there. Resolves once React has committed it. */
export async function mount(container: Element, props: AppProps, hydrate = false): Promise<Mounted> {
  let committed = (): void => undefined;
  const page = (given: AppProps): ReturnType<typeof createElement> =>
    createElement(StrictMode, null, createElement(App, { ...given, onCommit: () => committed() }));
  const commit = (): Promise<void> => new Promise((resolve) => (committed = resolve));
  const first = commit();
  const root = hydrate ? hydrateRoot(container, page(props)) : createRoot(container);
  if (!hydrate) root.render(page(props));
  await first;
  return {
    async render(next) {
      const done = commit();
      root.render(page(next));
      await done;
    },
    unmount: () => root.unmount(),
  };
}
