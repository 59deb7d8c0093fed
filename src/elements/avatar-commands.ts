/** The client's methods, by the same names, on the tag: each waits for the client and hands the call on. */

import type { DiagnoseOptions, DiagnosisRow } from '../api/diagnosis.js';
import type { SoundSource, SpeakOptions, SpeakResponse, VoiceChatRequest } from '../api/requests.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import { SessionAttributes } from './session-attributes.js';

export abstract class AvatarCommands extends SessionAttributes {
  protected abstract client(): Promise<StreamingAvatar>;

  /** Makes the avatar answer a text, or say it with `taskType: 'repeat'`. See `StreamingAvatar.speak`. */
  async speak(request: SpeakOptions | string): Promise<SpeakResponse> {
    return (await this.client()).speak(request);
  }

  /** Has the avatar speak sound that the page made, in LiveAvatar's LITE mode. See `StreamingAvatar.speakAudio`. */
  async speakAudio(source: SoundSource): Promise<string> {
    return (await this.client()).speakAudio(source);
  }

  /** Ends what the avatar is saying. */
  async interrupt(): Promise<void> {
    return (await this.client()).interrupt();
  }

  /** Moves the avatar to its listening pose. */
  async startListening(): Promise<void> {
    return (await this.client()).startListening();
  }

  /** Moves the avatar out of its listening pose. */
  async stopListening(): Promise<void> {
    return (await this.client()).stopListening();
  }

  /** Tells the service that somebody is still there. */
  async keepAlive(): Promise<void> {
    return (await this.client()).keepAlive();
  }

  /** Opens the microphone and lets the avatar hear it. See `StreamingAvatar.startVoiceChat`. */
  async startVoiceChat(request?: VoiceChatRequest): Promise<void> {
    return (await this.client()).startVoiceChat(request);
  }

  /** Closes the microphone. */
  async closeVoiceChat(): Promise<void> {
    return (await this.client()).closeVoiceChat();
  }

  /** Mutes the microphone, or the one that voice chat will open. */
  async muteInputAudio(): Promise<void> {
    (await this.client()).muteInputAudio();
  }

  /** Unmutes the microphone, or the one that voice chat will open. */
  async unmuteInputAudio(): Promise<void> {
    (await this.client()).unmuteInputAudio();
  }

  /** Lets the avatar hear the user, with `push-to-talk`. */
  async pushToTalkStart(): Promise<void> {
    return (await this.client()).pushToTalkStart();
  }

  /** The avatar does not hear the user any more. */
  async pushToTalkStop(): Promise<void> {
    return (await this.client()).pushToTalkStop();
  }

  /** Takes the microphone of that id (`MediaDeviceInfo.deviceId`), now or when it is opened. */
  async setMicrophone(deviceId: string): Promise<void> {
    return (await this.client()).setMicrophone(deviceId);
  }

  /** Checks what a session needs of this page, browser and network, and opens none. See `StreamingAvatar.diagnose`. */
  async diagnose(options?: DiagnoseOptions): Promise<DiagnosisRow[]> {
    return (await this.client()).diagnose(options);
  }
}
