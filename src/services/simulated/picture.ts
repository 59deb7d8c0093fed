/** The picture of a simulated avatar: a canvas, drawn anew for each frame, and the video track that shows it. */

import type { SimulatedStage } from './cues.js';
import { drawFeatures, looks, paintBackground, pieces, type Look, type Mouth } from './face.js';
import { poseAt } from './pose.js';

export const framesPerSecond = 25;

/** The drawing's own size. */
const drawn = { width: 1280, height: 720 };
const neckY = 470;
/** How far the shoulders rise; the body lies lower by it, or a gap would open below. */
const breathHeight = 4;

/** The share of its way that lips go in a frame, and that an attitude does. */
const lipSpeed = 0.55;
const attitudeSpeed = 0.12;

export interface Moment {
  readonly seconds: number;
  readonly mouth: Mouth;
  readonly speaking: boolean;
  readonly listening: boolean;
}

export class SimulatedPicture {
  readonly track: MediaStreamTrack;
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #look: Look;
  readonly #scale: number;
  readonly #background: HTMLCanvasElement;
  readonly #layers: Readonly<Record<keyof typeof pieces, HTMLCanvasElement>>;
  readonly #stillness = matchMedia('(prefers-reduced-motion: reduce)');
  /** Sessions of different seeds do not blink together. */
  readonly #offset: number;
  #mouth: Mouth = { open: 0, spread: 0 };
  #speaking = 0;
  #listening = 0;

  constructor({ height, look, seed, background, label }: SimulatedStage) {
    const canvas = this.#canvas;
    canvas.height = height;
    canvas.width = Math.round((height * drawn.width) / drawn.height / 2) * 2;
    this.#scale = height / drawn.height;
    this.#offset = seed % 97;
    this.#look = looks[look % looks.length] ?? looks[0];
    this.#context = contextOf(canvas);
    this.#background = this.#layer((context) => paintBackground(context, this.#look, background, label));
    const piece = (paint: (typeof pieces)[keyof typeof pieces]): HTMLCanvasElement =>
      this.#layer((context) => paint(context, this.#look));
    this.#layers = { backHair: piece(pieces.backHair), body: piece(pieces.body), head: piece(pieces.head) };
    const [track] = canvas.captureStream(framesPerSecond).getVideoTracks();
    if (!track) throw new Error('The browser gives no track of a canvas.');
    this.track = track;
  }

  draw({ seconds, mouth, speaking, listening }: Moment): void {
    const context = this.#context;
    const towards = (from: number, to: number, share: number): number => from + (to - from) * share;
    this.#mouth = {
      open: towards(this.#mouth.open, mouth.open, lipSpeed),
      spread: towards(this.#mouth.spread, mouth.spread, lipSpeed / 2),
    };
    this.#speaking = towards(this.#speaking, speaking ? 1 : 0, attitudeSpeed);
    this.#listening = towards(this.#listening, listening ? 1 : 0, attitudeSpeed);
    const activity = { speaking: this.#speaking, listening: this.#listening };
    const pose = poseAt(seconds + this.#offset, activity, this.#stillness.matches);

    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.#background, 0, 0);
    const placeHead = (): void => {
      // It turns about the neck.
      this.#place(faceX + pose.x, neckY + pose.y - pose.breath * 3);
      context.rotate(pose.tilt);
      context.translate(-faceX, -neckY);
    };
    placeHead();
    this.#show('backHair');
    this.#place(0, (1 - pose.breath) * breathHeight);
    this.#show('body');
    placeHead();
    this.#show('head');
    drawFeatures(context, this.#look, pose, this.#mouth);
  }

  stop(): void {
    this.track.stop();
    // What a canvas holds is let go of when it has no size, and not whenever it is collected.
    for (const canvas of [this.#canvas, this.#background, ...Object.values(this.#layers)]) canvas.width = 0;
  }

  /** The drawing's coordinates from here on, moved. */
  #place(x: number, y: number): void {
    this.#context.setTransform(this.#scale, 0, 0, this.#scale, this.#scale * x, this.#scale * y);
  }

  #show(name: keyof typeof pieces): void {
    this.#context.drawImage(this.#layers[name], 0, 0, this.#canvas.width / this.#scale, drawn.height);
  }

  /** Painted once, and shown in every frame. */
  #layer(paint: (context: CanvasRenderingContext2D) => void): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = this.#canvas.width;
    canvas.height = this.#canvas.height;
    const context = contextOf(canvas);
    context.scale(this.#scale, this.#scale);
    paint(context);
    return canvas;
  }
}

const faceX = drawn.width / 2;

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gives no canvas to draw on.');
  return context;
}
