/** What `diagnose()` finds out about this browser and the service that is chosen: a row for each check, with a lamp. */

import type { DiagnosisCheck, DiagnosisRow } from '../../src/index.js';
import { make, part, type Tone } from './page-elements.js';
import type { LogCall } from './speak-panel.js';

interface Diagnosed {
  diagnose(): Promise<DiagnosisRow[]>;
}

const checks: Readonly<Record<DiagnosisCheck, readonly [name: string, about: string]>> = {
  secure_context: ['Secure context', 'The microphone needs https, or localhost.'],
  microphone: ['Microphone', 'There is one, and the page may use it.'],
  codecs: ['Codecs', 'The browser plays H264 or VP8.'],
  service: ['Service', 'Its address answers this page.'],
  websocket: ['WebSocket', 'No proxy is in the way.'],
  ice: ['WebRTC', 'A connection can be made.'],
};

const tones: Readonly<Record<DiagnosisRow['status'], Tone>> = {
  ok: 'good',
  warning: 'busy',
  failed: 'bad',
  unknown: 'quiet',
};

interface RowParts {
  readonly lamp: HTMLElement;
  readonly status: HTMLElement;
  readonly message: HTMLElement;
}

export class DiagnosisPanel {
  readonly #rows = part('check-rows', HTMLElement);
  readonly #note = part('check-note', HTMLElement);
  readonly #run = part('check-run', HTMLButtonElement);
  readonly #parts = new Map<string, RowParts>();
  readonly #element: Diagnosed;
  readonly #log: LogCall;
  #service = '';
  /** The service that was checked; its findings are not to be taken for those of the one that is chosen now. */
  #checked = '';

  constructor(element: Diagnosed, log: LogCall) {
    this.#element = element;
    this.#log = log;
    this.#rows.append(
      ...Object.entries(checks).map(([check, [name, about]]) => this.#row(check, name, about)),
    );
    this.#run.addEventListener('click', () => void this.#check());
  }

  showService(label: string): void {
    this.#service = label;
    const stale = this.#checked !== '' && this.#checked !== label;
    this.#rows.toggleAttribute('data-stale', stale);
    if (stale) this.#note.textContent = `Checked with ${this.#checked}. Run it again.`;
    else if (this.#checked) this.#note.textContent = this.#summary();
  }

  async #check(): Promise<void> {
    const service = this.#service;
    this.#run.disabled = true;
    this.#note.textContent = 'Checking. One moment.';
    this.#checked = '';
    await this.#log('diagnose', undefined, async () => {
      const rows = await this.#element.diagnose();
      for (const row of rows) this.#show(row);
      this.#checked = service;
      return Object.fromEntries(rows.map(({ check, status }) => [check, status]));
    });
    this.#run.disabled = false;
    // A button that was disabled has lost the focus it had.
    if (document.activeElement === document.body) this.#run.focus();
    if (this.#checked) this.showService(this.#service);
    else this.#note.textContent = 'The check itself failed: see the events.';
  }

  #summary(): string {
    const words = Array.from(this.#parts.values(), ({ status }) => status.dataset.status);
    const bad = words.filter((word) => word === 'failed' || word === 'warning').length;
    return bad === 0
      ? `Nothing is in the way of ${this.#checked}.`
      : `${bad} of ${words.length} need a look.`;
  }

  #row(check: string, name: string, about: string): HTMLLIElement {
    const parts: RowParts = {
      lamp: make('span', 'lamp'),
      status: make('span', 'check-status', 'not checked'),
      message: make('p', 'check-message', about),
    };
    this.#parts.set(check, parts);
    return make('li', '', make('h3', '', parts.lamp, name), parts.status, parts.message);
  }

  #show({ check, status, message, milliseconds }: DiagnosisRow): void {
    const parts = this.#parts.get(check);
    if (!parts) return;
    parts.lamp.dataset.tone = tones[status];
    parts.status.dataset.status = status;
    parts.status.textContent = `${status} · ${milliseconds} ms`;
    parts.message.textContent = message;
  }
}
