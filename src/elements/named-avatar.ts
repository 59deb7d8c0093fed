/**
 * Finds the avatar that a small element names with `for`, and follows it: it may be inserted, defined, replaced or removed
 * at any time, and get or lose its id. Loaded with the first `for`.
 */

import { avatarHostContext, type AvatarHost } from './avatar-host.js';
import { listen } from './listen.js';

type Root = Document | ShadowRoot;

/** A document or shadow root in which small elements look for their avatars: it is watched once for all of them. */
class Tree {
  readonly #root: Root;
  readonly #looks = new Set<() => void>();
  readonly #observer = new MutationObserver(() => this.#look());
  #unlisten = (): void => undefined;

  constructor(root: Root) {
    this.#root = root;
  }

  add(look: () => void): void {
    this.#looks.add(look);
    if (this.#looks.size > 1) return;
    this.#observer.observe(this.#root, { subtree: true, childList: true, attributeFilter: ['id'] });
    // An avatar tells that it is there when it is defined later than it was inserted.
    this.#unlisten = listen(this.#root, 'context-provider', () => this.#look(), true);
  }

  delete(look: () => void): void {
    this.#looks.delete(look);
    if (this.#looks.size > 0) return;
    this.#observer.disconnect();
    this.#unlisten();
  }

  #look(): void {
    for (const look of this.#looks) look();
  }
}

const trees = new WeakMap<Root, Tree>();

/** Calls `take` with the host of the avatar whose id is `id`, whenever it is another one. Returns a function that ends it. */
export function followAvatar(
  element: HTMLElement,
  id: string,
  take: (host: AvatarHost | undefined) => void,
): () => void {
  // What is connected is in one of these.
  const root = element.getRootNode() as Root;
  const tree = trees.get(root) ?? new Tree(root);
  trees.set(root, tree);
  let found: Element | null = null;
  let host: AvatarHost | undefined;
  const look = (): void => {
    const named = root.getElementById(id);
    if (named === found && (host || !named)) return;
    found = named;
    host = named ? hostOf(named, element) : undefined;
    take(host);
  };
  tree.add(look);
  look();
  return () => tree.delete(look);
}

/**
 * Asks as a child of the avatar would, whichever copy of this package has defined it. The request doesn't bubble: an
 * avatar around an element of that id isn't meant.
 */
function hostOf(named: Element, asking: Element): AvatarHost | undefined {
  let host: AvatarHost | undefined;
  const callback = (answer: AvatarHost): void => void (host = answer);
  const request = new Event('context-request');
  named.dispatchEvent(
    Object.assign(request, { context: avatarHostContext, contextTarget: asking, callback, subscribe: false }),
  );
  return host;
}
