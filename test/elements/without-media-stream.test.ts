// An environment without MediaStream, such as the DOM of a test runner: a start fails as every start fails.
import { expect } from '@open-wc/testing';
import '../../src/define.js';
import { avatarFixture, inside, settled, statusPath } from '../support/avatar-fixture.js';
import { rejection } from '../support/outcome.js';

describe('without MediaStream', () => {
  const { MediaStream: real } = globalThis;
  beforeEach(() => {
    Reflect.deleteProperty(globalThis, 'MediaStream');
    // Chromium's old name for it, by which LiveKit would put it back.
    Reflect.deleteProperty(globalThis, 'webkitMediaStream');
  });
  afterEach(() => (globalThis.MediaStream = real));

  it('start() rejects with not_supported, tells session_error and shows a message', async () => {
    const { element, fakes } = await avatarFixture();
    const path = statusPath(element);
    const told: unknown[] = [];
    element.addEventListener('session_error', ({ detail }) => told.push(detail));
    const error = await rejection(element.start());
    expect(error).to.include({ code: 'not_supported', phase: 'token', retryable: false });
    expect(told).to.deep.equal([error]);
    await settled(element);
    expect(path).to.deep.equal(['idle', 'connecting', 'failed']);
    expect(inside(element, '[role=alert]').checkVisibility()).to.equal(true);
    expect(fakes.service.calls).to.deep.equal([]);
  });
});
