/**
 * Where `heygen-avatar/client` does something else than `@heygen/streaming-avatar` 2.1.0, and why that stays so. The
 * comparison fails for a difference that is not here, and for one that is here and no longer there. The table of
 * demo/pages/migration.md is made of it: `npm run comparison-table`.
 */

export interface Difference {
  /** For the table: what a page does or reads. Markdown. */
  readonly what: string;
  /** Where the script comes across it: `scenario › step: what was looked at`. */
  readonly at: readonly string[];
  /** What the recordings have. */
  readonly sdk: string;
  readonly ours: string;
  /** For the table. Markdown. */
  readonly why: string;
}

/** For what one of the two does not do at all. */
export const nothing = '–';

const started =
  'resolves: { access_token: string, ice_servers2: null, ice_servers: null, is_paid: boolean, livekit_agent_token: string, realtime_endpoint: string, sdp: null, session_duration_limit: number, session_id: string, url: string }';
const notConnected = 'rejects: StreamingAvatarError, code not_connected';
const refused = 'rejects: APIError (Error), status 400, responseText';
const voiceChats = ['a voice chat, WebSocket transport', 'a voice chat, LiveKit transport'];

export const differences: readonly Difference[] = [
  {
    what: '`speak()` with `TALK`, async',
    at: ['a text chat', 'a voice chat, LiveKit transport'].map(
      (scenario) => `${scenario} › talk, async: speak()`,
    ),
    sdk: 'resolves: undefined',
    ours: 'resolves: { duration_ms: number, task_id: string }',
    why: 'Every answer has both, so a page can wait for `duration_ms`, which is estimated here.',
  },
  {
    what: '`speak({ text, taskMode: "sync" })`, which is `TALK` by default',
    at: ['tasks without a type or a mode › speak({"taskMode":"sync"}): streaming.task'],
    sdk: '{"text":"Thank you","task_mode":"sync"}',
    ours: '{"text":"Thank you","task_type":"talk","task_mode":"sync"}',
    why: '`task_type` is always sent. Without it the service takes the task for `repeat`, and the avatar parrots the question.',
  },
  {
    what: '`speak({ text, task_type: TaskType.REPEAT })`, the older name',
    at: ['tasks without a type or a mode › speak({"task_type":"repeat"}): streaming.task'],
    sdk: '{"text":"Thank you"}',
    ours: '{"text":"Thank you","task_type":"repeat"}',
    why: 'The SDK reads `task_type` and then does not send it.',
  },
  {
    what: '`speak({ text, task_type: TaskType.TALK, taskMode: "sync" })`',
    at: ['tasks without a type or a mode › speak({"task_type":"talk","taskMode":"sync"}): streaming.task'],
    sdk: '{"text":"Thank you","task_mode":"sync"}',
    ours: '{"text":"Thank you","task_type":"talk","task_mode":"sync"}',
    why: 'With the SDK the avatar parrots the question.',
  },
  {
    what: '`interrupt()`, `startListening()`, `stopListening()`, `stopAvatar()`',
    at: [
      'a text chat › an answer is interrupted: interrupt()',
      'a text chat › listen: startListening()',
      'a text chat › stop listening: stopListening()',
      'a text chat › stop: stopAvatar()',
    ],
    sdk: 'resolves: null',
    ours: 'resolves: undefined',
    why: 'There is nothing to read: the service answers `null`.',
  },
  {
    what: 'what `voiceChatTransport: WEBSOCKET` asks the service for',
    at: ['a text chat › streaming.new: ia_is_livekit_transport'],
    sdk: 'false',
    ours: 'true',
    why: 'Voice chat always goes over LiveKit. Both values of `voiceChatTransport` are accepted and mean that.',
  },
  {
    what: '`stream_disconnected` after `stopAvatar()`',
    at: ['a text chat › stop: events'],
    sdk: 'stream_disconnected (5)',
    ours: 'stream_disconnected (1)',
    why: 'The client leaves the room itself (LiveKit’s `CLIENT_INITIATED`). The SDK stays until the service deletes the room (`ROOM_DELETED`).',
  },
  {
    what: '`sessionId` after the end',
    at: ['a text chat › stopped: sessionId', 'the service ends the session › ended: sessionId'],
    sdk: 'string',
    ours: 'null',
    why: 'There is no session any more. The SDK keeps the id of the last one.',
  },
  {
    what: '`connectionQuality` after the service has ended the session',
    at: ['the service ends the session › ended: connectionQuality'],
    sdk: 'BAD',
    ours: 'UNKNOWN',
    why: 'There is no connection to judge. It is what both say after `stopAvatar()`.',
  },
  {
    what: '`detail` of `user_start` and `user_stop`',
    at: voiceChats.flatMap((scenario) =>
      ['user_start', 'user_stop'].map((type) => `${scenario} › every detail: ${type}`),
    ),
    sdk: 'CustomEvent { event_type: string }',
    ours: 'CustomEvent { event_type: string, type: string }',
    why: 'Every event’s `detail` has its `type`, on every service. What the service sends is there too.',
  },
  {
    what: '`speak()`, `interrupt()`, `startListening()`, `stopListening()`, `keepAlive()`, `startSession()` without a session, `speak()` after its end',
    at: [
      ...['speak', 'interrupt', 'startListening', 'stopListening', 'keepAlive', 'startSession'].map(
        (method) => `without a session › without a session: ${method}()`,
      ),
      'what a session refuses › speak after the end: speak()',
      'the service ends the session › speak after the end: speak()',
    ],
    sdk: refused,
    ours: notConnected,
    why: 'The SDK asks the service with a session id that is `null` or over. Here nothing is sent, and the message says what to call first.',
  },
  {
    what: '`startVoiceChat()` without a session',
    at: [
      'without a session › without a session: startVoiceChat()',
      'what a session refuses › voice chat after the end: startVoiceChat()',
    ],
    sdk: 'resolves: undefined',
    ours: notConnected,
    why: 'The SDK does nothing and the page shows an open microphone that nobody hears.',
  },
  {
    what: '`pushToTalkStart()`, `pushToTalkStop()` without voice chat',
    at: [
      'without a session › without a session: pushToTalkStart()',
      'without a session › without a session: pushToTalkStop()',
      'what a session refuses › push to talk without voice chat: pushToTalkStart()',
    ],
    sdk: 'rejects: Error',
    ours: notConnected,
    why: 'Every error has a `code`.',
  },
  {
    what: '`stopAvatar()` without a session, a second time, or after the service has ended the session',
    at: [
      'without a session › without a session: stopAvatar()',
      'what a session refuses › stop twice: stopAvatar()',
      'the service ends the session › stop after the end: stopAvatar()',
    ],
    sdk: refused,
    ours: 'resolves: undefined',
    why: 'It never rejects: after it there is no session, whatever there was before.',
  },
  {
    what: '`createStartAvatar()` with a token that the service refuses',
    at: ['a wrong token › start: createStartAvatar()'],
    sdk: 'rejects: APIError (Error), status 401, responseText',
    ours: 'rejects: APIError, status 401, responseText',
    why: 'The class is exported, so `instanceof APIError` works. Name, `status` and `responseText` are the SDK’s.',
  },
  {
    what: '`createStartAvatar()` with an API key',
    at: ['an API key in place of a token › start: createStartAvatar()'],
    sdk: 'rejects: APIError (Error), status 401, responseText',
    ours: 'rejects: StreamingAvatarError, code api_key_in_page',
    why: 'An API key in a page is everybody’s. It is refused before anything is sent, and the message says where it belongs.',
  },
  {
    what: '`createStartAvatar()` a second time with the same token',
    at: ['what a session refuses › start again with the same token: createStartAvatar()'],
    sdk: 'rejects: APIError (Error), status 401, responseText',
    ours: 'rejects: StreamingAvatarError, code token_used',
    why: 'The message says to fetch a token for each session, or to give a URL that does.',
  },
  {
    what: '`speak({ text: "", taskType: TaskType.REPEAT })`',
    at: ['what a session refuses › an empty text to repeat: speak()'],
    sdk: refused,
    ours: 'rejects: StreamingAvatarError, code empty_text',
    why: 'Nothing is sent for it.',
  },
  {
    what: '`speak({ text: "" })`',
    at: ['what a session refuses › an empty text to answer: speak()'],
    sdk: 'resolves: undefined',
    ours: 'rejects: StreamingAvatarError, code empty_text',
    why: 'The avatar would not answer, and the page would wait for it.',
  },
  {
    what: '`startVoiceChat()` when the visitor refuses the microphone',
    at: ['websocket', 'livekit'].flatMap((transport) => [
      `a refused microphone › open, ${transport}: startVoiceChat()`,
      `a refused microphone › open again, ${transport}: startVoiceChat()`,
    ]),
    sdk: 'rejects: NotAllowedError (DOMException)',
    ours: 'rejects: NotAllowedError (StreamingAvatarError), code microphone_denied',
    why: 'It has the browser’s `name`, and the browser’s error as its `cause`.',
  },
  {
    what: '`createStartAvatar()` when the chat socket is refused',
    at: ['the chat socket is refused › start: createStartAvatar()'],
    sdk: "rejects: Event 'error'",
    ours: started,
    why: 'Picture and sound work without it. The SDK rejects and leaves the session running.',
  },
  {
    what: '`stopAvatar()` during a start',
    at: ['stopped while it starts › stop during a start: stopAvatar()'],
    sdk: refused,
    ours: 'resolves: undefined',
    why: 'It ends the start. With the SDK the start goes on, and the session runs and bills.',
  },
  {
    what: '`createStartAvatar()` that was stopped',
    at: ['stopped while it starts › stop during a start: createStartAvatar()'],
    sdk: started,
    ours: 'rejects: StreamingAvatarError, code aborted',
    why: 'The page asked for no session.',
  },
  {
    what: '`stream_ready` of a start that was stopped',
    at: ['stopped while it starts › stop during a start: events'],
    sdk: 'stream_ready',
    ours: nothing,
    why: 'The start has ended.',
  },
  {
    what: '`mediaStream` after a start that was stopped',
    at: ['stopped while it starts › afterwards: mediaStream'],
    sdk: 'MediaStream (active, audio, video)',
    ours: 'null',
    why: 'The start has ended.',
  },
];
