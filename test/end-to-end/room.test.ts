/** A LiveKit room as ours, with a real server: whenever it is left, nothing of it stays; how much it carries at once. */

import { expect } from '@open-wc/testing';
import { createLiveKitRoom, loadLiveKit, type LiveKitRoom } from '../../src/media/livekit-room.js';
import type { Room, RoomAddress } from '../../src/media/room.js';
import { systemClock } from '../../src/api/clock.js';
import { collectGarbage, pageListeners } from '../support/commands.js';
import { FaultyNetwork } from '../support/faulty-network.js';
import { LiveAvatarScene } from '../support/live-avatar-scene.js';
import { rejection } from '../support/outcome.js';
import { ResourceLedger } from '../support/resource-ledger.js';
import { Corner } from '../support/sandbox-books.js';
import { mint, tokenUrlOf } from '../support/sandbox-tokens.js';

describe('a room that is left', () => {
  const joining = new AbortController();
  let network: FaultyNetwork;
  let token: string;
  let address: RoomAddress;
  let ledger: ResourceLedger;
  let listeners: Record<string, number>;

  beforeEach(async () => {
    await loadLiveKit();
    network = await FaultyNetwork.open();
    token = await mint(tokenUrlOf(await Corner.open(), 'liveavatar'), { quality: 'low' });
    const { livekit_url, livekit_client_token } = await call('start');
    address = { url: String(livekit_url), token: String(livekit_client_token), avatar: 'heygen' };
    listeners = await pageListeners();
    ledger = new ResourceLedger();
  });

  afterEach(async () => {
    ledger.restore();
    await call('stop');
    await network.close();
  });

  async function call(name: 'start' | 'stop'): Promise<Record<string, unknown>> {
    const response = await fetch(`${network.url}/v1/sessions/${name}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: '{}',
    });
    return ((await response.json()) as { data: Record<string, unknown> }).data;
  }

  /** Resolves at the first animation frame at which that many are open. */
  async function untilOpen(kind: 'peerConnections' | 'webSockets', count: number): Promise<void> {
    while (ledger.open[kind] < count) await new Promise(requestAnimationFrame);
  }

  /** Resolves when LiveKit dispatches the event. */
  async function tells(room: Room, name: 'SignalConnected' | 'SignalReconnecting'): Promise<void> {
    const { RoomEvent } = await loadLiveKit();
    await new Promise<void>((resolve) => void (room.native as LiveKitRoom).once(RoomEvent[name], resolve));
  }

  /** A room that is left at that moment; gives LiveKit's own, which nobody needs any more. */
  async function comeAndGo(until: (room: Room) => Promise<unknown>): Promise<WeakRef<object>> {
    const room = await createLiveKitRoom({
      stream: new MediaStream(),
      clock: systemClock,
      emit: () => undefined,
    });
    await until(room);
    await room.disconnect();
    return new WeakRef(room.native as object);
  }

  /** Some time is given to what ends once the network is whole again. */
  async function isCollected(room: WeakRef<object>): Promise<boolean> {
    for (let attempt = 0; room.deref() && attempt < 20; attempt += 1) await collectGarbage();
    return room.deref() === undefined;
  }

  const join = (room: Room): Promise<void> => room.connect(address, joining.signal);
  const joinInVain = (room: Room): void => void join(room).catch(() => undefined);

  /** When it is left. What begins here has not ended by then. */
  const moments: Record<string, (room: Room) => Promise<unknown>> = {
    'before it was joined': async () => undefined,
    'after it was prepared': async (room) => room.prepare(address),
    'in the task in which it is joined': async (room) => joinInVain(room),
    'before its join is answered': async (room) => {
      await network.break({ mode: 'black-hole' }, { links: ['signalling'] });
      joinInVain(room);
      await untilOpen('webSockets', 1);
    },
    'before its media is connected': async (room) => {
      await network.break({ mode: 'black-hole' }, { links: ['media'] });
      joinInVain(room);
      await untilOpen('peerConnections', 1);
    },
    'when its server has let it in': async (room) => {
      const letIn = tells(room, 'SignalConnected');
      joinInVain(room);
      await letIn;
    },
    'when its server refused it': (room) =>
      rejection(room.connect({ ...address, token: 'none' }, joining.signal)),
    'when there was no server': (room) =>
      rejection(room.connect({ ...address, url: 'ws://127.0.0.1:9' }, joining.signal)),
    'when its connection is being restored': async (room) => {
      await join(room);
      const lost = tells(room, 'SignalReconnecting');
      await network.break({ mode: 'refuse' }, { links: ['signalling', 'media'] });
      await lost;
    },
    'when it plays': async (room) => {
      await join(room);
      await room.media;
    },
    'when a microphone was in it': async (room) => {
      await join(room);
      const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
      const [track] = microphone.getAudioTracks() as [MediaStreamTrack];
      const published = await room.publishMicrophone(track, false);
      await published.unpublish();
      track.stop();
    },
  };

  for (const [moment, until] of Object.entries(moments)) {
    it(`${moment} leaves no connection, socket, timer, listener or memory behind`, async () => {
      const native = await comeAndGo(until);
      await ledger.untilNothingIsOpen();
      expect(await pageListeners()).to.deep.equal(listeners);
      // A socket that still waits for a broken network keeps its room.
      await network.break({ mode: 'pass' });
      expect(await isCollected(native), 'the room is still in memory').to.equal(true);
    });
  }
});

describe('a message to the avatar', () => {
  let scene: LiveAvatarScene;

  beforeEach(async () => {
    scene = await LiveAvatarScene.open();
  });
  afterEach(() => scene.end());

  it('arrives with 64,000 bytes', async () => {
    await scene.start();
    const command = { event_type: 'avatar.start_listening', event_id: 'long', padding: '' };
    const { length } = JSON.stringify(command);
    command.padding = 'x'.repeat(64_000 - length);
    const { localParticipant } = scene.avatar.room as LiveKitRoom;
    const bytes = new TextEncoder().encode(JSON.stringify(command));
    await localParticipant.publishData(bytes, { reliable: true, topic: 'agent-control' });
    await scene.entry(({ commands }) => commands.some((taken) => taken['padding'] === command.padding));
  });

  it('with more text than that is refused, with the limit, and the session goes on', async () => {
    await scene.start();
    const text = 'word '.repeat(14_000);
    const error = await rejection(scene.avatar.speak({ text, taskType: 'repeat' }));
    expect(error).to.include({ code: 'invalid_option', retryable: false });
    expect(error.message).to.include('60000');
    await scene.avatar.speak({ text: 'Hello.', taskType: 'repeat' });
    await scene.log.first('avatar_start_talking');
  });
});
