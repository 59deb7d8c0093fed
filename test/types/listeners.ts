/** Listeners of every shape that pages give to `on` and `off`; `addEventListener` takes only what fits. */

import StreamingAvatar, {
  ConnectionQuality,
  SessionEvents,
  StreamingEvents,
  type EventHandler,
  type StreamingTalkingMessageEvent,
  type StreamingTalkingEndEvent,
  type UserTalkingEndEvent,
  type UserTalkingMessageEvent,
} from 'heygen-avatar/client';

declare const avatar: StreamingAvatar;
declare const video: HTMLVideoElement;
declare function show(text: string): void;
declare function setQuality(quality: ConnectionQuality): void;
declare function setStream(stream: MediaStream | null): void;
declare function handle(event: StreamingTalkingMessageEvent): void;
declare function after(milliseconds: number): void;

// Without a type. Its own is any, or what the page can read of it.
avatar.on(StreamingEvents.STREAM_READY, (event) => {
  video.srcObject = event.detail;
  setStream(event.detail);
  video.onplay = () => event.detail.getTracks().length;
  show(event.detail.stream);
});
avatar.on(StreamingEvents.AVATAR_TALKING_MESSAGE, (message) => {
  show(message.detail.message);
  show(message.message);
  handle(message.detail);
});
avatar.on(StreamingEvents.AVATAR_STOP_TALKING, (event) => after(event.detail.duration_ms / 1000));
avatar.on(StreamingEvents.USER_END_MESSAGE, (event) => show(event.detail.message));
avatar.on(StreamingEvents.AVATAR_END_MESSAGE, ({ detail }) => show(detail.message));
avatar.on(StreamingEvents.AVATAR_START_TALKING, (e) => e.detail.type === 'avatar_start_talking');
avatar.on(StreamingEvents.AVATAR_START_TALKING, (e) => e.type === StreamingEvents.AVATAR_START_TALKING);
avatar.on(StreamingEvents.CONNECTION_QUALITY_CHANGED, ({ detail }) => setQuality(detail));
avatar.on(StreamingEvents.STREAM_DISCONNECTED, (event) => show(event.detail as string));
avatar.on(StreamingEvents.USER_SILENCE, (event) => after(event.detail.count_down));
avatar.on('transcript', (event) => show(event.text));
for (const name of Object.values(StreamingEvents)) avatar.on(name, (event) => show(String(event.detail)));

// With one.
avatar.on(StreamingEvents.STREAM_READY, ({ detail }: { detail: MediaStream }) => setStream(detail));
avatar.on(StreamingEvents.CONNECTION_QUALITY_CHANGED, ({ detail }: { detail: ConnectionQuality }) =>
  setQuality(detail),
);
avatar.on(StreamingEvents.AVATAR_TALKING_MESSAGE, (event: any) => show(event.anything));
avatar.on(StreamingEvents.AVATAR_TALKING_MESSAGE, (event: CustomEvent) => show(event.detail.message));
avatar.on(StreamingEvents.AVATAR_TALKING_MESSAGE, (event: Event) => event.type);
avatar.on(StreamingEvents.AVATAR_TALKING_MESSAGE, (text: string) => show(text));
avatar.on(StreamingEvents.AVATAR_TALKING_MESSAGE, (event: unknown) => event);
avatar.on(StreamingEvents.AVATAR_TALKING_MESSAGE, (event: { detail?: { message?: string } }) => event);
avatar.on(StreamingEvents.USER_TALKING_MESSAGE, (event: { detail: UserTalkingMessageEvent }) =>
  show(event.detail.message),
);
avatar.on(StreamingEvents.USER_END_MESSAGE, ({ detail }: { detail: UserTalkingEndEvent }) => detail.message);
avatar.on(StreamingEvents.AVATAR_END_MESSAGE, ({ detail }: { detail: StreamingTalkingEndEvent }) =>
  show(detail.message ?? ''),
);
avatar.on('error', (error: Error) => show(error.message));
avatar.on('USER_START', async () => undefined);

// By reference, and removed again.
const onReady: EventHandler = (event) => setStream(event.detail);
const onAny = (...args: unknown[]) => args;
function onMessage(this: void, event: CustomEvent<UserTalkingMessageEvent>) {
  show(event.detail.message);
}
avatar
  .on(StreamingEvents.STREAM_READY, onReady)
  .on(StreamingEvents.USER_TALKING_MESSAGE, onMessage)
  .on('never', onAny, { signal: new AbortController().signal })
  .off(StreamingEvents.STREAM_READY, onReady)
  .off(StreamingEvents.USER_TALKING_MESSAGE, onMessage)
  .off('never', onAny);
const handlers: Partial<Record<StreamingEvents, EventHandler>> = { [StreamingEvents.STREAM_READY]: onReady };
for (const [name, handler] of Object.entries(handlers)) avatar.on(name, handler);

// Our own events are typed where no type is given.
avatar.on(SessionEvents.WARNING, ({ detail }) => show(detail.code + (detail.option ?? '')));
avatar.on('session_ended', ({ detail }) => show(detail.reason));
// @ts-expect-error -- misspelt
avatar.on('session_ended', ({ detail }) => show(detail.raison));

// addEventListener is strict: the client's events, and what they carry.
avatar.addEventListener('stream_ready', ({ detail }) => setStream(detail), { once: true });
avatar.addEventListener(StreamingEvents.AVATAR_TALKING_MESSAGE, ({ detail }) => handle(detail));
avatar.addEventListener('state_changed', { handleEvent: ({ detail }) => show(detail.state.status) });
avatar.removeEventListener(StreamingEvents.USER_TALKING_MESSAGE, onMessage);
// @ts-expect-error -- no such event
avatar.addEventListener('stream_redy', () => undefined);
// @ts-expect-error -- what only the element fires
avatar.addEventListener('before_start', () => undefined);
// @ts-expect-error -- its detail is a MediaStream
avatar.addEventListener('stream_ready', ({ detail }: CustomEvent<number>) => after(detail));
// @ts-expect-error -- misspelt
avatar.addEventListener('avatar_talking_message', ({ detail }) => show(detail.mesage.text));
const target: EventTarget = avatar;
target.dispatchEvent(new Event('x'));
