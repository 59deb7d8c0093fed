/** The troubles that the sandbox or the simulated service can play: chosen here, and what the element reported held against what was to be expected. */

import type { SessionState } from '../../src/index.js';
import type { Trouble } from './offer.js';
import { part } from './page-elements.js';

export class TroublePanel {
  readonly #select = part('trouble', HTMLSelectElement);
  readonly #about = part('trouble-about', HTMLElement);
  readonly #expected = part('trouble-expected', HTMLElement);
  readonly #reported = part('trouble-reported', HTMLElement);
  #troubles: readonly Trouble[] = [];
  #running: Trouble | undefined;

  constructor(changed: () => void) {
    this.#select.addEventListener('change', () => {
      this.#describe();
      changed();
    });
  }

  /** Its name, or the empty string. */
  get chosen(): string {
    return this.#select.value;
  }

  /** Shows another service's troubles; the one that was chosen stays so where this service has it too. */
  offer(troubles: readonly Trouble[], player: string): void {
    const before = this.chosen;
    this.#troubles = troubles;
    this.#select.replaceChildren(
      new Option('None', ''),
      ...troubles.map(({ name }) => new Option(name, name)),
    );
    this.#select.value = troubles.some(({ name }) => name === before) ? before : '';
    this.#select.disabled = troubles.length === 0;
    part('trouble-player', HTMLElement).textContent =
      troubles.length > 0
        ? `${player} can play a service in trouble. Choose one, then start the avatar.`
        : 'No sandbox answers that could play troubles here. The simulated service can.';
    this.#describe();
  }

  show(state: SessionState): void {
    if (state.status === 'connecting') this.#running ??= this.#trouble();
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
    const trouble = this.#trouble();
    this.#about.textContent = trouble
      ? `${capital(trouble.about)}.`
      : 'What happens, and what the element has to report, is shown here.';
    this.#expected.textContent = trouble ? inWords(trouble.code, trouble.phase) : '–';
    this.#reported.textContent = '–';
  }

  #trouble(): Trouble | undefined {
    return this.#troubles.find(({ name }) => name === this.chosen);
  }
}

function inWords(code: string, phase: string): string {
  if (!code) return 'no error, it goes live';
  return phase === 'live' ? `ends with the reason ${code}` : `${code} in phase ${phase}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
