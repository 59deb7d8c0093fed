import { useCallback } from 'react';
import { useAvatarContext } from './avatar-context';

export function useConversationState() {
  const { avatarRef, isAvatarTalking, isUserTalking, isListening, setIsListening } = useAvatarContext();

  const startListening = useCallback(async () => {
    await avatarRef.current?.startListening();
    setIsListening(true);
  }, [avatarRef, setIsListening]);

  const stopListening = useCallback(async () => {
    await avatarRef.current?.stopListening();
    setIsListening(false);
  }, [avatarRef, setIsListening]);

  return { isAvatarTalking, isUserTalking, isListening, startListening, stopListening };
}
