// What a user's own tests do with the tag, in a DOM made of JavaScript: there is no WebRTC and nothing is drawn. The
// same file for Vitest and for Jest.
import 'heygen-avatar';
import { StreamingAvatarError } from 'heygen-avatar';

const rejections = [];
const note = (reason) => rejections.push(reason);
process.on('unhandledRejection', note);

/** The tag on the page, rendered. */
async function place(html) {
  document.body.innerHTML = html;
  const element = document.querySelector('heygen-avatar');
  await element.updateComplete;
  return element;
}

/** What stands on the button inside the start button. */
async function startLabel(element) {
  const button = element.shadowRoot.querySelector('heygen-avatar-start-button');
  await button.updateComplete;
  return button.shadowRoot.querySelector('button').textContent.trim();
}

const rejectionOf = (promise) =>
  promise.then(
    () => {
      throw new Error('It resolved.');
    },
    (error) => error,
  );

afterEach(async () => {
  document.body.innerHTML = '';
  // Rejections that nobody handles are told after the microtasks.
  await new Promise((resolve) => setTimeout(resolve));
  expect(rejections).toEqual([]);
});

afterAll(() => process.off('unhandledRejection', note));

it('shows its start screen', async () => {
  const element = await place('<heygen-avatar token-url="/avatar-token"></heygen-avatar>');
  expect(element.state.status).toBe('idle');
  expect(await startLabel(element)).toBe('Start');
});

it('takes its texts and its poster', async () => {
  const element = await place('<heygen-avatar poster="/wayne.png"></heygen-avatar>');
  element.strings = { start: 'Meet Wayne' };
  await element.updateComplete;
  expect(await startLabel(element)).toBe('Meet Wayne');
  expect(element.shadowRoot.querySelector('img').getAttribute('src')).toBe('/wayne.png');
});

it('has its attributes as properties', async () => {
  const element = await place(
    '<heygen-avatar avatar-name="Wayne" quality="low" voice-rate="1.2" push-to-talk autostart="false" muted></heygen-avatar>',
  );
  expect(element.avatarName).toBe('Wayne');
  expect(element.quality).toBe('low');
  expect(element.voiceRate).toBe(1.2);
  expect(element.pushToTalk).toBe(true);
  expect(element.autostart).toBe(false);
  expect(element.muted).toBe(true);
  element.setAttribute('avatar-name', 'Ann');
  expect(element.avatarName).toBe('Ann');
});

it('is made by createElement with properties', async () => {
  const element = document.createElement('heygen-avatar');
  Object.assign(element, { tokenUrl: '/avatar-token', volume: 0.5, muted: true });
  document.body.append(element);
  await element.updateComplete;
  expect([element.volume, element.muted]).toEqual([0.5, true]);
  expect(await startLabel(element)).toBe('Start');
});

it('tells of changes as the video of this DOM does', async () => {
  const element = await place('<heygen-avatar></heygen-avatar>');
  const changes = (media) => {
    let heard = 0;
    media.addEventListener('volumechange', () => (heard += 1));
    media.muted = true;
    media.volume = 0.25;
    return heard;
  };
  expect(changes(element)).toBe(changes(document.createElement('video')));
  expect([element.muted, element.volume]).toEqual([true, 0.25]);
});

it('start() rejects with a typed error, and the event says the same', async () => {
  const element = await place('<heygen-avatar token="a-token"></heygen-avatar>');
  const errors = [];
  const statuses = [];
  element.addEventListener('session_error', (event) => {
    event.preventDefault();
    errors.push(event.detail);
  });
  element.addEventListener('state_changed', (event) => statuses.push(event.detail.state.status));
  const error = await rejectionOf(element.start());
  expect(error).toBeInstanceOf(StreamingAvatarError);
  expect(error.code).toBe('not_supported');
  expect(errors).toEqual([error]);
  expect(statuses.at(-1)).toBe('failed');
});

it('a start that the page cancels asks for nothing', async () => {
  const element = await place('<heygen-avatar></heygen-avatar>');
  let asked = 0;
  element.tokenProvider = async () => `token-${(asked += 1)}`;
  element.addEventListener('before_start', (event) => event.preventDefault());
  expect((await rejectionOf(element.start())).code).toBe('aborted');
  expect(asked).toBe(0);
});

it('a press of the start button shows a message, and no rejection gets away', async () => {
  const element = await place('<heygen-avatar token="a-token"></heygen-avatar>');
  const failed = new Promise((resolve) => {
    element.addEventListener('session_error', (event) => {
      // Here the console belongs to the test.
      event.stopPropagation();
      resolve(event.detail);
    });
  });
  const inside = element.shadowRoot.querySelector('heygen-avatar-start-button');
  await inside.updateComplete;
  const console_ = globalThis.console.error;
  globalThis.console.error = () => undefined;
  try {
    inside.shadowRoot.querySelector('button').click();
    await failed;
    await element.updateComplete;
  } finally {
    globalThis.console.error = console_;
  }
  expect(element.shadowRoot.querySelector('[part=error]').textContent.trim()).not.toBe('');
});

it('a method without a session rejects with not_connected', async () => {
  const element = await place('<heygen-avatar></heygen-avatar>');
  expect((await rejectionOf(element.speak('Hello'))).code).toBe('not_connected');
  expect((await rejectionOf(element.interrupt())).code).toBe('not_connected');
  await element.stop();
  expect(element.state.status).toBe('idle');
});

it('is removed while it starts, and put back', async () => {
  const element = await place('<heygen-avatar token="a-token"></heygen-avatar>');
  element.addEventListener('session_error', (event) => event.preventDefault());
  element.start();
  element.remove();
  document.body.append(element);
  await element.updateComplete;
  await element.stop();
  expect(['idle', 'failed', 'ended']).toContain(element.state.status);
});
