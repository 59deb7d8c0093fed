/** The troubles the sandbox can play: chosen here, and what the element reported held against what was to be expected. */

import type { SessionState } from '../../src/index.js';
import type { Trouble } from './catalogue.js';
import { part } from './page-elements.js';

export class TroublePanel {
  readonly #select = part('trouble', HTMLSelectElement);
  readonly #about = part('trouble-about', HTMLElement);
  readonly #expected = part('trouble-expected', HTMLElement);
  readonly #reported = part('trouble-reported', HTMLElement);
  readonly #troubles: readonly Trouble[];
  #running: Trouble | undefined;

  /** `chosen` hears the name, or the empty string. */
  constructor(troubles: readonly Trouble[], chosen: (name: string) => void) {
    this.#troubles = troubles;
    this.#select.replaceChildren(
      new Option('None', ''),
      ...troubles.map(({ name }) => new Option(name, name)),
    );
    this.#select.addEventListener('change', () => {
      this.#describe();
      chosen(this.#select.value);
    });
    this.#describe();
    part('trouble-panel', HTMLElement).hidden = troubles.length === 0;
  }

  show(state: SessionState): void {
    if (state.status === 'connecting') this.#running ??= this.#chosen();
    if (!this.#running) return;
    if (state.status === 'failed') this.#report(state.error.code, state.error.phase ?? '');
    else if (state.status === 'ended') this.#report(state.reason, 'live');
    else if (state.status === 'live' && !this.#running.code) this.#report('', '');
  }

  #report(code: string, phase: string): void {
    const asExpected = code === this.#running?.code && phase === this.#running.phase;
    this.#reported.textContent = `${inWords(code, phase)}${asExpected ? ' ✓' : ''}`;
    this.#running = undefined;
  }

  #describe(): void {
    const trouble = this.#chosen();
    this.#about.textContent = trouble
      ? `${capital(trouble.about)}.`
      : 'What happens, and what the element has to report, is shown here.';
    this.#expected.textContent = trouble ? inWords(trouble.code, trouble.phase) : '–';
    this.#reported.textContent = '–';
  }

  #chosen(): Trouble | undefined {
    return this.#troubles.find(({ name }) => name === this.#select.value);
  }
}

function inWords(code: string, phase: string): string {
  if (!code) return 'no error, it goes live';
  return phase === 'live' ? `ends with the reason ${code}` : `${code} in phase ${phase}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
