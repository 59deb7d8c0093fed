/** The tag as code to paste: written anew at each change, with what changed lit up, and copied. */

import { make, part } from './page-elements.js';
import { isTarget, needsAllow, snippet, targets, type Shown, type Target } from './snippets.js';

const feedbackFor = 1800;
/** Tags, strings, and the names before an equals sign. */
const tokens =
  /(?<name><\/?[a-zA-Z][\w-]*|\[heygen_avatar|\/?>)|(?<value>"[^"]*"|'[^']*')|(?<attribute>[\w@:[\]()-]+)(?==)/g;

export class TagCode {
  readonly #code = part('code', HTMLPreElement);
  readonly #target = part('code-target', HTMLSelectElement);
  readonly #note = part('code-note', HTMLElement);
  readonly #copyText = part('copy-text', HTMLElement);
  readonly #copyStatus = part('copy-status', HTMLElement);
  #shown: Shown | undefined;
  #remark = '';
  #before: { target: Target; lines: ReadonlySet<string> } | undefined;
  #feedback = 0;

  constructor() {
    const options = Object.entries(targets).map(([value, label]) => new Option(label, value));
    this.#target.replaceChildren(...options);
    this.#target.addEventListener('input', () => this.#write());
    part('copy', HTMLButtonElement).addEventListener('click', () => void this.#copy());
  }

  /** `remark` is what the visitor has to know beside the code. */
  show(shown: Shown, remark: string): void {
    this.#shown = shown;
    this.#remark = remark;
    this.#write();
  }

  #write(): void {
    if (!this.#shown) return;
    const target = isTarget(this.#target.value) ? this.#target.value : 'html';
    const lines = snippet(target, this.#shown).trimEnd().split('\n');
    const known = this.#before?.target === target ? this.#before.lines : undefined;
    this.#before = { target, lines: new Set(lines) };
    const rows = lines.map((line) =>
      make('span', known && !known.has(line) ? 'mark-changed' : '', ...coloured(line)),
    );
    this.#code.replaceChildren(...rows.flatMap((row, index) => (index === 0 ? [row] : ['\n', row])));
    this.#note.textContent = [this.#remark, this.#onAllow(target)].filter(Boolean).join(' ');
  }

  #onAllow(target: Target): string {
    const names = needsAllow(this.#shown?.attributes ?? new Map());
    if (target === 'wordpress')
      return 'It needs the plugin, which has LiveAvatar’s key and what else a session has.';
    if (names.length === 0) return '';
    return `Your token endpoint has to allow ${names.join(', ')}, or set it.`;
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

function coloured(line: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const found of line.matchAll(tokens)) {
    parts.push(line.slice(end, found.index));
    const kind = Object.entries(found.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ?? '';
    parts.push(make('span', kind, found[0]));
    end = found.index + found[0].length;
  }
  return [...parts, line.slice(end)];
}
