/** Messages that no avatar sends, and an impostor's: none of them reaches the page as an event that it knows. */

import { expect } from '@open-wc/testing';
import { SessionEvents, StreamingAvatar, StreamingEvents } from '../../src/client.js';
import { allClosed, Corner } from '../support/sandbox-books.js';

const names: readonly string[] = [...Object.values(StreamingEvents), ...Object.values(SessionEvents)];

describe('hostile messages', () => {
  let corner: Corner;
  let avatar: StreamingAvatar;
  const uncaught: unknown[] = [];
  const onError = (event: ErrorEvent | PromiseRejectionEvent): void => void uncaught.push(event);

  /** Every event that is dispatched, whatever its name. */
  class Overheard extends StreamingAvatar {
    readonly dispatched: { type: string; detail: unknown }[] = [];

    override dispatchEvent(event: Event): boolean {
      this.dispatched.push({ type: event.type, detail: (event as CustomEvent<unknown>).detail });
      return super.dispatchEvent(event);
    }
  }

  beforeEach(async () => {
    corner = await Corner.open();
    uncaught.length = 0;
    globalThis.addEventListener('error', onError);
    globalThis.addEventListener('unhandledrejection', onError);
  });

  afterEach(async () => {
    globalThis.removeEventListener('error', onError);
    globalThis.removeEventListener('unhandledrejection', onError);
    await avatar.stopAvatar();
    await corner.until(allClosed);
  });

  it('ten thousand of garbage change nothing, and the ordinary turn after them is heard', async () => {
    const overheard = new Overheard({ token: corner.tokenUrl('garbage-messages'), basePath: corner.url });
    avatar = overheard;
    const said: string[] = [];
    const done = new Promise<void>((resolve) => {
      avatar.on('avatar_talking_message', ({ detail }) => said.push(detail.message));
      avatar.on('avatar_stop_talking', () => resolve());
    });
    await avatar.createStartAvatar({ quality: 'low' });
    const { timings, ...state } = { timings: {}, ...avatar.state };
    const before = overheard.dispatched.length;
    await done;
    expect(said.join('')).to.match(/still here/i);
    expect(uncaught).to.deep.equal([]);
    const types = overheard.dispatched.map(({ type }) => type);
    expect({ ...avatar.state, timings }).to.deep.equal({ ...state, timings });
    // What came before the turn: nothing but the stream. Names that are none of ours are passed on, and change nothing.
    const early = types.slice(before, types.indexOf('avatar_start_talking'));
    const ordinary = ['stream_ready', 'state_changed', 'connection_quality_changed'];
    expect(early.filter((type) => names.includes(type) && !ordinary.includes(type))).to.deep.equal([]);
  });

  it('an impostor in the room is heard by nobody', async () => {
    const overheard = new Overheard({ token: corner.tokenUrl('spoofed-messages'), basePath: corner.url });
    avatar = overheard;
    await avatar.createStartAvatar({ quality: 'low' });
    await corner.until(({ sessions: [session] }) => (session?.spoofed_messages ?? 0) > 0, 15_000);
    // In order after the impostor's: what comes of this turn comes later than what came of those.
    const { task_id, finished } = await avatar.speak({ text: 'It is me.', taskType: 'repeat' });
    await finished;
    const spoken = overheard.dispatched.filter(({ type }) => /^(avatar|user)_/.test(type));
    const ids = new Set(spoken.map(({ detail }) => (detail as { task_id: string }).task_id));
    expect([...ids]).to.deep.equal([task_id]);
    expect(uncaught).to.deep.equal([]);
  });
});
