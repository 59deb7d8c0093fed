// `greeting`: said word for word, once in each session, and only when it can be heard.
import { expect, html } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import {
  avatarFixture,
  blockSound,
  settled,
  untilStatus,
  videoOf,
  warningsOf,
} from '../support/avatar-fixture.js';
import type { FakePorts } from '../support/fake-room.js';
import type { ServiceSteps } from '../support/fake-service.js';
import { nextTask } from '../support/outcome.js';

const words = 'Hello, I am Ann.';

interface Made {
  element: HeygenAvatarElement;
  fakes: FakePorts;
  /** What the avatar was told to say. */
  said: () => unknown[];
  /** Resolves with the next thing it is told to say. */
  next: () => Promise<unknown>;
}

async function greeting(steps: Partial<ServiceSteps> = {}): Promise<Made> {
  const heard: unknown[] = [];
  let onSaid: (command: unknown) => void = () => undefined;
  const { element, fakes } = await avatarFixture(
    html`<heygen-avatar .tokenProvider=${() => 't'} greeting=${words}></heygen-avatar>`,
    {
      ...steps,
      command: async (command, signal) => {
        if (command.type === 'speak') {
          heard.push(command);
          onSaid(command);
        }
        return steps.command?.(command, signal) ?? {};
      },
    },
  );
  // A stream without tracks never plays.
  videoOf(element).play = async () => undefined;
  return {
    ...{ element, fakes },
    said: () => heard,
    next: () => new Promise((resolve) => (onSaid = resolve)),
  };
}

/** The element has rendered, and what it does then is done. */
async function done(element: HeygenAvatarElement): Promise<void> {
  element.requestUpdate();
  await settled(element);
  await nextTask();
}

describe('the greeting', () => {
  it('is said word for word when the session is live', async () => {
    const { element, next } = await greeting();
    const said = next();
    await element.start();
    expect(await said).to.include({ type: 'speak', text: words, taskType: 'repeat' });
    await element.stop();
  });

  it('waits until the sound is unlocked', async () => {
    const { element, said, next } = await greeting();
    const { allow } = blockSound(element);
    const blocked = new Promise((resolve) => element.addEventListener('playback_blocked', resolve));
    await Promise.all([element.start(), blocked]);
    await done(element);
    expect(said()).to.deep.equal([]);
    allow();
    const first = next();
    element.muted = false;
    await first;
    await done(element);
    expect(said()).to.have.lengthOf(1);
    await element.stop();
  });

  it('is said once, whatever renders, moves or reconnects', async () => {
    const { element, fakes, said, next } = await greeting();
    const first = next();
    await element.start();
    await first;
    fakes.room.emit({ type: 'reconnecting' });
    await untilStatus(element, 'reconnecting');
    fakes.room.emit({ type: 'reconnected' });
    await untilStatus(element, 'live');
    const place = document.createElement('div');
    element.before(place);
    place.append(element);
    element.poster = 'data:,';
    await done(element);
    expect(said()).to.have.lengthOf(1);
    await element.stop();
  });

  it('waits for the end of a reconnection', async () => {
    const { element, fakes, said, next } = await greeting();
    const { allow } = blockSound(element);
    await element.start();
    fakes.room.emit({ type: 'reconnecting' });
    await untilStatus(element, 'reconnecting');
    allow();
    element.muted = false;
    await done(element);
    expect(said()).to.deep.equal([]);
    const first = next();
    fakes.room.emit({ type: 'reconnected' });
    await first;
    await element.stop();
  });

  it('is said again in the next session, and not in one that ended before it could be heard', async () => {
    const { element, said, next } = await greeting();
    const { allow } = blockSound(element);
    await element.start();
    await element.stop();
    allow();
    await done(element);
    expect(said()).to.deep.equal([]);
    const first = next();
    await element.start();
    await first;
    await element.stop();
    const second = next();
    await element.start();
    await second;
    expect(said()).to.have.lengthOf(2);
    await element.stop();
  });

  it('is the one that is set when it is said', async () => {
    const { element, next } = await greeting();
    blockSound(element).allow();
    element.greeting = 'Welcome back.';
    const said = next();
    await element.start();
    expect(await said).to.include({ text: 'Welcome back.' });
    await element.stop();
  });

  it('that is refused is a warning, and the session goes on', async () => {
    const { element } = await greeting({
      command: () => Promise.reject(sessionError('not_supported', { phase: 'live' })),
    });
    const warnings = warningsOf(element);
    const warned = warnings.until(1);
    await element.start();
    await warned;
    expect(warnings.details[0]).to.include({ code: 'not_supported', option: 'greeting' });
    expect(element.state.status).to.equal('live');
    await element.stop();
  });
});
