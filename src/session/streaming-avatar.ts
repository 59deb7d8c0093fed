/** The session client: the API of HeyGen's Streaming Avatar SDK. What is said in a session, by text and by voice. */

import { normalisedSpeech } from '../api/aliases.js';
import { TaskMode, TaskType } from '../api/enums.js';
import { sessionError } from '../api/error-table.js';
import { StreamingAvatarError } from '../api/errors.js';
import type { ConversationEvent } from '../api/events.js';
import type { SoundSource, SpeakOptions, SpeakResponse, VoiceChatRequest } from '../api/requests.js';
import type { TranscriptTurn } from '../api/transcript.js';
import { SessionClient } from './session-client.js';
import type { SessionRun } from './session-run.js';
import { isLive } from './state.js';
import { nothingSaid, reduceTranscript, type Transcript, type TranscriptEvent } from './transcript.js';
import { Turns } from './turns.js';
import type { VoiceChat } from './voice-chat.js';

/** A synchronous `speak()` waits this much longer than its turn should last, in milliseconds. */
const turnGrace = 5_000;

/**
 * A talking avatar session. Every method that talks to the avatar rejects with a `StreamingAvatarError`;
 * its `code` says why. Nothing is logged, and no session outlives the page.
 */
export class StreamingAvatar extends SessionClient {
  #turns = new Turns();
  #transcript = nothingSaid;
  /** What the page wants of the microphone, before there is one too. */
  #wantsMuted = false;
  #microphone: string | undefined;
  /** How often push-to-talk was pressed or released: what comes late changes nothing. */
  #presses = 0;
  /** The service was told of a press, and not of its release. */
  #pressed = false;

  /** What was said in this session, and after its end what was said in it. */
  get transcript(): readonly TranscriptTurn[] {
    return this.#transcript.turns;
  }

  /** The microphone's track while voice chat is on, such as for a level meter. Its owner is the session: do not stop it. */
  get microphone(): MediaStreamTrack | null {
    return this.run?.voiceChat?.track ?? null;
  }

  /** Whether the user cannot be heard: the microphone is muted, or there is none. */
  get isInputAudioMuted(): boolean {
    return this.run?.voiceChat?.muted ?? true;
  }

  /** Makes the avatar say a text (`repeat`), or answer it (`talk`, the default). */
  async speak(request: SpeakOptions | string): Promise<SpeakResponse> {
    const asked = normalisedSpeech(request ?? '');
    const { text, taskType: type = TaskType.TALK, taskMode = TaskMode.ASYNC } = asked;
    if (typeof text !== 'string' || text.trim() === '') throw sessionError('empty_text', { phase: 'live' });
    oneOf('taskType', type, TaskType);
    oneOf('taskMode', taskMode, TaskMode);
    const run = this.run;
    const turns = this.#turns;
    const answer = await this.command({ type: 'speak', text, taskType: type, taskMode });
    const taskId = answer.taskId ?? turns.claim();
    const { durationMs } = answer;
    if (taskMode === TaskMode.SYNC && run) {
      const longest = AbortSignal.timeout((durationMs ?? 0) + turnGrace);
      await turns.over(taskId, AbortSignal.any([longest, run.signal]));
    }
    return { task_id: taskId, ...(durationMs === undefined ? {} : { duration_ms: durationMs }) };
  }

  /**
   * Has the avatar speak sound that the page made: samples of 16 bit, mono, at 24 kHz, whole or as they come, or an
   * `AudioBuffer`. Resolves with the turn's id once all of it is sent, at the pace at which it is heard. Only in
   * LiveAvatar's LITE mode, else `not_supported`; `empty_text` where there is no sound.
   */
  async speakAudio(source: SoundSource): Promise<string> {
    const { run } = this;
    if (!run) throw sessionError('not_connected', { phase: 'live' });
    const { samplesOf } = await import('../media/sound-source.js');
    return run.speakAudio(samplesOf(source));
  }

  /** Ends what the avatar is saying, for the ear at once. Harmless when it is silent. */
  async interrupt(): Promise<void> {
    const { run } = this;
    const talking = isLive(this.state) && this.state.talking;
    // Sound that is on its way is not heard any more; the next turn's is.
    if (talking) run?.setAudible(false);
    this.#turns.interrupt();
    this.#note({ type: 'interrupted' });
    try {
      await this.command({ type: 'interrupt' });
    } catch (error) {
      run?.setAudible(true);
      throw error;
    }
  }

  /** Moves the avatar to its listening pose. It does not open a microphone. */
  async startListening(): Promise<void> {
    await this.command({ type: 'start_listening' });
    this.change({ type: 'listening', listening: true });
  }

  /** Moves the avatar out of its listening pose. */
  async stopListening(): Promise<void> {
    await this.command({ type: 'stop_listening' });
    this.change({ type: 'listening', listening: false });
  }

  /** Tells the service that somebody is still there. */
  async keepAlive(): Promise<void> {
    await this.command({ type: 'keep_alive' });
  }

  /**
   * Opens the microphone and lets the avatar hear it. Rejects with `microphone_denied`, `microphone_missing`,
   * `microphone_busy`, `insecure_context` or `blocked_by_policy`, and the session goes on without.
   */
  async startVoiceChat(request: VoiceChatRequest = {}): Promise<void> {
    const { run, voiceChat } = this.#voice();
    const { useSilencePrompt, isInputAudioMuted } = request ?? {};
    if (isInputAudioMuted !== undefined) this.#wantsMuted = isInputAudioMuted;
    run.activity();
    try {
      await Promise.all([
        voiceChat.start(run.pushToTalk || this.#wantsMuted, this.#microphone),
        useSilencePrompt === undefined
          ? undefined
          : this.command({ type: 'silence_prompt', enabled: useSilencePrompt }),
      ]);
    } catch (error) {
      // A chosen microphone that is gone is not asked for again.
      if (error instanceof StreamingAvatarError && error.code === 'microphone_missing')
        this.#microphone = undefined;
      throw error;
    }
  }

  /** Closes the microphone. Works in every state, also while it is being opened. */
  async closeVoiceChat(): Promise<void> {
    this.#release();
    this.noteActivity();
    await this.run?.voiceChat?.close();
  }

  /** Mutes the microphone, or the one that `startVoiceChat()` will open. */
  muteInputAudio(): void {
    this.#wantsMuted = true;
    this.#release();
    this.#setMuted(true);
  }

  /** Unmutes the microphone, or the one that `startVoiceChat()` will open. With push-to-talk only a press does. */
  unmuteInputAudio(): void {
    this.#wantsMuted = false;
    if (!this.run?.pushToTalk) this.#setMuted(false);
  }

  /** Takes the microphone of that id (`MediaDeviceInfo.deviceId`), now or when it is opened. */
  async setMicrophone(deviceId: string): Promise<void> {
    this.#microphone = deviceId;
    await this.run?.voiceChat?.setMicrophone(deviceId);
  }

  /** The user is heard from here on, with `enablePushToTalk`. Rejects with `not_connected` without voice chat. */
  async pushToTalkStart(): Promise<void> {
    const { voiceChat } = this.#voice();
    if (!voiceChat.active) throw sessionError('not_connected', { phase: 'voice', message: noVoiceChat });
    const press = (this.#presses += 1);
    this.#pressed = true;
    await this.command({ type: 'push_to_talk', pressed: true });
    if (press === this.#presses) await voiceChat.setMuted(false);
  }

  /** The user is not heard any more. The microphone is muted first, whatever the service says. */
  async pushToTalkStop(): Promise<void> {
    const { voiceChat } = this.#voice();
    this.#presses += 1;
    this.#pressed = false;
    await voiceChat.setMuted(true);
    await this.command({ type: 'push_to_talk', pressed: false });
  }

  /** Somebody is there: the session does not end for want of activity. The element calls it for clicks and keys. */
  noteActivity(): void {
    this.run?.activity();
  }

  /** @internal */
  protected override begun(): void {
    this.#turns = new Turns();
    this.#presses += 1;
    this.#pressed = false;
    this.#setTranscript(nothingSaid);
  }

  /** @internal */
  protected override ended(): void {
    this.#note({ type: 'ended' });
  }

  /** @internal */
  protected override microphoneChanged(deviceId: string): void {
    // What took the place of a microphone that is gone is the one to ask for from here on.
    this.#microphone = deviceId || undefined;
    super.microphoneChanged(deviceId);
  }

  /** @internal */
  protected override converse(event: ConversationEvent): void {
    const known = this.#turns.observe(event);
    this.emit(known.type, known);
    this.#note(known);
  }

  #note(event: TranscriptEvent): void {
    this.#setTranscript(reduceTranscript(this.#transcript, event, Date.now()));
  }

  #setTranscript(transcript: Transcript): void {
    const { turns } = this.#transcript;
    this.#transcript = transcript;
    if (transcript.turns === turns || transcript.turns.length + turns.length === 0) return;
    this.emit('transcript_changed', { transcript: transcript.turns });
  }

  #voice(): { run: SessionRun; voiceChat: VoiceChat } {
    const { run } = this;
    if (!run?.voiceChat) throw sessionError('not_connected', { phase: 'voice' });
    return { run, voiceChat: run.voiceChat };
  }

  /** A press is over with what ends it, also one that the service has yet to answer. */
  #release(): void {
    this.#presses += 1;
    if (!this.#pressed) return;
    this.#pressed = false;
    // The microphone is muted whatever comes of it.
    this.command({ type: 'push_to_talk', pressed: false }).catch(() => undefined);
  }

  #setMuted(muted: boolean): void {
    this.noteActivity();
    // A room that is gone has no microphone to mute.
    this.run?.voiceChat?.setMuted(muted).catch(() => undefined);
  }
}

const noVoiceChat = 'There is no voice chat. Call startVoiceChat() and wait for it first.';

function oneOf(option: string, value: unknown, allowed: Readonly<Record<string, string>>): void {
  const values = Object.values(allowed);
  if (values.includes(value as string)) return;
  throw sessionError('invalid_option', {
    phase: 'live',
    message: `${option} is “${String(value)}”; allowed are ${values.join(', ')}.`,
  });
}
