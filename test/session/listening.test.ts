// `on` and `off`: chaining, signals, any name, any listener, and a typed detail.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import type { StreamingTalkingMessageEvent } from '../../src/api/events.js';
import type { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { ClientUnderTest } from '../support/client-under-test.js';

describe('on and off', () => {
  let client: ClientUnderTest;
  let speaker: StreamingAvatar;
  let heard: string[];

  const listener = ({ detail }: CustomEvent<StreamingTalkingMessageEvent>): void => {
    heard.push(detail.message);
  };

  beforeEach(async () => {
    client = new ClientUnderTest({}, { token: () => 'fresh' });
    speaker = client.avatar;
    await client.start();
    heard = [];
  });
  afterEach(() => client.avatar.stopAvatar());

  const say = (message: string): void =>
    client.ports.service.session.say({ type: 'avatar_talking_message', task_id: 'a', message });

  it('return the target, so that calls chain', () => {
    expect(speaker.on('avatar_talking_message', listener)).to.equal(speaker);
    expect(speaker.off('avatar_talking_message', listener)).to.equal(speaker);
  });

  it('give the listener a CustomEvent with the data in its detail, typed', () => {
    const seen: CustomEvent[] = [];
    speaker.on('avatar_talking_message', (event) => {
      const { message }: { message: string } = event.detail;
      heard.push(message);
      seen.push(event);
    });
    say('Hello');
    expect(heard).to.deep.equal(['Hello']);
    expect(seen[0]).to.be.instanceOf(CustomEvent).and.to.have.property('type', 'avatar_talking_message');
    expect(seen[0]?.detail).to.deep.equal({
      type: 'avatar_talking_message',
      task_id: 'a',
      message: 'Hello',
    });
  });

  it('end with off, with the signal, and not for other listeners', () => {
    const controller = new AbortController();
    speaker
      .on('avatar_talking_message', listener)
      .on('avatar_talking_message', () => heard.push('with signal'), { signal: controller.signal })
      .on('avatar_talking_message', () => heard.push('stays'));
    speaker.off('avatar_talking_message', listener);
    say('Hello');
    controller.abort();
    say('Hello');
    expect(heard).to.deep.equal(['with signal', 'stays', 'stays']);
  });

  it('hear one listener once, however often it was added', () => {
    speaker.on('avatar_talking_message', listener).on('avatar_talking_message', listener);
    say('Hello');
    expect(heard).to.deep.equal(['Hello']);
  });

  it('take any name and any listener that pages have, at compile time too', () => {
    const untyped = (event: { detail?: { message?: string } }): unknown => event.detail?.message;
    speaker
      .on('error', untyped)
      .on('USER_START', () => undefined)
      .on('stream_ready', ({ detail }: { detail: MediaStream }) => detail.id)
      .on('avatar_talking_message', (text: string) => text)
      .on('avatar_talking_message', (event: unknown) => event)
      .on('avatar_talking_message', async () => undefined)
      .off('error', untyped)
      .off('never', () => undefined);
    say('Hello');
  });

  it('are the same listeners as those of addEventListener', () => {
    speaker.addEventListener('avatar_talking_message', listener, { once: true });
    speaker.on('avatar_talking_message', listener);
    say('Hello');
    say('again');
    expect(heard).to.deep.equal(['Hello']);
  });

  it('hear a listener that is added in the middle of an event from the next one on', () => {
    speaker.on('avatar_talking_message', () => speaker.on('avatar_talking_message', listener));
    say('one');
    say('two');
    expect(heard).to.deep.equal(['two']);
  });

  it('let a listener veto session_error, and nothing else', async () => {
    const seen: [string, boolean][] = [];
    for (const type of ['session_error', 'avatar_talking_message', 'session_ended'] as const) {
      speaker.on(type, (event: Event) => {
        event.preventDefault();
        seen.push([type, event.defaultPrevented]);
      });
    }
    say('Hello');
    await speaker.stopAvatar();
    client.ports.service.refuses = sessionError('invalid_option');
    await speaker.createStartAvatar({}).catch(() => undefined);
    expect(seen).to.deep.equal([
      ['avatar_talking_message', false],
      ['session_ended', false],
      ['session_error', true],
    ]);
  });
});
