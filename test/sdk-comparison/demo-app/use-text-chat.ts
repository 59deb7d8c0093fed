import type { TaskMode, TaskType } from '@heygen/streaming-avatar';
import { useCallback } from 'react';
import { useAvatarContext } from './avatar-context';

export function useTextChat() {
  const { avatarRef } = useAvatarContext();
  const sendMessage = useCallback(
    async (text: string, taskType: TaskType, taskMode: TaskMode) => {
      await avatarRef.current?.speak({ text, taskType, taskMode });
    },
    [avatarRef],
  );
  const interrupt = useCallback(() => avatarRef.current?.interrupt(), [avatarRef]);
  return { sendMessage, interrupt };
}
