// LiveKit's room as ours, as far as that shows without a server: failing to join, leaving, and whose tracks it takes.
// With a server: test/end-to-end.
import { expect } from '@open-wc/testing';
import { createLiveKitRoom, loadLiveKit, type LiveKitRoom } from '../../src/media/livekit-room.js';
import { systemClock } from '../../src/api/clock.js';
import type { Room, RoomEvent } from '../../src/media/room.js';
import { anyRejection, isPending, rejection } from '../support/outcome.js';

/** A port nobody listens on. */
const nowhere = { url: 'ws://127.0.0.1:9', token: 'token', avatar: 'heygen' };
const { signal } = new AbortController();

describe('a LiveKit room', () => {
  let stream: MediaStream;
  let events: RoomEvent[];
  let room: Room;

  beforeEach(async () => {
    stream = new MediaStream();
    events = [];
    room = await createLiveKitRoom({ stream, clock: systemClock, emit: (event) => events.push(event) });
  });
  afterEach(() => room.disconnect());

  it("is LiveKit's own, without adaptive streaming", async () => {
    const { Room: NativeRoom } = await loadLiveKit();
    expect(room.native).to.be.instanceOf(NativeRoom);
    expect((room.native as LiveKitRoom).options).to.include({
      adaptiveStream: false,
      disconnectOnPageLeave: false,
    });
  });

  it('is made by a library that is loaded once', () => {
    expect(loadLiveKit()).to.equal(loadLiveKit());
  });

  it('has no picture and sound until they come', async () => {
    expect(await isPending(room.media)).to.equal(true);
  });

  it('rejects with room_failed, and the cause, when there is no server', async () => {
    const error = await rejection(room.connect(nowhere, signal));
    expect(error).to.include({ code: 'room_failed', retryable: true });
    expect(error.cause).to.be.instanceOf(Error);
    expect(error.message)
      .to.match(/reach the LiveKit server/)
      .and.not.match(/firewall/);
  });

  it('names the firewall only when the server was reached and the connection for media failed', async () => {
    const native = room.native as LiveKitRoom;
    const { RoomEvent: NativeEvent } = await loadLiveKit();
    native.connect = async () => {
      native.emit(NativeEvent.SignalConnected);
      throw new Error('could not establish pc connection');
    };
    const error = await rejection(room.connect(nowhere, signal));
    expect(error.code).to.equal('room_failed');
    expect(error.message).to.match(/firewall/);
  });

  it('is not joined once it was left', async () => {
    await room.disconnect();
    expect(await rejection(room.connect(nowhere, signal))).to.include({ code: 'aborted' });
    expect((room.native as LiveKitRoom).state).to.equal('disconnected');
  });

  it('sends nothing before it is joined', async () => {
    expect(await rejection(room.publish('topic', new Uint8Array(1)))).to.include({ code: 'not_connected' });
  });

  it('takes no message of more than 64,000 bytes, and says so', async () => {
    const error = await rejection(room.publish('topic', new Uint8Array(64_001)));
    expect(error).to.include({ code: 'invalid_option', retryable: false });
    expect(error.message).to.include('64001').and.to.include('64000');
  });

  for (const [state, code, words] of [
    ['connected', 'room_failed', /although the connection stands/],
    ['reconnecting', 'network', /interrupted/],
    ['signalReconnecting', 'network', /interrupted/],
  ] as const) {
    it(`rejects with ${code} when nothing can be sent while it is ${state}`, async () => {
      const native = room.native as LiveKitRoom;
      Object.defineProperty(native, 'state', { value: state });
      const cause = new Error('no data channel');
      native.localParticipant.publishData = () => Promise.reject(cause);
      native.localParticipant.publishTrack = () => Promise.reject(cause);
      const [track] = new AudioContext().createMediaStreamDestination().stream.getTracks();
      for (const sending of [
        room.publish('topic', new Uint8Array(1)),
        room.publishMicrophone(track!, false),
      ]) {
        const error = await rejection(sending);
        expect(error).to.include({ code, retryable: true, cause });
        expect(error.message)
          .to.match(words)
          .and.not.match(/firewall/);
      }
    });
  }

  it("rejects with the signal's reason when it is left while it is joined", async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const joining = room.connect(nowhere, controller.signal);
    controller.abort(reason);
    await room.disconnect();
    expect(await anyRejection(joining)).to.equal(reason);
    expect(events, 'told after leaving').to.deep.equal([]);
  });

  it('may be left twice, and before it was joined, and then tells nothing', async () => {
    await room.disconnect();
    await room.disconnect();
    const { RoomEvent: NativeEvent } = await loadLiveKit();
    (room.native as LiveKitRoom).emit(NativeEvent.Reconnecting);
    expect(events).to.deep.equal([]);
  });

  it("leaves the page's own tracks in the stream, and running", async () => {
    const [track] = document.createElement('canvas').captureStream().getTracks();
    if (!track) throw new Error('A canvas has a track.');
    stream.addTrack(track);
    await room.disconnect();
    expect(stream.getTracks()).to.deep.equal([track]);
    expect(track.readyState).to.equal('live');
    track.stop();
  });

  it('removes no listener of the page', async () => {
    const native = room.native as LiveKitRoom;
    const { RoomEvent: NativeEvent } = await loadLiveKit();
    native.on(NativeEvent.Reconnecting, () => undefined);
    await room.disconnect();
    expect(native.listenerCount(NativeEvent.Reconnecting)).to.equal(1);
  });
});
