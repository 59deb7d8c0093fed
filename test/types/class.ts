/** A class around the avatar, with named imports and the enums' members as types. */

import {
  APIError,
  AvatarQuality,
  StreamingAvatar,
  StreamingEvents,
  TaskMode,
  TaskType,
  VoiceEmotion,
  type SpeakRequest,
  type StartAvatarRequest,
  type VoiceSetting,
} from 'heygen-avatar/client';

interface Settings {
  quality: AvatarQuality.High | AvatarQuality.Low;
  emotion: VoiceEmotion.FRIENDLY;
  task: typeof TaskType.TALK;
  mode: typeof TaskMode;
  event: StreamingEvents;
}

export class AvatarService {
  private avatar: StreamingAvatar | undefined;
  private sessionId = '';
  private readonly settings: Settings = {
    quality: AvatarQuality.High,
    emotion: VoiceEmotion.FRIENDLY,
    task: TaskType.TALK,
    mode: TaskMode,
    event: StreamingEvents.STREAM_READY,
  };

  async connect(
    token: string,
    voice: VoiceSetting,
    basePath = 'https://proxy.example',
  ): Promise<MediaStream | null> {
    this.avatar = new StreamingAvatar({ token, basePath });
    const request: StartAvatarRequest = {
      avatarName: 'Wayne_20240711',
      quality: this.settings.quality,
      voice: { ...voice, emotion: this.settings.emotion },
      disableIdleTimeout: true,
      activityIdleTimeout: 300,
      knowledgeBase: 'You sell umbrellas.',
      useSilencePrompt: true,
    };
    try {
      const info = await this.avatar.newSession(request);
      await this.avatar.startAvatar(request, info);
      this.sessionId = info.session_id;
    } catch (error) {
      if (error instanceof APIError) throw new Error(`${error.status}: ${error.responseText}`);
      throw error;
    }
    this.avatar.room?.on('trackSubscribed', (track) => track.kind);
    return this.avatar.mediaStream;
  }

  say(text: string, key: keyof typeof TaskType): Promise<unknown> | undefined {
    const request: SpeakRequest = { text, taskType: TaskType[key] };
    return this.avatar?.speak(request);
  }

  get quality(): string {
    return `${this.avatar?.connectionQuality} ${this.sessionId} ${this.avatar?.sessionId ?? ''}`;
  }

  async disconnect(): Promise<void> {
    await this.avatar?.stopAvatar().catch((error) => error);
  }

  once(name: StreamingEvents): Promise<CustomEvent> {
    return new Promise((resolve) => {
      this.avatar?.on(name, resolve);
    });
  }
}
