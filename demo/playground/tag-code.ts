/** The tag as code: written anew at each change, with what changed lit up, and copied. */

import type { SimulatedScript } from '../../src/index.js';
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
  #shownTrouble = '';
  #feedback = 0;

  constructor() {
    part('copy', HTMLButtonElement).addEventListener('click', () => void this.#copy());
  }

  /** A script is a property, and so takes code of its own. */
  show(attributes: TagAttributes, script?: SimulatedScript): void {
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
    const [tag, tagAttributes] = scriptLine;
    const inOneLine = Array.from(tagAttributes, ([name, value]) => [' ', ...attribute(name, value)]).flat();
    this.#code.replaceChildren(
      ...open(tag, inOneLine),
      ...close(tag),
      '\n\n',
      ...open('heygen-avatar', [...lines, '\n']),
      ...close('heygen-avatar'),
      ...this.#scriptLines(script?.trouble ?? ''),
    );
  }

  #scriptLines(trouble: string): (Node | string)[] {
    const changed = trouble !== this.#shownTrouble;
    this.#shownTrouble = trouble;
    if (!trouble) return [];
    const line = [
      'avatar.',
      make('span', 'attribute', 'simulatedScript'),
      ' = { trouble: ',
      make('span', 'value', `'${trouble}'`),
      ' };',
    ];
    return [
      '\n\n',
      ...open('script', []),
      "\n  const avatar = document.querySelector('heygen-avatar');\n  ",
      make('span', changed ? 'mark-changed' : '', ...line),
      '\n',
      ...close('script'),
    ];
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
