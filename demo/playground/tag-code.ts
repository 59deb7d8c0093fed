/** The tag as code: written anew at each change, with what changed lit up, and copied. */

import { make, part } from './page-elements.js';
import type { TagAttributes } from './settings.js';

const scriptLine: readonly [name: string, attributes: ReadonlyMap<string, string>] = [
  'script',
  new Map([
    ['type', 'module'],
    ['src', 'heygen-avatar.js'],
  ]),
];
const feedbackFor = 1800;

export class TagCode {
  readonly #code = part('code', HTMLPreElement);
  readonly #copyText = part('copy-text', HTMLElement);
  readonly #copyStatus = part('copy-status', HTMLElement);
  #shown: TagAttributes | null = null;
  #feedback = 0;

  constructor() {
    part('copy', HTMLButtonElement).addEventListener('click', () => void this.#copy());
  }

  show(attributes: TagAttributes): void {
    const before = this.#shown;
    this.#shown = attributes;
    const lines: (Node | string)[] = [];
    for (const [name, value] of attributes) {
      const line = make(
        'span',
        before && before.get(name) !== value ? 'mark-changed' : '',
        ...attribute(name, value),
      );
      lines.push('\n  ', line);
    }
    const [script, scriptAttributes] = scriptLine;
    const inOneLine = Array.from(scriptAttributes, ([name, value]) => [
      ' ',
      ...attribute(name, value),
    ]).flat();
    this.#code.replaceChildren(
      ...open(script, inOneLine),
      ...close(script),
      '\n\n',
      ...open('heygen-avatar', [...lines, '\n']),
      ...close('heygen-avatar'),
    );
  }

  async #copy(): Promise<void> {
    const copied = await navigator.clipboard.writeText(this.#code.textContent).then(
      () => true,
      () => this.#select(),
    );
    this.#copyText.textContent = copied ? 'Copied ✓' : 'Selected';
    this.#copyStatus.textContent = copied ? 'Copied to the clipboard' : 'Selected. Press Control C to copy.';
    clearTimeout(this.#feedback);
    this.#feedback = window.setTimeout(() => {
      this.#copyText.textContent = 'Copy';
      this.#copyStatus.textContent = '';
    }, feedbackFor);
  }

  /** Where the browser refuses the clipboard, the visitor can still press the keys. */
  #select(): false {
    getSelection()?.selectAllChildren(this.#code);
    this.#code.focus();
    return false;
  }
}

function open(tag: string, inside: (Node | string)[]): (Node | string)[] {
  return ['<', make('span', 'name', tag), ...inside, '>'];
}

function close(tag: string): (Node | string)[] {
  return ['</', make('span', 'name', tag), '>'];
}

function attribute(name: string, value: string): (Node | string)[] {
  const named = make('span', 'attribute', name);
  if (value === '') return [named];
  const quoted = value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return [named, '=', make('span', 'value', `"${quoted}"`)];
}
