/** Brings the page to life: joins the fields, the tag, the element and the panels round it. */

import '../../src/index.js';
import type { SimulatedScript } from '../../src/index.js';
import { HeygenAvatarElement } from '../../src/elements.js';
import { askOffers, withoutSandbox } from './catalogue.js';
import { DiagnosisPanel } from './diagnosis-panel.js';
import { EventLog } from './event-log.js';
import { Facts } from './facts.js';
import { part } from './page-elements.js';
import { pasted } from './pasted.js';
import { services, type Service } from './services.js';
import { applyTo, Settings, type TagAttributes } from './settings.js';
import { isSimulatedTrouble } from './simulated-offer.js';
import { SpeakPanel } from './speak-panel.js';
import { TagCode } from './tag-code.js';
import { TroublePanel } from './trouble.js';

const sandbox = import.meta.env?.VITE_SANDBOX_URL?.replace(/\/$/, '') ?? '';
const avatar = part('avatar', HeygenAvatarElement);
const log = new EventLog(avatar);
const speakPanel = new SpeakPanel(avatar, log.call);
const diagnosisPanel = new DiagnosisPanel(avatar, log.call);
const facts = new Facts(avatar);
const code = new TagCode();
const restart = part('restart', HTMLButtonElement);
const restartNote = part('restart-note', HTMLElement);

const found = sandbox ? await askOffers(sandbox) : null;
const offers = found ?? withoutSandbox;
showConnection(found !== null);

const troublePanel = new TroublePanel(() => settings.show());
const settings = new Settings(offers, found ? sandbox : '', {
  trouble: () => troublePanel.chosen,
  switched: showService,
  changed: showTag,
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
  // Where it has an effect; to a disabled one it does nothing.
  part('token-url', HTMLInputElement).focus();
});
showState();

function showService(service: Service): void {
  const { label, about } = services[service];
  const simulated = service === 'simulated';
  part('service-about', HTMLElement).textContent =
    found || simulated
      ? about
      : 'No sandbox plays it here. With a token-url of your own, under Advanced, it works.';
  part('static-page', HTMLElement).hidden = !simulated;
  troublePanel.offer(offers[service].troubles, simulated ? 'The simulated service' : 'The sandbox');
  diagnosisPanel.showService(label);
}

function showTag(attributes: TagAttributes): void {
  const script = scriptFor(attributes);
  const { attributes: own, remark } = pasted(attributes, settings.service, found ? sandbox : '');
  code.show({ attributes: own, trouble: script?.trouble }, remark);
  const wasMuted = avatar.hasAttribute('muted');
  let needsRestart = applyTo(avatar, attributes);
  // The attribute is what it begins with; from then on the property is live, and the avatar's own button may have set it.
  if (attributes.has('muted') !== wasMuted) avatar.muted = !wasMuted;
  if (avatar.simulatedScript?.trouble !== script?.trouble) {
    avatar.simulatedScript = script;
    needsRestart = true;
  }
  if (needsRestart) offerRestart();
}

function scriptFor(attributes: TagAttributes): SimulatedScript | undefined {
  const { chosen } = troublePanel;
  return attributes.get('service') === 'simulated' && isSimulatedTrouble(chosen)
    ? { trouble: chosen }
    : undefined;
}

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

function showConnection(answers: boolean): void {
  const lamp = part('connection', HTMLElement).querySelector<HTMLElement>('.lamp');
  if (lamp) lamp.dataset.tone = answers ? 'good' : 'busy';
  part('connection-text', HTMLElement).textContent = answers ? 'Sandbox' : 'No sandbox';
  part('connection-host', HTMLElement).textContent = answers ? new URL(sandbox).host : '';
  part('no-sandbox', HTMLElement).hidden = answers;
}
