/** The JSON messages between the simulated service and the simulated room, carried by the session. */

/** Describes the room. Takes the place of a LiveKit room's token. */
export interface SimulatedStage {
  /** The picture's height in pixels; its width follows, 16:9. */
  readonly height: number;
  /** Tells one figure from another, and the moments at which it blinks. Whole numbers. */
  readonly look: number;
  readonly seed: number;
  readonly label: boolean;
  readonly background: string | undefined;
  /** Seconds until it is joined, and from there until there is a picture. */
  readonly joining: number;
  readonly appearing: number;
  readonly trouble: string | undefined;
}

/** A voice, by what the ear tells it from others. */
export interface SimulatedVoice {
  /** In hertz. */
  readonly pitch: number;
  /** How much higher than a man's its resonances lie. */
  readonly size: number;
}

/** One syllable; times in seconds, `at` from the turn's first. */
export interface SimulatedSound {
  readonly at: number;
  readonly seconds: number;
  readonly vowel: 'a' | 'e' | 'i' | 'o' | 'u';
  /** It begins with a hiss, as “s” and “t” do. */
  readonly hiss: boolean;
}

/** What the service tells the room to do. */
export type SimulatedCue =
  | {
      readonly type: 'say';
      readonly sounds: readonly SimulatedSound[];
      readonly voice: SimulatedVoice;
    }
  | { readonly type: 'quiet' }
  | { readonly type: 'pose'; readonly listening: boolean };

/** What the room reports about the user. */
export type SimulatedNotice =
  | { readonly type: 'microphone'; readonly open: boolean }
  | { readonly type: 'user_start' }
  | { readonly type: 'user_stop' };
