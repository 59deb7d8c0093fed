import { useAvatarContext } from './avatar-context';

export function useConnectionQuality() {
  const { connectionQuality } = useAvatarContext();
  return { connectionQuality };
}
