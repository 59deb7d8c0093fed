/** The programs of test/types, in the styles that applications are written in, do what they were compiled to do. */

import { expect } from '@open-wc/testing';
import { StreamingEvents } from '../../src/api/events.js';
import { allClosed, Corner } from '../support/sandbox-books.js';
import { AvatarService } from '../types/class.js';
import { menu, run } from '../types/plain-script.js';

describe('programs written for the SDK', () => {
  let corner: Corner;

  beforeEach(async () => {
    corner = await Corner.open();
  });
  afterEach(() => corner.until(allClosed));

  it('a plain script', async () => {
    const video = document.createElement('video');
    video.muted = true;
    const { avatar, length } = await run(await corner.token(), video, corner.url);
    expect(video.srcObject).to.equal(avatar.mediaStream);
    expect(length).to.be.above(0);
    expect(menu.slice(0, 3)).to.deep.equal(['low', 'medium', 'high']);
    await avatar.stopAvatar();
    expect(video.srcObject).to.equal(null);
  });

  it('a class', async () => {
    const service = new AvatarService();
    const stream = await service.connect(await corner.token(), { rate: 1.2 }, corner.url);
    expect(stream?.getTracks()).to.have.length(2);
    const talks = service.once(StreamingEvents.AVATAR_START_TALKING);
    await service.say('Hello', 'TALK');
    expect((await talks).detail).to.have.property('task_id');
    const [booked] = (await corner.books()).sessions;
    expect(booked?.request).to.deep.include({ avatar_name: 'Wayne_20240711', silence_response: true });
    await service.disconnect();
  });

  it('a class whose token is refused, by the SDK’s own error', async () => {
    const service = new AvatarService();
    const failed = service.connect(await corner.token('expired-token'), {}, corner.url);
    const error = await failed.then(
      () => undefined,
      (cause: Error) => cause,
    );
    expect(error?.message).to.match(/^401: .*401056/);
    // So that there is a session to see closed.
    await service.connect(await corner.token(), {}, corner.url);
    await service.disconnect();
  });
});
