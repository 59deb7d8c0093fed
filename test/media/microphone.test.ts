// Opening the user's microphone: what is asked for, every way it is refused, and that nothing granted late stays open.
import { expect } from '@open-wc/testing';
import { openMicrophone } from '../../src/media/microphone.js';
import { anyRejection, nextTask, rejection } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

const { signal } = new AbortController();

/** Gives an object of the page another property while the test runs. */
async function withProperty(
  target: object,
  name: string,
  value: unknown,
  work: () => Promise<void>,
): Promise<void> {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true });
  try {
    await work();
  } finally {
    if (before) Object.defineProperty(target, name, before);
    else Reflect.deleteProperty(target, name);
  }
}

describe('opening a microphone', () => {
  let microphones: PageMicrophones;

  beforeEach(() => (microphones = new PageMicrophones()));
  afterEach(() => microphones.close());

  it('asks for the default one, with echo, noise and level taken care of', async () => {
    const track = await openMicrophone(undefined, signal);
    expect(microphones.asked).to.deep.equal([
      { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    ]);
    expect([track, track.readyState]).to.deep.equal([microphones.last, 'live']);
  });

  it('asks for exactly the one that is named', async () => {
    await openMicrophone('desk', signal);
    expect(microphones.asked[0]).to.deep.include({ deviceId: { exact: 'desk' } });
  });

  for (const [name, code] of [
    ['NotAllowedError', 'microphone_denied'],
    ['SecurityError', 'blocked_by_policy'],
    ['NotFoundError', 'microphone_missing'],
    ['OverconstrainedError', 'microphone_missing'],
    ['NotReadableError', 'microphone_busy'],
    ['AbortError', 'microphone_busy'],
  ] as const) {
    it(`rejects with ${code} for ${name}, which is the cause`, async () => {
      microphones.refuse(name);
      const error = await rejection(openMicrophone(undefined, signal));
      expect(error).to.include({ code, phase: 'voice' });
      expect(error.cause).to.include({ name });
    });
  }

  it('rejects with a typed error for what no browser should say', async () => {
    microphones.answer = () => Promise.reject(new TypeError('What?'));
    expect(await rejection(openMicrophone(undefined, signal))).to.include({ phase: 'voice' });
  });

  it('rejects with insecure_context where the browser hides its microphones', async () => {
    await withProperty(navigator, 'mediaDevices', undefined, async () => {
      const error = await rejection(openMicrophone(undefined, signal));
      expect(error).to.include({ code: 'insecure_context', phase: 'voice' });
    });
  });

  it('rejects with insecure_context on a page without https, and does not ask', async () => {
    await withProperty(globalThis, 'isSecureContext', false, async () => {
      expect(await rejection(openMicrophone(undefined, signal))).to.include({ code: 'insecure_context' });
    });
    expect(microphones.asked).to.deep.equal([]);
  });

  it('rejects with blocked_by_policy in a frame that may not, and does not ask', async () => {
    const featurePolicy = { allowsFeature: (feature: string) => feature !== 'microphone' };
    await withProperty(document, 'featurePolicy', featurePolicy, async () => {
      const error = await rejection(openMicrophone(undefined, signal));
      expect(error).to.include({ code: 'blocked_by_policy', phase: 'voice' });
    });
    expect(microphones.asked).to.deep.equal([]);
  });

  it('asks in browsers that do not tell beforehand', async () => {
    await withProperty(document, 'featurePolicy', undefined, async () => {
      await openMicrophone(undefined, signal);
    });
    expect(microphones.asked).to.have.lengthOf(1);
  });

  it('closes at once what is granted after nobody wants it any more', async () => {
    const controller = new AbortController();
    const reason = new Error('Over.');
    const prompt = microphones.prompt();
    const opening = anyRejection(openMicrophone(undefined, controller.signal));
    await prompt.shown;
    controller.abort(reason);
    prompt.allow();
    expect(await opening).to.equal(reason);
    await nextTask();
    expect(microphones.tracks).to.have.lengthOf(1);
    expect(microphones.open).to.deep.equal([]);
  });

  it("rejects with the signal's reason where it is refused after nobody wants it", async () => {
    const controller = new AbortController();
    const reason = new Error('Over.');
    const prompt = microphones.prompt();
    const opening = anyRejection(openMicrophone(undefined, controller.signal));
    await prompt.shown;
    controller.abort(reason);
    prompt.refuse('NotAllowedError');
    expect(await opening).to.equal(reason);
  });

  it('does not bother the visitor where nobody wants it already', async () => {
    const reason = new Error('Over.');
    expect(await anyRejection(openMicrophone(undefined, AbortSignal.abort(reason)))).to.equal(reason);
    expect(microphones.asked).to.deep.equal([]);
  });
});

describe("the browser's own microphones", () => {
  it('are opened', async () => {
    const track = await openMicrophone(undefined, signal);
    expect([track.kind, track.readyState]).to.deep.equal(['audio', 'live']);
    track.stop();
  });

  it('are missing where an id is none', async () => {
    const error = await rejection(openMicrophone('no-such-device', signal));
    expect(error).to.include({ code: 'microphone_missing', phase: 'voice' });
  });
});
