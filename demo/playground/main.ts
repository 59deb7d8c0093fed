/** Brings the page to life: joins the fields, the tag, the element and the panels round it. */

import '../../src/index.js';
import { HeygenAvatarElement } from '../../src/elements.js';
import { askCatalogue, askTroubles, withoutSandbox } from './catalogue.js';
import { EventLog } from './event-log.js';
import { Facts } from './facts.js';
import { part } from './page-elements.js';
import { applyTo, Settings } from './settings.js';
import { SpeakPanel } from './speak-panel.js';
import { TagCode } from './tag-code.js';
import { TroublePanel } from './trouble.js';

const sandbox = import.meta.env.VITE_SANDBOX_URL?.replace(/\/$/, '') ?? '';
const avatar = part('avatar', HeygenAvatarElement);
const log = new EventLog(avatar);
const speakPanel = new SpeakPanel(avatar, log.call);
const facts = new Facts(avatar);
const code = new TagCode();
const restart = part('restart', HTMLButtonElement);
const restartNote = part('restart-note', HTMLElement);

const [catalogue, troubles] = sandbox
  ? await Promise.all([askCatalogue(sandbox), askTroubles(sandbox)])
  : [null, []];
showConnection(catalogue !== null);

const settings = new Settings(catalogue ?? withoutSandbox, catalogue ? sandbox : '', (attributes) => {
  code.show(attributes);
  const wasMuted = avatar.hasAttribute('muted');
  const needsRestart = applyTo(avatar, attributes);
  // The attribute is what it begins with; from then on the property is live, and the avatar's own button may have set it.
  if (attributes.has('muted') !== wasMuted) avatar.muted = !wasMuted;
  if (needsRestart) offerRestart();
});
const troublePanel = new TroublePanel(troubles, (name) => {
  settings.trouble = name;
});
settings.begin();

avatar.addEventListener('state_changed', showState);
restart.addEventListener('click', () => {
  void log
    .call('stop', undefined, () => avatar.stop())
    .then(() => log.call('start', undefined, () => avatar.start()));
});
part('open-advanced', HTMLAnchorElement).addEventListener('click', () => {
  part('advanced', HTMLDetailsElement).open = true;
  part('token-url', HTMLInputElement).focus();
});
showState();

function showState(): void {
  const { state } = avatar;
  speakPanel.show(state);
  facts.show(state);
  troublePanel.show(state);
  if (state.status !== 'live' && state.status !== 'reconnecting') {
    restart.hidden = true;
    restartNote.textContent = '';
  }
}

function offerRestart(): void {
  const { status } = avatar.state;
  if (status !== 'live' && status !== 'reconnecting') return;
  restartNote.textContent = 'This counts at the next start.';
  restart.hidden = false;
}

function showConnection(found: boolean): void {
  const lamp = part('connection', HTMLElement).querySelector<HTMLElement>('.lamp');
  if (lamp) lamp.dataset.tone = found ? 'good' : 'busy';
  part('connection-text', HTMLElement).textContent = found ? 'Sandbox' : 'No sandbox';
  part('connection-host', HTMLElement).textContent = found ? new URL(sandbox).host : '';
  part('no-sandbox', HTMLElement).hidden = found;
}
