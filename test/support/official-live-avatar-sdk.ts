/**
 * HeyGen's LiveAvatar SDK with the types that are used of it. Its own declarations name each other without file
 * endings, which TypeScript does not follow in Node's way of resolving, so that all of it would be `any`.
 */

import * as sdk from '@heygen/liveavatar-web-sdk';

type Mode = 'CONVERSATIONAL' | 'PUSH_TO_TALK';

interface VoiceChatConfig {
  defaultMuted?: boolean;
  mode?: Mode;
}

export interface OfficialConfig {
  apiUrl?: string;
  voiceChat?: VoiceChatConfig | boolean;
}

interface VoiceChat {
  readonly isMuted: boolean;
  start(config?: VoiceChatConfig): Promise<void>;
  stop(): void;
  mute(): Promise<void>;
  unmute(): Promise<void>;
  startPushToTalk(): Promise<void>;
  stopPushToTalk(): Promise<void>;
  on(event: 'MUTED' | 'UNMUTED', listener: () => void): this;
}

export interface OfficialLiveAvatarSession {
  readonly state: string;
  readonly mode: string;
  readonly sessionId: string | null;
  readonly maxSessionDuration: number | null;
  readonly voiceChat: VoiceChat;
  start(): Promise<void>;
  stop(): Promise<void>;
  keepAlive(): Promise<void>;
  attach(element: HTMLMediaElement): void;
  message(text: string): string;
  repeat(text: string): string;
  repeatAudio(base64: string): string;
  interrupt(): void;
  startListening(): string;
  stopListening(): string;
  on(event: string, listener: (event: unknown) => void): this;
}

interface OfficialSdk {
  LiveAvatarSession: new (token: string, config?: OfficialConfig) => OfficialLiveAvatarSession;
  SessionEvent: Readonly<Record<string, string>>;
  AgentEventsEnum: Readonly<Record<string, string>>;
}

export const { LiveAvatarSession, SessionEvent, AgentEventsEnum } = sdk as unknown as OfficialSdk;

/** PCM of 16 bit, mono, which is what LITE takes. */
const soundRate = 24_000;
const toneHertz = 440;

/** So many seconds of a tone, as `repeatAudio()` takes it. */
export function toneFor(seconds: number): string {
  const samples = new Int16Array(seconds * soundRate);
  for (const index of samples.keys()) {
    samples[index] = Math.round(9000 * Math.sin((2 * Math.PI * toneHertz * index) / soundRate));
  }
  let bytes = '';
  for (const byte of new Uint8Array(samples.buffer)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}
