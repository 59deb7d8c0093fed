// The SDK's enums: their members, order and values, which are menus on pages, and their use as types.
import { expect } from '@open-wc/testing';
import {
  AvatarQuality,
  ConnectionQuality,
  ElevenLabsModel,
  STTProvider,
  TaskMode,
  TaskType,
  VoiceChatTransport,
  VoiceEmotion,
} from '../../src/api/enums.js';
import { SessionEvents, StreamingEvents } from '../../src/api/events.js';
import type { SpeakOptions, StartAvatarOptions } from '../../src/api/requests.js';

/** Key and value of each member, in the SDK's order. */
const members: Readonly<Record<string, [Readonly<Record<string, string>>, string[][]]>> = {
  AvatarQuality: [
    AvatarQuality,
    [
      ['Low', 'low'],
      ['Medium', 'medium'],
      ['High', 'high'],
    ],
  ],
  VoiceEmotion: [
    VoiceEmotion,
    [
      ['EXCITED', 'excited'],
      ['SERIOUS', 'serious'],
      ['FRIENDLY', 'friendly'],
      ['SOOTHING', 'soothing'],
      ['BROADCASTER', 'broadcaster'],
    ],
  ],
  ElevenLabsModel: [
    ElevenLabsModel,
    [
      ['eleven_flash_v2_5', 'eleven_flash_v2_5'],
      ['eleven_multilingual_v2', 'eleven_multilingual_v2'],
    ],
  ],
  STTProvider: [
    STTProvider,
    [
      ['DEEPGRAM', 'deepgram'],
      ['GLADIA', 'gladia'],
    ],
  ],
  TaskType: [
    TaskType,
    [
      ['TALK', 'talk'],
      ['REPEAT', 'repeat'],
    ],
  ],
  TaskMode: [
    TaskMode,
    [
      ['SYNC', 'sync'],
      ['ASYNC', 'async'],
    ],
  ],
  VoiceChatTransport: [
    VoiceChatTransport,
    [
      ['LIVEKIT', 'livekit'],
      ['WEBSOCKET', 'websocket'],
    ],
  ],
  ConnectionQuality: [
    ConnectionQuality,
    [
      ['UNKNOWN', 'UNKNOWN'],
      ['GOOD', 'GOOD'],
      ['BAD', 'BAD'],
    ],
  ],
  StreamingEvents: [
    StreamingEvents,
    [
      ['AVATAR_START_TALKING', 'avatar_start_talking'],
      ['AVATAR_STOP_TALKING', 'avatar_stop_talking'],
      ['AVATAR_TALKING_MESSAGE', 'avatar_talking_message'],
      ['AVATAR_END_MESSAGE', 'avatar_end_message'],
      ['USER_TALKING_MESSAGE', 'user_talking_message'],
      ['USER_END_MESSAGE', 'user_end_message'],
      ['USER_START', 'user_start'],
      ['USER_STOP', 'user_stop'],
      ['USER_SILENCE', 'user_silence'],
      ['STREAM_READY', 'stream_ready'],
      ['STREAM_DISCONNECTED', 'stream_disconnected'],
      ['CONNECTION_QUALITY_CHANGED', 'connection_quality_changed'],
    ],
  ],
};

describe('the enums', () => {
  for (const [name, [actual, expected]] of Object.entries(members)) {
    it(`${name} has the SDK's members in the SDK's order`, () => {
      expect(Object.entries(actual)).to.deep.equal(expected);
    });
  }

  it("keep our own events apart from the SDK's", () => {
    const sdk = new Set<string>(Object.values(StreamingEvents));
    expect(Object.values(SessionEvents).filter((name) => sdk.has(name))).to.deep.equal([]);
    expect(Object.entries(SessionEvents).every(([key, value]) => value === key.toLowerCase())).to.equal(true);
  });

  // What the compiler refuses here fails `npm run types`; the assertions only keep the values in use.
  it('are types as well, and so are their members', () => {
    const quality: AvatarQuality = AvatarQuality.High;
    const low: AvatarQuality.Low = AvatarQuality.Low;
    const sync: TaskMode.SYNC = TaskMode.SYNC;
    const talking: StreamingEvents.AVATAR_START_TALKING = StreamingEvents.AVATAR_START_TALKING;
    // @ts-expect-error -- a member's type is that member alone
    const wrong: TaskType.TALK = TaskType.REPEAT;
    expect([quality, low, sync, talking, wrong]).to.deep.equal([
      'high',
      'low',
      'sync',
      'avatar_start_talking',
      'repeat',
    ]);
  });

  it('may be replaced by plain strings in requests, of the right words only', () => {
    const start: StartAvatarOptions = { quality: 'high', voice: { emotion: 'soothing' }, version: 'v2' };
    const speak: SpeakOptions = { text: 'Hello', taskType: 'repeat', taskMode: TaskMode.SYNC };
    // @ts-expect-error -- no such quality
    const wrong: StartAvatarOptions = { quality: 'best' };
    expect([start.quality, speak.taskType, wrong.quality]).to.deep.equal(['high', 'repeat', 'best']);
  });
});
