/**
 * The talk of one simulated session, in the order that Interactive Avatar has: the avatar's turns,
 * the user's speech as the room hears it, and the silence between them.
 */

import type { Clock } from '../../api/clock.js';
import type { ConversationEvent } from '../../api/events.js';
import type { StartAvatarOptions } from '../../api/requests.js';
import type { SimulatedCue, SimulatedNotice } from './cues.js';
import type { SimulatedScript } from '../../api/simulated-script.js';
import { answerTo, answerToSpeech, notUnderstood, promptInSilence } from './answers.js';
import type { Random } from './random.js';
import { planSpeech, voiceOf, type ChosenVoice } from './speech-plan.js';
import { Turns } from './turns.js';

/** A silence is told after so many seconds, and the avatar speaks up so many later: the sandbox's choice. */
const silence = 10;
const countDown = 5;
/** About the pace at which people speak. */
const secondsPerWord = 0.25;

export interface DialogueOptions {
  readonly request: StartAvatarOptions;
  readonly script: SimulatedScript;
  readonly clock: Clock;
  readonly random: Random;
  /** Seconds until the first word of an answer. */
  readonly thinking: () => number;
  readonly emit: (event: ConversationEvent) => void;
  readonly cue: (cue: SimulatedCue) => void;
  /** Somebody did or said something. */
  readonly touch: () => void;
}

interface UserTurn {
  readonly id: string;
  readonly text: string;
  /** What of it has not been told yet. */
  readonly words: string[];
}

export class Dialogue {
  readonly #options: DialogueOptions;
  readonly #voice: ChosenVoice;
  readonly #turns = new Turns();
  #cancelTurns = (): void => undefined;
  #user: UserTurn | undefined;
  #userTurns = 0;
  #cancelWords = (): void => undefined;
  /** Whether the user is listened to. */
  #hears: boolean;
  #microphoneOpen = false;
  #prompts: boolean;
  /** Silences since somebody last spoke of their own accord. */
  #silences = 0;
  #cancelSilence = (): void => undefined;
  /** Turns that only answer a silence: they are nobody's activity, and do not end it. */
  readonly #ofSilence = new Set<string>();

  constructor(options: DialogueOptions) {
    this.#options = options;
    const { voice, useSilencePrompt, enablePushToTalk } = options.request;
    this.#voice = voiceOf(voice?.voiceId, voice?.rate ?? 1);
    this.#prompts = useSilencePrompt === true;
    this.#hears = enablePushToTalk !== true;
  }

  get talking(): boolean {
    return this.#turns.speaking !== undefined || this.#user !== undefined;
  }

  /** Has the avatar answer a text. */
  answer(text: string): { taskId: string; durationMs: number } {
    const { script, request, random, thinking } = this.#options;
    return this.say(answerTo(text, script, request.knowledgeBase, random), thinking());
  }

  /** Has it say a text, after what it says already, and not before so many seconds have passed. */
  say(text: string, wait = 0): { taskId: string; durationMs: number } {
    const { clock, random } = this.#options;
    const taskId = random.id();
    const plan = planSpeech(text, this.#voice.tempo);
    this.#turns.add(taskId, plan, clock.now() + wait);
    // In a task of its own: whoever asked has to know the id before the first event with it.
    this.#schedule();
    return { taskId, durationMs: Math.round(plan.seconds * 1000) };
  }

  interrupt(): void {
    const { clock } = this.#options;
    const event = this.#turns.interrupt(clock.now());
    this.#cancelTurns();
    if (event) this.#tell(event);
  }

  set silencePrompt(enabled: boolean) {
    this.#prompts = enabled;
    this.#quiet();
  }

  set pressed(pressed: boolean) {
    if (!pressed) this.#userStops();
    this.#hears = pressed;
  }

  hear(notice: SimulatedNotice): void {
    switch (notice.type) {
      case 'microphone':
        this.#microphoneOpen = notice.open;
        return this.#quiet();
      case 'user_start':
        return this.#userStarts();
      case 'user_stop':
        return this.#userStops();
    }
  }

  close(): void {
    this.#cancelTurns();
    this.#cancelWords();
    this.#cancelSilence();
  }

  #schedule(): void {
    const { clock } = this.#options;
    const { due } = this.#turns;
    this.#cancelTurns();
    if (due !== undefined)
      this.#cancelTurns = clock.after(Math.max(0, due - clock.now()), () => this.#step());
  }

  #step(): void {
    const { clock } = this.#options;
    for (;;) {
      const event = this.#turns.step(clock.now());
      if (!event) break;
      this.#tell(event);
    }
    this.#schedule();
  }

  /** Tells what the avatar does, and has the room do it. */
  #tell(event: ConversationEvent): void {
    const { emit, cue, touch } = this.#options;
    const { speaking } = this.#turns;
    if (event.type === 'avatar_start_talking' && speaking) {
      if (!this.#ofSilence.has(speaking.id)) this.#broken();
      const { pitch, size } = this.#voice;
      cue({ type: 'say', sounds: speaking.plan.sounds, voice: { pitch, size } });
    }
    // A clock that was moved is ahead of the sound.
    if (event.type === 'avatar_stop_talking') cue({ type: 'quiet' });
    emit(event);
    if (event.type !== 'avatar_stop_talking') return;
    if (!this.#ofSilence.delete(event.task_id)) touch();
    this.#quiet();
  }

  #userStarts(): void {
    if (!this.#hears || this.#user) return;
    const { script, random, emit, touch } = this.#options;
    const { userTranscripts: texts = [notUnderstood] } = script;
    const text = texts[this.#userTurns % texts.length] ?? notUnderstood;
    this.#userTurns += 1;
    this.#user = { id: random.id(), text, words: text.match(/\s*\S+\s*$|\s*\S+/g) ?? [] };
    touch();
    this.#broken();
    emit({ type: 'user_start' });
    // Barge-in.
    this.interrupt();
    this.#tellWords();
  }

  #tellWords(): void {
    const { clock } = this.#options;
    this.#cancelWords = clock.after(secondsPerWord, () => {
      this.#tellWord();
      if (this.#user?.words.length) this.#tellWords();
    });
  }

  #tellWord(): void {
    const message = this.#user?.words.shift();
    if (!this.#user || message === undefined) return;
    this.#options.emit({ type: 'user_talking_message', task_id: this.#user.id, message });
  }

  #userStops(): void {
    const user = this.#user;
    if (!user) return;
    const { script, emit, touch, thinking } = this.#options;
    this.#cancelWords();
    while (user.words.length > 0) this.#tellWord();
    this.#user = undefined;
    touch();
    emit({ type: 'user_stop' });
    emit({ type: 'user_end_message', task_id: user.id });
    this.#quiet();
    // What fits everything fits what was not understood too.
    const always = script.answers?.some(({ pattern }) => pattern === undefined);
    if (script.userTranscripts || always) this.answer(user.text);
    else this.say(answerToSpeech, thinking());
  }

  /** Somebody speaks: there is no silence until `#quiet()`. */
  #broken(): void {
    this.#silences = 0;
    this.#cancelSilence();
  }

  /** A silence begins here, if nobody speaks. */
  #quiet(): void {
    this.#cancelSilence();
    if (this.#prompts) this.#cancelSilence = this.#options.clock.after(silence, () => this.#announce());
  }

  #announce(): void {
    // It is one between two who could speak.
    if (!this.#microphoneOpen || this.talking) return this.#quiet();
    const { clock, emit } = this.#options;
    this.#silences += 1;
    this.#cancelSilence = clock.after(countDown, () => {
      this.#ofSilence.add(this.say(promptInSilence(this.#silences)).taskId);
    });
    emit({ type: 'user_silence', silence_times: this.#silences, count_down: countDown });
  }
}
