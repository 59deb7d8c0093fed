/** A LiveKit room as our `Room`. The only file that knows how livekit-client behaves. */

import { sessionError } from '../api/error-table.js';
import type { ConnectionQuality } from '../api/enums.js';
import { isStreamingAvatarError } from '../api/errors.js';
import { underPolicy } from '../api/page-policy.js';
import type { EndReason } from '../api/state.js';
import { importLiveKit, type LiveKit, type LiveKitParts } from './livekit.js';
import type { PublishedMicrophone, Room, RoomAddress, RoomOptions } from './room.js';
import { StallWatch } from './stall-watch.js';

/** LiveKit's own room, for pages that use it directly. */
export type LiveKitRoom = LiveKit.Room;

/** End reasons by LiveKit's `DisconnectReason`. All others are `network`. */
const endReasons: Readonly<Record<number, EndReason>> = {
  1: 'stopped', // CLIENT_INITIATED
  2: 'replaced', // DUPLICATE_IDENTITY
  3: 'server', // SERVER_SHUTDOWN
  4: 'server', // PARTICIPANT_REMOVED
  5: 'room_deleted', // ROOM_DELETED
  10: 'room_deleted', // ROOM_CLOSED
};

/**
 * Longest message. Chromium refuses more than 65,535 bytes, and LiveKit silently drops a message that grows past that
 * when it adds topic and identities: 65,500 bytes were sent and never arrived.
 */
const maxMessageBytes = 64_000;

const serverShutdown = { code: 3, reason: 'server' } as const;
const connectionTimeout = { code: 14, reason: 'network' } as const;

/** LiveKit's ratings in the SDK's words. */
const qualities: Readonly<Record<string, `${ConnectionQuality}`>> = {
  excellent: 'GOOD',
  good: 'GOOD',
  poor: 'BAD',
  lost: 'BAD',
};

/** Name of our rooms' logger, which is silent. The page's own rooms use LiveKit's logger. */
const loggerName = 'heygen-avatar';

let library: Promise<LiveKitParts> | undefined;

/** Loads livekit-client, once. Rejects with `network`; the next call tries again. */
export function loadLiveKit(): Promise<LiveKitParts> {
  library ??= importLiveKit().then(
    (livekit) => {
      const logger = livekit.getLogger(loggerName);
      logger.setLevel('silent', false);
      // Otherwise each part of a room would reset it to LiveKit's default level.
      logger.setDefaultLevel = () => undefined;
      return livekit;
    },
    (cause: unknown) => {
      library = undefined;
      throw sessionError('network', {
        message:
          "Couldn't load the avatar's player. Try again; if that doesn't help, reload the page: it may have been updated since it was opened.",
        cause,
      });
    },
  );
  return library;
}

interface CleanupRegistry {
  register(room: unknown, cleanup: () => void): void;
}

/**
 * Makes a room that can be garbage-collected, and a function that removes its `devicechange` listener. LiveKit removes
 * it when the room is collected, by a closure that holds the room, so neither ever happens. Remove this when
 * livekit/client-sdk-js#2008 is fixed.
 */
function makeRoom(
  { Room }: LiveKitParts,
  options: LiveKit.RoomOptions,
): { readonly room: LiveKitRoom; readonly forgetDevices: () => void } {
  let forgetDevices = (): void => undefined;
  const statics = Room as unknown as { cleanupRegistry: CleanupRegistry | false };
  const { cleanupRegistry } = statics;
  statics.cleanupRegistry = { register: (_room, cleanup) => (forgetDevices = cleanup) };
  try {
    const room = new Room(options);
    return { room, forgetDevices: () => forgetDevices() };
  } finally {
    statics.cleanupRegistry = cleanupRegistry;
  }
}

/** Counts the connected rooms of a host. A private part of LiveKit's room. */
interface RegionUrlProvider {
  notifyConnected(): void;
  notifyDisconnected(): void;
}

export async function createLiveKitRoom(options: RoomOptions): Promise<Room> {
  return new AvatarRoom(await loadLiveKit(), options);
}

class AvatarRoom implements Room {
  readonly media: Promise<void>;
  readonly native: LiveKitRoom;
  readonly #livekit: LiveKitParts;
  readonly #options: RoomOptions;
  readonly #forgetDevices: () => void;
  #address: RoomAddress | undefined;
  /** The avatar's tracks by kind. The stream may also have tracks of the page's own. */
  readonly #tracks = new Map<string, MediaStreamTrack>();
  #stalls: StallWatch | undefined;
  #audible = true;
  /** While the server hasn't accepted us yet. */
  #joining = false;
  #left = false;
  #mediaComplete!: () => void;

  constructor(livekit: LiveKitParts, options: RoomOptions) {
    this.#livekit = livekit;
    this.#options = options;
    this.media = new Promise((resolve) => (this.#mediaComplete = resolve));
    const { room, forgetDevices } = makeRoom(livekit, {
      // The page plays a plain MediaStream: adaptive streaming would find no element and pause the picture.
      adaptiveStream: false,
      // LiveKit would also leave on `freeze` and on a cancelled `beforeunload`. The session watches the page itself.
      disconnectOnPageLeave: false,
      // With one connection LiveKit sends a track when it has sent its answer, which may not have arrived yet: the
      // browser drops the first key frame, and the next one takes 0.6 s. With two connections, the browser answers.
      // With one, a room that is left before the join is answered also keeps an RTCPeerConnection open (since 2.18.1).
      singlePeerConnection: false,
      loggerName,
    });
    this.native = room;
    this.#forgetDevices = forgetDevices;
    const { RoomEvent } = livekit;
    this.native
      .on(RoomEvent.TrackSubscribed, this.#collectTracks)
      .on(RoomEvent.ParticipantConnected, this.#collectTracks)
      .on(RoomEvent.DataReceived, this.#onData)
      .on(RoomEvent.Reconnecting, this.#onReconnecting)
      .on(RoomEvent.Reconnected, this.#onReconnected)
      .on(RoomEvent.ConnectionQualityChanged, this.#onQuality)
      .on(RoomEvent.Disconnected, this.#onDisconnected);
  }

  prepare({ url, token }: RoomAddress): void {
    // If this fails, connecting fails too and reports it.
    void this.native.prepareConnection(url, token).catch(() => undefined);
  }

  async connect(address: RoomAddress, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#left) throw sessionError('aborted');
    this.#address = address;
    const onJoined = (): void => void (this.#joining = false);
    this.#joining = true;
    this.native.once(this.#livekit.RoomEvent.SignalConnected, onJoined);
    try {
      // LiveKit takes both.
      const socket = address.url.replace(/^http/, 'ws');
      await underPolicy(socket, signal, () => this.native.connect(address.url, address.token));
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      if (this.#left) throw sessionError('aborted', { cause });
      if (isStreamingAvatarError(cause)) throw cause;
      throw this.#joinError(cause, !this.#joining);
    } finally {
      this.#joining = false;
      this.native.off(this.#livekit.RoomEvent.SignalConnected, onJoined);
    }
  }

  async publish(topic: string | undefined, bytes: Uint8Array): Promise<void> {
    if (bytes.byteLength > maxMessageBytes) {
      const message = `This message has ${bytes.byteLength} bytes. The avatar's room takes at most ${maxMessageBytes} at once: send it in parts.`;
      throw sessionError('invalid_option', { message });
    }
    const options = { reliable: true, ...(topic === undefined ? {} : { topic }) };
    await this.#send('message', (participant) => participant.publishData(new Uint8Array(bytes), options));
  }

  async publishMicrophone(source: MediaStreamTrack, muted: boolean): Promise<PublishedMicrophone> {
    const { LocalAudioTrack, Track } = this.#livekit;
    const track = new LocalAudioTrack(source, undefined, true, undefined, { loggerName });
    if (muted) await track.mute();
    const { localParticipant } = this.native;
    await this.#send('microphone', (participant) =>
      participant.publishTrack(track as LiveKit.LocalTrack, { source: Track.Source.Microphone }),
    );
    return {
      get muted() {
        return track.isMuted;
      },
      async setMuted(wanted) {
        await (wanted ? track.mute() : track.unmute());
      },
      async replace(other) {
        await track.replaceTrack(other, { userProvidedTrack: true });
      },
      async unpublish() {
        await localParticipant.unpublishTrack(track as LiveKit.LocalTrack, false);
      },
    };
  }

  setAudible(audible: boolean): void {
    this.#audible = audible;
    const track = this.#tracks.get('audio');
    if (track) track.enabled = audible;
  }

  async disconnect(): Promise<void> {
    this.#left = true;
    this.#stalls?.stop();
    try {
      // In every state: a room that is still connecting would go on otherwise.
      await this.native.disconnect();
    } finally {
      const { RoomEvent } = this.#livekit;
      // Only our listeners, and after leaving: LiveKit cleans up by its own listeners on the same emitter.
      this.native
        .off(RoomEvent.TrackSubscribed, this.#collectTracks)
        .off(RoomEvent.ParticipantConnected, this.#collectTracks)
        .off(RoomEvent.DataReceived, this.#onData)
        .off(RoomEvent.Reconnecting, this.#onReconnecting)
        .off(RoomEvent.Reconnected, this.#onReconnected)
        .off(RoomEvent.ConnectionQualityChanged, this.#onQuality)
        .off(RoomEvent.Disconnected, this.#onDisconnected);
      for (const track of this.#tracks.values()) {
        track.stop();
        this.#options.stream.removeTrack(track);
      }
      this.#tracks.clear();
      this.#forgetDevices();
      this.#forgetRegions();
    }
  }

  /**
   * Makes LiveKit stop asking its cloud for the nearest server. It stops 30 s after the last connected room is left, but
   * never for a room that was only prepared or couldn't be joined.
   */
  #forgetRegions(): void {
    const { regionUrlProvider } = this.native as unknown as { regionUrlProvider?: RegionUrlProvider };
    regionUrlProvider?.notifyConnected();
    regionUrlProvider?.notifyDisconnected();
  }

  /** The error of a failed join. Once the server has accepted us, only the media connection can fail. */
  #joinError(cause: unknown, joined: boolean): Error {
    if (joined) return sessionError('room_failed', { cause });
    const { ConnectionError, ConnectionErrorReason } = this.#livekit;
    let message = `LiveKit could not open a connection. ${String(cause)}`;
    if (cause instanceof ConnectionError) {
      message =
        cause.reason === ConnectionErrorReason.NotAllowed
          ? 'The LiveKit server refused the room token of this session. The session may have ended already: start a new one.'
          : "Couldn't reach the LiveKit server of this session. Check that this device is online and that nothing blocks WebSockets to it.";
    }
    return sessionError('room_failed', { message, cause });
  }

  async #send(
    what: 'message' | 'microphone',
    send: (participant: LiveKit.LocalParticipant) => Promise<unknown>,
  ): Promise<void> {
    const { Connected, Disconnected } = this.#livekit.ConnectionState;
    if (this.#left || this.native.state === Disconnected) throw sessionError('not_connected');
    try {
      await send(this.native.localParticipant);
    } catch (cause) {
      if (this.#left) throw sessionError('aborted', { cause });
      const message =
        this.native.state === Connected
          ? `The ${what} could not be sent to the avatar, although the connection stands. Try again.`
          : `The ${what} could not be sent to the avatar: the connection was interrupted. Try again once it is restored.`;
      throw sessionError(this.native.state === Connected ? 'room_failed' : 'network', { message, cause });
    }
  }

  /** The participant with the avatar's identity, else the first that publishes video. */
  #avatar(): LiveKit.RemoteParticipant | undefined {
    const { remoteParticipants } = this.native;
    return (
      remoteParticipants.get(this.#address?.avatar ?? '') ??
      [...remoteParticipants.values()].find(({ videoTrackPublications }) => videoTrackPublications.size > 0)
    );
  }

  /** Looks at all tracks each time: on a rejoin LiveKit may announce a track without its participant. */
  readonly #collectTracks = (): void => {
    if (this.#left) return;
    const { stream } = this.#options;
    for (const { track } of this.#avatar()?.trackPublications.values() ?? []) {
      const fresh = track?.mediaStreamTrack;
      const stale = fresh && this.#tracks.get(fresh.kind);
      if (!fresh || fresh === stale) continue;
      if (stale) stream.removeTrack(stale);
      if (fresh.kind === 'audio') fresh.enabled = this.#audible;
      stream.addTrack(fresh);
      this.#tracks.set(fresh.kind, fresh);
    }
    if (!this.#tracks.has('video') || !this.#tracks.has('audio')) return;
    const agent = this.#address?.agent;
    if (agent !== undefined && !this.native.remoteParticipants.has(agent)) return;
    this.#mediaComplete();
    this.#watchStalls();
  };

  readonly #onData = (
    bytes: Uint8Array,
    participant?: LiveKit.RemoteParticipant,
    _kind?: unknown,
    topic?: string,
  ): void => {
    const identity = participant?.identity;
    if (this.#left || identity === undefined) return;
    if (identity !== this.#avatar()?.identity && identity !== this.#address?.agent) return;
    this.#options.emit({ type: 'data', topic, bytes });
  };

  readonly #onReconnecting = (): void => {
    if (this.#stalls) this.#stalls.interrupted = true;
  };

  readonly #onReconnected = (): void => {
    if (this.#stalls) this.#stalls.interrupted = false;
  };

  readonly #onQuality = (quality: LiveKit.ConnectionQuality, { isLocal }: LiveKit.Participant): void => {
    if (this.#left || !isLocal) return;
    this.#options.emit({ type: 'quality', quality: qualities[quality] ?? 'UNKNOWN' });
  };

  /** Number of frames received from the avatar; null while it publishes no video, or has left. */
  async #framesReceived(): Promise<number | null | undefined> {
    const [publication] = this.#avatar()?.videoTrackPublications.values() ?? [];
    if (!publication?.track) return null;
    const report = await publication.track.getRTCStatsReport();
    for (const entry of report?.values() ?? []) {
      const { type, framesReceived } = entry as { type: string; framesReceived?: number };
      if (type === 'inbound-rtp') return framesReceived;
    }
    return undefined;
  }

  #watchStalls(): void {
    this.#stalls ??= new StallWatch(this.#options.clock, {
      frames: () => this.#framesReceived(),
      onStall: () => this.#options.emit({ type: 'reconnecting' }),
      onFlow: () => this.#options.emit({ type: 'reconnected' }),
      onLost: () => this.#onLost(),
    });
  }

  /** Reports a lost picture: `network`, or `server` if the connection works and only the avatar has gone. */
  #onLost(): void {
    const stands = this.native.state === this.#livekit.ConnectionState.Connected;
    this.#options.emit({ type: 'disconnected', ...(stands ? serverShutdown : connectionTimeout) });
  }

  readonly #onDisconnected = (code = 0): void => {
    // A join that fails says why when it rejects, a moment later.
    if (this.#left || this.#joining) return;
    this.#options.emit({ type: 'disconnected', code, reason: endReasons[code] ?? 'network' });
  };
}
