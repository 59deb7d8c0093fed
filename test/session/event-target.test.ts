// `on` and `off`: chaining, signals, any name, any listener, and a typed detail.
import { expect } from '@open-wc/testing';
import type { StreamingTalkingMessageEvent } from '../../src/api/events.js';
import { StreamingAvatarError } from '../../src/api/errors.js';
import { AvatarEventTarget } from '../../src/session/event-target.js';

class Speaker extends AvatarEventTarget {
  say(message: string): boolean {
    return this.emit('avatar_talking_message', { type: 'avatar_talking_message', task_id: 'a', message });
  }

  fail(error: StreamingAvatarError): boolean {
    return this.emit('session_error', error);
  }
}

describe('on and off', () => {
  let speaker: Speaker;
  let heard: string[];

  const listener = ({ detail }: CustomEvent<StreamingTalkingMessageEvent>): void => {
    heard.push(detail.message);
  };

  beforeEach(() => {
    speaker = new Speaker();
    heard = [];
  });

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
    speaker.say('Hello');
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
    speaker.say('Hello');
    controller.abort();
    speaker.say('Hello');
    expect(heard).to.deep.equal(['with signal', 'stays', 'stays']);
  });

  it('hear one listener once, however often it was added', () => {
    speaker.on('avatar_talking_message', listener).on('avatar_talking_message', listener);
    speaker.say('Hello');
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
    expect(speaker.say('Hello')).to.equal(true);
  });

  it('are the same listeners as those of addEventListener', () => {
    speaker.addEventListener('avatar_talking_message', listener, { once: true });
    speaker.on('avatar_talking_message', listener).say('Hello');
    speaker.say('again');
    expect(heard).to.deep.equal(['Hello']);
  });

  it('let a listener veto session_error, and nothing else', () => {
    speaker.on('session_error', (event) => event.preventDefault());
    speaker.on('avatar_talking_message', (event) => event.preventDefault());
    expect(speaker.fail(new StreamingAvatarError('network', 'No.'))).to.equal(false);
    expect(speaker.say('Hello')).to.equal(true);
  });
});
