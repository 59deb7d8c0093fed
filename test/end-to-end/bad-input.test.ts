/** What pages get wrong, as their authors and visitors meet it: a typed error, shown, and a start that works afterwards. */

import { expect } from '@open-wc/testing';
import type { HeygenAvatarElement, StreamingAvatarError } from '../../src/index.js';
import '../../src/index.js';
import { en } from '../../src/elements/strings/en.js';
import { EventLog } from '../support/event-log.js';
import { allClosed, Corner } from '../support/sandbox-books.js';

type Wrong = (element: HeygenAvatarElement, corner: Corner) => void | Promise<void>;

/** What is wrong, the code and phase it gets, and what the sentence has to name. */
const cases: Record<string, [wrong: Wrong, code: string, phase: string, names: RegExp]> = {
  'no token': [(element) => void (element.tokenUrl = ''), 'token_missing', 'token', /token-url/],
  'an API key in place of a token': [
    (element) => {
      element.tokenUrl = '';
      element.token = 'sk_V2_hgu_kNotARealKey';
    },
    'api_key_in_page',
    'token',
    /server/,
  ],
  'a token that no service gave': [
    (element) => {
      element.tokenUrl = '';
      element.token = 'made-up';
    },
    'unauthorized',
    'open',
    /token/,
  ],
  'a token address that answers 404': [
    (element, { url }) => void (element.tokenUrl = `${url}/nowhere`),
    'token_source_failed',
    'token',
    /nowhere answered 404/,
  ],
  'a token address that is none': [
    (element) => void (element.tokenUrl = 'http://['),
    'invalid_option',
    'token',
    /token-url/,
  ],
  'a token provider that throws': [
    (element) =>
      void (element.tokenProvider = () => {
        throw new Error('the cat is on the keyboard');
      }),
    'token_source_failed',
    'token',
    /the cat/,
  ],
  'an unknown quality': [
    (element) => element.setAttribute('quality', 'ultra'),
    'invalid_option',
    'open',
    /quality.*ultra.*low, medium, high/,
  ],
  'an unknown emotion': [
    (element) => element.setAttribute('voice-emotion', 'grumpy'),
    'invalid_option',
    'open',
    /voice\.emotion.*grumpy.*friendly/,
  ],
  'a rate out of range': [
    (element) => element.setAttribute('voice-rate', '3'),
    'invalid_option',
    'token',
    /voice\.rate.*3.*0\.5 to 1\.5/,
  ],
  'an idle time-out out of range': [
    (element) => element.setAttribute('activity-idle-timeout', '5'),
    'invalid_option',
    'token',
    /activityIdleTimeout.*30 to 3600/,
  ],
  'an unknown avatar': [
    (element) => void (element.avatarName = 'Nobody_20240101'),
    'invalid_avatar',
    'open',
    /avatar-name/,
  ],
  'a base path that is no address': [
    (element) => void (element.basePath = 'ftp://example.org'),
    'invalid_option',
    'open',
    /base-path/,
  ],
  'a base path of another server': [
    (element) => void (element.basePath = `${location.origin}/nowhere`),
    'bad_answer',
    'open',
    /base-path/,
  ],
  'a base path where nothing listens': [
    (element) => void (element.basePath = 'http://127.0.0.1:9'),
    'network',
    'open',
    /base-path/,
  ],
  'an unknown service': [
    (element) => element.setAttribute('service', 'someone-else'),
    'invalid_option',
    'token',
    /service.*someone-else/,
  ],
};

describe('bad input', () => {
  let corner: Corner;
  let element: HeygenAvatarElement;
  let log: EventLog;

  beforeEach(async () => {
    corner = await Corner.open();
    element = document.createElement('heygen-avatar');
    element.tokenUrl = corner.tokenUrl().href;
    element.basePath = corner.url;
    element.quality = 'low';
    log = new EventLog(element);
    document.body.append(element);
  });

  afterEach(() => element.remove());

  async function failure(start: Promise<unknown>): Promise<StreamingAvatarError> {
    return start.then(
      () => expect.fail('It started.'),
      (error: StreamingAvatarError) => error,
    );
  }

  /** What visitors read, once its words are loaded. */
  async function told(): Promise<string> {
    const root = element.renderRoot;
    for (;;) {
      const alert = root.querySelector('[role=alert]');
      if (alert?.textContent && alert.checkVisibility()) return alert.textContent;
      await new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(root, { attributes: true, characterData: true, childList: true, subtree: true });
      });
    }
  }

  for (const [what, [wrong, code, phase, names]] of Object.entries(cases)) {
    it(`${what}: ${code} in phase ${phase}, a plain sentence for visitors, and the books stay empty`, async () => {
      await wrong(element, corner);
      const error = await failure(element.start());
      expect([error.code, error.phase]).to.deep.equal([code, phase]);
      expect(error.message).to.match(names);
      expect(log.of('session_error')).to.deep.equal([error]);
      expect(await told(), 'for visitors').to.equal(en.errors[error.code]);
      expect((await corner.books()).sessions).to.deep.equal([]);
    });
  }

  it('starts after a failure, once what was wrong is mended', async () => {
    element.avatarName = 'Nobody_20240101';
    await failure(element.start());
    element.avatarName = 'default';
    await element.start();
    expect(element.state.status).to.equal('live');
    await element.stop();
    await corner.until(allClosed);
  });

  it('a token that has served its session: token_used, naming token-url', async () => {
    element.tokenUrl = '';
    element.token = await corner.token();
    await element.start();
    await element.stop();
    const error = await failure(element.start());
    expect([error.code, error.phase]).to.deep.equal(['token_used', 'token']);
    expect(error.message).to.contain('token-url');
    expect((await corner.until(allClosed)).sessions).to.have.length(1);
  });

  it('an empty text: empty_text, and the session goes on', async () => {
    await element.start();
    const error = await failure(element.speak({ text: '  ' }));
    expect([error.code, error.phase]).to.deep.equal(['empty_text', 'live']);
    expect(element.state.status).to.equal('live');
    await element.stop();
    await corner.until(allClosed);
  });
});
