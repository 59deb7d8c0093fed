/** What we use of livekit-client, by name, so that a bundler leaves out the rest. Only livekit.ts imports it. */

export {
  ConnectionError,
  ConnectionErrorReason,
  ConnectionState,
  getLogger,
  LocalAudioTrack,
  Room,
  RoomEvent,
  Track,
} from 'livekit-client';
