// Every state with every method of the client: each works, waits for what is under way, or rejects with its code;
// afterwards a stop ends it all.
import { expect } from '@open-wc/testing';
import { StreamingAvatarError } from '../../src/api/errors.js';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import type { FakeSteps } from '../support/fake-room.js';
import { never, nextTask } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

/** A client in a state, and what lets go of the step that keeps it there. */
interface Scene {
  readonly client: ClientUnderTest;
  readonly letGo?: () => void;
}

/** What a call comes to: an end, no end while the state lasts, or a rejection with this code. */
type Outcome = 'works' | 'waits' | 'not_connected' | 'not_supported';

const fresh = { token: () => 'fresh' };

async function starting(state: string, steps: Partial<FakeSteps>, config = {}): Promise<Scene> {
  const client = new ClientUnderTest(steps, { ...fresh, ...config });
  client.avatar.createStartAvatar({}).catch(() => undefined);
  await client.reaches(state);
  await nextTask();
  return { client };
}

async function live(steps: Partial<FakeSteps> = {}, request = {}): Promise<Scene> {
  const client = new ClientUnderTest(steps, fresh);
  await client.start(request);
  return { client };
}

async function withVoice(request = {}): Promise<Scene> {
  const scene = await live({}, request);
  await scene.client.avatar.startVoiceChat();
  return scene;
}

const scenes: Readonly<Record<string, () => Promise<Scene>>> = {
  idle: async () => ({ client: new ClientUnderTest({}, fresh) }),
  'connecting token': () => starting('connecting token', {}, { token: never }),
  'connecting open': async () => {
    const opened = Promise.withResolvers<void>();
    const scene = await starting('connecting open', { open: () => opened.promise });
    return { ...scene, letGo: opened.resolve };
  },
  'connecting start': () => starting('connecting start', { start: never }),
  'connecting room': () => starting('connecting room', { connect: never }),
  'connecting media': () => starting('connecting media', { media: never }),
  'opened by newSession': async () => {
    const client = new ClientUnderTest({}, fresh);
    await client.avatar.newSession();
    return { client };
  },
  live: () => live(),
  'live with voice chat': () => withVoice(),
  'live with push-to-talk': () => withVoice({ enablePushToTalk: true }),
  reconnecting: async () => {
    const scene = await live();
    scene.client.ports.room.emit({ type: 'reconnecting' });
    return scene;
  },
  stopping: async () => {
    const stopped = Promise.withResolvers<void>();
    const scene = await live({ stop: () => stopped.promise });
    void scene.client.avatar.stopAvatar();
    return { ...scene, letGo: stopped.resolve };
  },
  ended: async () => {
    const scene = await live();
    await scene.client.avatar.stopAvatar();
    return scene;
  },
  failed: async () => {
    let first = true;
    const refuseOnce = async (): Promise<void> => {
      if (first) throw new StreamingAvatarError('server_error', 'No.');
    };
    const client = new ClientUnderTest({ open: refuseOnce }, fresh);
    await client.avatar.createStartAvatar().catch(() => undefined);
    first = false;
    return { client };
  },
};

const connecting = Object.keys(scenes).filter((state) => state.startsWith('connecting'));
const talkable = ['live', 'live with voice chat', 'live with push-to-talk', 'reconnecting'];
const voiced = ['live with voice chat', 'live with push-to-talk'];

/** `elsewhere`, but for the states named. */
function but(elsewhere: Outcome, ...exceptions: readonly [Outcome, readonly string[]][]) {
  return (state: string): Outcome =>
    exceptions.find(([, states]) => states.includes(state))?.[0] ?? elsewhere;
}

const whileLive = but('not_connected', ['works', talkable]);
const always = but('works');
/** A second start is the first one's promise, and one that takes another's place waits until that is released. */
const start = but('works', ['waits', [...connecting, 'stopping']]);
/** What takes the place of a session that is being opened waits for that answer: there is a session to stop in it. */
const replace = but('works', ['waits', ['connecting open', 'stopping']]);
/** What would only end with the state that the scene keeps the client in. */
const connect = but('not_connected', ['waits', connecting], ['works', [...talkable, 'opened by newSession']]);

/** Every method, with what calling it comes to. The test below sees that none is left out. */
const methods: Readonly<
  Record<string, readonly [(avatar: StreamingAvatar) => unknown, (state: string) => Outcome]>
> = {
  createStartAvatar: [(avatar) => avatar.createStartAvatar({}), start],
  newSession: [
    (avatar) => avatar.newSession({}),
    but('works', ['waits', ['connecting token', 'connecting open', 'stopping']]),
  ],
  startSession: [(avatar) => avatar.startSession(), connect],
  startAvatar: [(avatar) => avatar.startAvatar({}), start],
  stopAvatar: [(avatar) => avatar.stopAvatar(), replace],
  speak: [(avatar) => avatar.speak('Hello'), whileLive],
  // The fake service has no way for sound, as all but LiveAvatar's LITE mode.
  speakAudio: [
    (avatar) => avatar.speakAudio(new Int16Array(1)),
    but('not_connected', ['not_supported', talkable]),
  ],
  interrupt: [(avatar) => avatar.interrupt(), whileLive],
  startListening: [(avatar) => avatar.startListening(), whileLive],
  stopListening: [(avatar) => avatar.stopListening(), whileLive],
  keepAlive: [(avatar) => avatar.keepAlive(), whileLive],
  startVoiceChat: [(avatar) => avatar.startVoiceChat(), whileLive],
  closeVoiceChat: [(avatar) => avatar.closeVoiceChat(), always],
  muteInputAudio: [(avatar) => avatar.muteInputAudio(), always],
  unmuteInputAudio: [(avatar) => avatar.unmuteInputAudio(), always],
  setMicrophone: [(avatar) => avatar.setMicrophone('default'), always],
  pushToTalkStart: [(avatar) => avatar.pushToTalkStart(), but('not_connected', ['works', voiced])],
  pushToTalkStop: [(avatar) => avatar.pushToTalkStop(), whileLive],
  noteActivity: [(avatar) => avatar.noteActivity(), always],
  on: [(avatar) => avatar.on('stream_ready', () => undefined), always],
  off: [(avatar) => avatar.off('stream_ready', () => undefined), always],
};

/** Checked by files of their own, or the platform's. */
const elsewhere = ['constructor', 'diagnose', 'dispatchEvent', 'addEventListener', 'removeEventListener'];
function methodNames(): string[] {
  const all = Object.entries(Object.getOwnPropertyDescriptors(StreamingAvatar.prototype));
  return all
    .filter(([name, { value }]) => typeof value === 'function' && !elsewhere.includes(name))
    .map(([name]) => name);
}

describe('every method in every state', () => {
  let microphones: PageMicrophones;

  beforeEach(() => (microphones = new PageMicrophones()));
  afterEach(() => microphones.close());

  it('is in the table', () => {
    expect(Object.keys(methods).sort()).to.deep.equal(methodNames().sort());
  });

  for (const [state, setScene] of Object.entries(scenes)) {
    for (const [name, [call, expected]] of Object.entries(methods)) {
      const outcome = expected(state);
      it(`${state}: ${name} ${outcome === 'works' || outcome === 'waits' ? outcome : `rejects ${outcome}`}`, async () => {
        const { client, letGo } = await setScene();
        const { avatar } = client;
        const calling = (async () => call(avatar))();
        const settled = calling.then(
          () => 'works',
          (error: unknown) => (error instanceof StreamingAvatarError ? error.code : String(error)),
        );
        if (outcome === 'waits') {
          await nextTask();
          expect(await Promise.race([settled, Promise.resolve('waits')])).to.equal('waits');
        } else expect(await settled).to.equal(outcome);
        letGo?.();
        // Nothing hangs, and nothing is left: whatever was called ends with the stop.
        await avatar.stopAvatar();
        expect(await settled).to.be.a('string');
        expect(client.ports.service.running).to.deep.equal([]);
        expect(microphones.open).to.deep.equal([]);
      });
    }
  }
});
