// The interrupt button, the end button and the status: each alone, in the bar and where a page puts it.
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { defineControls } from '../../src/define.js';
import { en } from '../../src/elements/strings/en.js';
import {
  avatarFixture,
  control,
  liveFixture,
  scenes,
  settled,
  untilStatus,
} from '../support/avatar-fixture.js';
import { nextTask } from '../support/outcome.js';

/** As the browser names them. */
const keys = [
  ['Enter', 'Enter'],
  ['Space', ' '],
] as const;

const bar = html`<heygen-avatar token="t" controls></heygen-avatar>`;

describe('<heygen-avatar-interrupt-button>', () => {
  before(() => defineControls());

  for (const [scene, enabled] of [
    ['connecting', false],
    ['live', false],
    ['talking', true],
    ['reconnecting', false],
  ] as const) {
    it(`is ${enabled ? 'enabled' : 'disabled'} while ${scene}`, async () => {
      const { element } = await scenes[scene](bar);
      expect(control(element, 'interrupt-button').ariaDisabled).to.equal(String(!enabled));
    });
  }

  it('ends what the avatar is saying', async () => {
    const { element, fakes } = await scenes.talking(bar);
    control(element, 'interrupt-button').click();
    await nextTask();
    expect(fakes.service.session.commands).to.deep.equal([{ type: 'interrupt' }]);
  });

  it('is disabled again when the avatar has spoken', async () => {
    const { element, fakes } = await scenes.talking(bar);
    fakes.service.session.say({ type: 'avatar_stop_talking', task_id: 'a' });
    await settled(element);
    expect(control(element, 'interrupt-button').ariaDisabled).to.equal('true');
    control(element, 'interrupt-button').click();
    await nextTask();
    expect(fakes.service.session.commands).to.deep.equal([]);
  });

  it('lets no failure escape, since there is nothing left to interrupt', async () => {
    const { element } = await liveFixture(bar, { command: () => Promise.reject(new Error('Too late.')) });
    const escaped: unknown[] = [];
    const listener = (event: PromiseRejectionEvent): void => {
      event.preventDefault();
      escaped.push(event.reason);
    };
    addEventListener('unhandledrejection', listener);
    control(element, 'interrupt-button').disabled = false;
    control(element, 'interrupt-button').click();
    await nextTask();
    await nextTask();
    removeEventListener('unhandledrejection', listener);
    expect(escaped).to.deep.equal([]);
  });
});

describe('<heygen-avatar-end-button>', () => {
  before(() => defineControls());

  it('ends the session', async () => {
    const { element, fakes } = await scenes.live();
    control(element, 'end-button').click();
    await untilStatus(element, 'ended');
    expect(element.state).to.include({ reason: 'stopped' });
    expect(fakes.service.running).to.have.lengthOf(0);
  });

  for (const [name, key] of keys) {
    it(`ends the session with ${name}`, async () => {
      const { element } = await scenes.live();
      control(element, 'end-button').focus();
      await sendKeys({ press: key });
      await untilStatus(element, 'ended');
    });
  }

  it('calls off a start', async () => {
    const { element } = await scenes.connecting();
    control(element, 'end-button').click();
    expect(element.state.status).to.equal('stopping');
  });

  it('is disabled while there is nothing to end', async () => {
    const { element } = await avatarFixture(
      html`<heygen-avatar token="t"><heygen-avatar-end-button></heygen-avatar-end-button></heygen-avatar>`,
    );
    expect(control(element, 'end-button').disabled, 'idle').to.equal(true);
    await element.start();
    await settled(element);
    expect(control(element, 'end-button').disabled, 'live').to.equal(false);
  });
});

describe('a label that the page gives a button', () => {
  before(() => defineControls());

  for (const name of ['end-button', 'interrupt-button']) {
    it(`is the name of its ${name}: what is read aloud is what is seen`, async () => {
      const { element } = await liveFixture();
      const button = document.createElement(`heygen-avatar-${name}`);
      button.textContent = 'Auflegen';
      element.append(button);
      await settled(element);
      const native = control(element, name);
      const spoken = native.getAttribute('aria-label') ?? 'Auflegen';
      expect(spoken).to.contain('Auflegen');
    });
  }
});

describe('<heygen-avatar-status>', () => {
  before(() => defineControls());

  const tag = html`<heygen-avatar token="t"><heygen-avatar-status></heygen-avatar-status></heygen-avatar>`;
  const words: Partial<Record<keyof typeof scenes, string>> = {
    idle: '',
    connecting: 'Getting ready',
    live: 'Connected',
    reconnecting: 'Reconnecting',
    failed: '',
    ended: 'The conversation ended because nothing was said for a while.',
    stopping: 'Ending',
  };

  for (const [scene, text] of Object.entries(words)) {
    it(`says “${text}” when ${scene}`, async () => {
      const { element } = await scenes[scene as keyof typeof scenes](tag);
      expect(control(element, 'status', '[part~="text"]').textContent).to.equal(text);
    });
  }

  it('says each phase of a start, and no other word', async () => {
    const { element } = await avatarFixture(tag);
    const phases: string[] = [];
    element.addEventListener('state_changed', ({ detail: { state } }) => {
      if (state.status === 'connecting' && phases.at(-1) !== state.phase) phases.push(state.phase);
    });
    const said: string[] = [];
    const words = control(element, 'status', '[part~="text"]');
    const watch = new MutationObserver(() => said.push(words.textContent));
    watch.observe(words, { characterData: true, childList: true, subtree: true });
    await element.start();
    await settled(element);
    watch.disconnect();
    expect(phases).to.deep.equal(['token', 'open', 'start', 'room', 'media']);
    expect(said.at(-1)).to.equal('Connected');
    expect([...Object.values(en.connecting), en.live]).to.include.members(said);
  });
});

describe('the :state()s', () => {
  before(() => defineControls());

  const all = [
    ...['idle', 'connecting', 'live', 'reconnecting', 'stopping', 'ended', 'failed'],
    ...['talking', 'listening', 'muted'],
  ];
  const statesOf = (element: Element): string[] => all.filter((name) => element.matches(`:state(${name})`));

  for (const [scene, expected] of Object.entries({
    idle: ['idle'],
    connecting: ['connecting'],
    live: ['live'],
    talking: ['live', 'talking'],
    'sound blocked': ['live', 'muted'],
    reconnecting: ['reconnecting'],
    failed: ['failed'],
    ended: ['ended'],
    stopping: ['stopping'],
  })) {
    it(`are ${expected.join(' and ')} when “${scene}”`, async () => {
      const { element } = await scenes[scene as keyof typeof scenes]();
      expect(statesOf(element)).to.deep.equal(expected);
    });
  }

  it('follow the listening pose', async () => {
    const { element } = await liveFixture();
    await element.startListening();
    await settled(element);
    expect(statesOf(element)).to.deep.equal(['live', 'listening']);
    await element.stopListening();
    await settled(element);
    expect(statesOf(element)).to.deep.equal(['live']);
  });

  it('follow the sound', async () => {
    const { element } = await avatarFixture(html`<heygen-avatar muted></heygen-avatar>`);
    expect(statesOf(element)).to.deep.equal(['idle', 'muted']);
  });

  it('write no attribute of the page’s', async () => {
    const { element } = await scenes.talking();
    expect(element.getAttributeNames()).to.deep.equal(['token']);
  });
});
