/** What the hooks share: the client, and what the page shows of it. */

import type StreamingAvatar from '@heygen/streaming-avatar';
import { ConnectionQuality } from '@heygen/streaming-avatar';
import {
  createContext,
  useContext,
  useRef,
  useState,
  type Dispatch,
  type ReactNode,
  type RefObject,
  type SetStateAction,
} from 'react';

export enum SessionState {
  INACTIVE = 'inactive',
  CONNECTING = 'connecting',
  CONNECTED = 'connected',
}

export interface Message {
  sender: 'user' | 'avatar';
  text: string;
  complete: boolean;
}

type Setter<Value> = Dispatch<SetStateAction<Value>>;

interface AvatarContextValue {
  avatarRef: RefObject<StreamingAvatar | null>;
  sessionState: SessionState;
  setSessionState: Setter<SessionState>;
  stream: MediaStream | null;
  setStream: Setter<MediaStream | null>;
  isVoiceChatActive: boolean;
  setIsVoiceChatActive: Setter<boolean>;
  isVoiceChatLoading: boolean;
  setIsVoiceChatLoading: Setter<boolean>;
  isMuted: boolean;
  setIsMuted: Setter<boolean>;
  isUserTalking: boolean;
  setIsUserTalking: Setter<boolean>;
  isAvatarTalking: boolean;
  setIsAvatarTalking: Setter<boolean>;
  isListening: boolean;
  setIsListening: Setter<boolean>;
  messages: Message[];
  setMessages: Setter<Message[]>;
  connectionQuality: ConnectionQuality;
  setConnectionQuality: Setter<ConnectionQuality>;
}

const AvatarContext = createContext<AvatarContextValue | null>(null);

export function AvatarProvider({ children }: { children: ReactNode }) {
  const avatarRef = useRef<StreamingAvatar | null>(null);
  const [sessionState, setSessionState] = useState(SessionState.INACTIVE);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [isVoiceChatActive, setIsVoiceChatActive] = useState(false);
  const [isVoiceChatLoading, setIsVoiceChatLoading] = useState(false);
  const [isMuted, setIsMuted] = useState(true);
  const [isUserTalking, setIsUserTalking] = useState(false);
  const [isAvatarTalking, setIsAvatarTalking] = useState(false);
  const [isListening, setIsListening] = useState(false);
  const [messages, setMessages] = useState<Message[]>([]);
  const [connectionQuality, setConnectionQuality] = useState(ConnectionQuality.UNKNOWN);
  return (
    <AvatarContext
      value={{
        avatarRef,
        sessionState,
        setSessionState,
        stream,
        setStream,
        isVoiceChatActive,
        setIsVoiceChatActive,
        isVoiceChatLoading,
        setIsVoiceChatLoading,
        isMuted,
        setIsMuted,
        isUserTalking,
        setIsUserTalking,
        isAvatarTalking,
        setIsAvatarTalking,
        isListening,
        setIsListening,
        messages,
        setMessages,
        connectionQuality,
        setConnectionQuality,
      }}
    >
      {children}
    </AvatarContext>
  );
}

export function useAvatarContext(): AvatarContextValue {
  const context = useContext(AvatarContext);
  if (!context) throw new Error('useAvatarContext() is used outside of <AvatarProvider>.');
  return context;
}
