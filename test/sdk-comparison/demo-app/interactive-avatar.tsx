/** The page: menus before the session, picture and controls during it. */

import { TaskMode, TaskType, type StartAvatarRequest } from '@heygen/streaming-avatar';
import { useEffect, useRef, useState } from 'react';
import { AvatarConfig, DEFAULT_CONFIG } from './avatar-config';
import { SessionState, useAvatarContext } from './avatar-context';
import { fetchAccessToken } from './create-avatar';
import { Menu } from './menu';
import { useConnectionQuality } from './use-connection-quality';
import { useConversationState } from './use-conversation-state';
import { useStreamingAvatarSession } from './use-streaming-avatar-session';
import { useTextChat } from './use-text-chat';
import { useVoiceChat } from './use-voice-chat';

export function InteractiveAvatar() {
  const { start, stop, sessionState, stream } = useStreamingAvatarSession();
  const { startVoiceChat } = useVoiceChat();
  const { connectionQuality } = useConnectionQuality();
  const [config, setConfig] = useState<StartAvatarRequest>(DEFAULT_CONFIG);
  const video = useRef<HTMLVideoElement>(null);

  async function startSession(isVoiceChat: boolean) {
    try {
      await start(config, await fetchAccessToken());
      if (isVoiceChat) await startVoiceChat(true);
    } catch {
      // The recorder has it.
    }
  }

  useEffect(() => {
    if (!stream || !video.current) return;
    video.current.srcObject = stream;
    video.current.play().catch(() => undefined);
  }, [stream]);

  return (
    <main>
      <output aria-label="Session">{sessionState}</output>
      <output aria-label="Connection quality">{connectionQuality}</output>
      {sessionState === SessionState.INACTIVE ? (
        <>
          <AvatarConfig config={config} onConfigChange={setConfig} />
          <button onClick={() => void startSession(false)}>Start text chat</button>
          <button onClick={() => void startSession(true)}>Start voice chat</button>
        </>
      ) : (
        <>
          <video ref={video} autoPlay playsInline muted />
          <button onClick={() => void stop()}>Stop</button>
          <Controls />
        </>
      )}
      <MessageHistory />
    </main>
  );
}

function Controls() {
  const { isMuted, isVoiceChatActive, startVoiceChat, stopVoiceChat, muteInputAudio, unmuteInputAudio } =
    useVoiceChat();
  const { isListening, startListening, stopListening } = useConversationState();
  const { sendMessage, interrupt } = useTextChat();
  const [text, setText] = useState('');
  const [taskType, setTaskType] = useState<TaskType>(TaskType.TALK);
  const [taskMode, setTaskMode] = useState(TaskMode.ASYNC);
  return (
    <>
      <output aria-label="Microphone">{isMuted ? 'muted' : 'unmuted'}</output>
      {isVoiceChatActive ? (
        <>
          <button onClick={isMuted ? unmuteInputAudio : muteInputAudio}>{isMuted ? 'Unmute' : 'Mute'}</button>
          <button onClick={stopVoiceChat}>Close voice chat</button>
        </>
      ) : (
        <button onClick={() => void startVoiceChat()}>Open voice chat</button>
      )}
      <button onClick={() => void interrupt()}>Interrupt</button>
      <button onClick={() => void (isListening ? stopListening() : startListening())}>
        {isListening ? 'Stop listening' : 'Listen'}
      </button>
      <Menu label="Task type" options={Object.values(TaskType)} value={taskType} onChange={setTaskType} />
      <Menu label="Task mode" options={Object.values(TaskMode)} value={taskMode} onChange={setTaskMode} />
      <input aria-label="Text" value={text} onChange={({ target }) => setText(target.value)} />
      <button onClick={() => void sendMessage(text, taskType, taskMode)}>Send</button>
    </>
  );
}

function MessageHistory() {
  const { messages } = useAvatarContext();
  return (
    <ol>
      {messages.map(({ sender, text }, index) => (
        <li key={index}>
          {sender}: {text}
        </li>
      ))}
    </ol>
  );
}
