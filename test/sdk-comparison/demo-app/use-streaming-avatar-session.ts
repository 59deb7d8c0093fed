import { StreamingEvents } from '@heygen/streaming-avatar';
import type {
  ConnectionQuality,
  StartAvatarRequest,
  StreamingTalkingMessageEvent,
  UserTalkingMessageEvent,
} from '@heygen/streaming-avatar';
import { useCallback } from 'react';
import { SessionState, useAvatarContext, type Message } from './avatar-context';
import { createAvatar } from './create-avatar';
import { useVoiceChat } from './use-voice-chat';

export function useStreamingAvatarSession() {
  const {
    avatarRef,
    sessionState,
    setSessionState,
    stream,
    setStream,
    setIsUserTalking,
    setIsAvatarTalking,
    setIsListening,
    setMessages,
    setConnectionQuality,
  } = useAvatarContext();
  const { stopVoiceChat } = useVoiceChat();

  const handleStream = useCallback(
    ({ detail }: { detail: MediaStream }) => {
      setStream(detail);
      setSessionState(SessionState.CONNECTED);
    },
    [setStream, setSessionState],
  );

  const stop = useCallback(async () => {
    avatarRef.current?.off(StreamingEvents.STREAM_READY, handleStream);
    // oxlint-disable-next-line typescript/no-misused-promises -- as applications have it
    avatarRef.current?.off(StreamingEvents.STREAM_DISCONNECTED, stop);
    stopVoiceChat();
    setIsListening(false);
    setIsUserTalking(false);
    setIsAvatarTalking(false);
    setStream(null);
    await avatarRef.current?.stopAvatar();
    setSessionState(SessionState.INACTIVE);
  }, [
    avatarRef,
    handleStream,
    setIsAvatarTalking,
    setIsListening,
    setIsUserTalking,
    setSessionState,
    setStream,
    stopVoiceChat,
  ]);

  /** Fragments of one speaker are put together until its end message. */
  const addFragment = useCallback(
    (sender: Message['sender'], text: string) => {
      setMessages((messages) => {
        const last = messages.at(-1);
        if (!last || last.complete || last.sender !== sender)
          return [...messages, { sender, text, complete: false }];
        return [...messages.slice(0, -1), { ...last, text: last.text + text }];
      });
    },
    [setMessages],
  );
  const endMessage = useCallback(() => {
    setMessages((messages) => messages.map((message) => ({ ...message, complete: true })));
  }, [setMessages]);

  const start = useCallback(
    async (config: StartAvatarRequest, token: string) => {
      if (sessionState !== SessionState.INACTIVE) throw new Error('There is already an active session.');
      avatarRef.current = createAvatar(token);
      setSessionState(SessionState.CONNECTING);
      const avatar = avatarRef.current;
      avatar.on(StreamingEvents.STREAM_READY, handleStream);
      // oxlint-disable-next-line typescript/no-misused-promises -- as applications have it
      avatar.on(StreamingEvents.STREAM_DISCONNECTED, stop);
      avatar.on(StreamingEvents.CONNECTION_QUALITY_CHANGED, ({ detail }: { detail: ConnectionQuality }) =>
        setConnectionQuality(detail),
      );
      avatar.on(StreamingEvents.USER_START, () => setIsUserTalking(true));
      avatar.on(StreamingEvents.USER_STOP, () => setIsUserTalking(false));
      avatar.on(StreamingEvents.AVATAR_START_TALKING, () => setIsAvatarTalking(true));
      avatar.on(StreamingEvents.AVATAR_STOP_TALKING, () => setIsAvatarTalking(false));
      avatar.on(StreamingEvents.USER_TALKING_MESSAGE, ({ detail }: { detail: UserTalkingMessageEvent }) =>
        addFragment('user', detail.message),
      );
      avatar.on(
        StreamingEvents.AVATAR_TALKING_MESSAGE,
        ({ detail }: { detail: StreamingTalkingMessageEvent }) => addFragment('avatar', detail.message),
      );
      avatar.on(StreamingEvents.USER_END_MESSAGE, endMessage);
      avatar.on(StreamingEvents.AVATAR_END_MESSAGE, endMessage);
      await avatar.createStartAvatar(config);
      return avatar;
    },
    [
      addFragment,
      avatarRef,
      endMessage,
      handleStream,
      sessionState,
      setConnectionQuality,
      setIsAvatarTalking,
      setIsUserTalking,
      setSessionState,
      stop,
    ],
  );

  return { avatarRef, sessionState, stream, start, stop };
}
