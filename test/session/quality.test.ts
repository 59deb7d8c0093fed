// How good the connection is, as a page reads it and is told of it.
import { expect } from '@open-wc/testing';
import { sessionError } from '../../src/api/error-table.js';
import { ClientUnderTest } from '../support/client-under-test.js';
import { rejection } from '../support/outcome.js';

describe("the connection's quality", () => {
  it('is unknown before there is a session', () => {
    expect(new ClientUnderTest().avatar.connectionQuality).to.equal('UNKNOWN');
  });

  it('is told when it is another, and only then', async () => {
    const client = new ClientUnderTest();
    await client.start();
    for (const quality of ['GOOD', 'GOOD', 'BAD', 'GOOD'] as const) {
      client.ports.room.emit({ type: 'quality', quality });
      expect(client.avatar.connectionQuality).to.equal(quality);
    }
    expect(client.details('connection_quality_changed')).to.deep.equal(['GOOD', 'BAD', 'GOOD']);
    await client.avatar.stopAvatar();
  });

  it('is unknown again at the end, and that is told before the end is', async () => {
    const client = new ClientUnderTest();
    await client.start();
    client.ports.room.emit({ type: 'quality', quality: 'BAD' });
    await client.avatar.stopAvatar();
    expect(client.avatar.connectionQuality).to.equal('UNKNOWN');
    expect(client.told.slice(-3)).to.deep.equal([
      'connection_quality_changed',
      'stream_disconnected',
      'session_ended',
    ]);
    client.ports.room.emit({ type: 'quality', quality: 'GOOD' });
    expect(client.avatar.connectionQuality, 'of a room that was left').to.equal('UNKNOWN');
  });

  it('is not told at the end where it was never known', async () => {
    const client = new ClientUnderTest();
    await client.start();
    await client.avatar.stopAvatar();
    expect(client.details('connection_quality_changed')).to.deep.equal([]);
  });

  it('is unknown again where the start fails', async () => {
    const client = new ClientUnderTest({ media: () => Promise.reject(sessionError('media_missing')) });
    const { createRoom } = client.ports;
    client.ports.createRoom = async (options) => {
      const room = await createRoom.call(client.ports, options);
      options.emit({ type: 'quality', quality: 'GOOD' });
      return room;
    };
    await rejection(client.avatar.createStartAvatar({}));
    expect(client.avatar.connectionQuality).to.equal('UNKNOWN');
  });
});
