/**
 * Owns the picture of one avatar: still layers painted once, and for each frame only the boxes in which
 * something moves, copied into one RGBA frame that is used again and again. Reading pixels back is what costs
 * most, so drawing the whole frame would take three times as long.
 */
import { createCanvas, type Canvas, type SKRSContext2D as Context } from '@napi-rs/canvas';
import { drawFeatures } from './features.js';
import { BODY_PANE, FACE, FRAME, HEAD_PANE, layersOf, type Box, type Layer, type Layers } from './layers.js';
import { LOOKS, type Look, type LookName } from './looks.js';
import { CLOSED, moveTowards, type MouthShape } from './mouth-shape.js';
import { PoseClock, type Pose } from './pose.js';

/** The shoulders rise by this much; the body's layer lies lower by it, or a gap would open below. */
const BREATH_HEIGHT = 4;
const NECK_Y = 470;
/** The body's pane is drawn at each third frame: breath moves it by less than a pixel from one to the next. */
const BODY_EVERY = 3;

export interface PictureSize {
  width: number;
  height: number;
}

/** A part of the frame that is drawn anew; left and top are pixels of the frame. */
interface Pane {
  canvas: Canvas;
  context: Context;
  left: number;
  top: number;
}

export class Portrait {
  readonly width: number;
  readonly height: number;
  /** RGBA; the same bytes at each frame. */
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly #look: Look;
  readonly #scale: number;
  readonly #layers: Layers;
  readonly #headPane: Pane;
  readonly #bodyPane: Pane;
  readonly #pose = new PoseClock();
  #mouth: MouthShape = CLOSED;
  #lastMs = 0;
  #drawn = 0;

  constructor(look: LookName, { width, height }: PictureSize) {
    this.width = width;
    this.height = height;
    this.#look = LOOKS[look];
    this.#scale = height / FRAME.height;
    this.#layers = layersOf(this.#look, this.#scale);
    const full = createCanvas(width, height);
    full.getContext('2d').drawImage(this.#layers.background.canvas, 0, 0, width, height);
    this.frame = new Uint8Array(full.data());
    this.#headPane = this.#pane(HEAD_PANE);
    this.#bodyPane = this.#pane(BODY_PANE);
  }

  /** Draws the figure as it is at `timeMs`, its mouth on the way to `mouth`. */
  draw(
    timeMs: number,
    { mouth, listening }: { mouth: MouthShape; listening: boolean },
  ): Uint8Array<ArrayBuffer> {
    this.#mouth = moveTowards(this.#mouth, mouth, Math.max(0, timeMs - this.#lastMs));
    this.#lastMs = timeMs;
    const pose = this.#pose.at(timeMs, { listening, mouthOpen: this.#mouth.open });
    this.#drawFigure(this.#headPane, pose);
    this.#placeHead(this.#headPane, pose);
    this.#drawLayer(this.#headPane, this.#layers.head);
    drawFeatures(this.#headPane.context, this.#look, pose, this.#mouth);
    this.#copyIntoFrame(this.#headPane);
    if (this.#drawn++ % BODY_EVERY === 0) {
      this.#drawFigure(this.#bodyPane, pose);
      this.#copyIntoFrame(this.#bodyPane);
    }
    return this.frame;
  }

  /** All that both panes show. */
  #drawFigure(pane: Pane, pose: Pose): void {
    pane.context.setTransform(1, 0, 0, 1, 0, 0);
    pane.context.drawImage(this.#layers.background.canvas, -pane.left, -pane.top);
    this.#placeHead(pane, pose);
    this.#drawLayer(pane, this.#layers.backHair);
    this.#place(pane, 0, (1 - pose.breath) * BREATH_HEIGHT);
    this.#drawLayer(pane, this.#layers.body);
  }

  /** Frame coordinates from here on, moved by x and y. */
  #place({ context, left, top }: Pane, x: number, y: number): void {
    const scale = this.#scale;
    context.setTransform(scale, 0, 0, scale, scale * x - left, scale * y - top);
  }

  /** The head turns about the neck, not about its own middle. */
  #placeHead(pane: Pane, { headX, headY, headTilt, breath }: Pose): void {
    this.#place(pane, FACE.x + headX, NECK_Y + headY - breath * 3);
    pane.context.rotate(headTilt);
    pane.context.translate(-FACE.x, -NECK_Y);
  }

  #drawLayer({ context }: Pane, { canvas, x, y, width, height }: Layer): void {
    context.drawImage(canvas, x, y, width, height);
  }

  #pane({ x, y, width, height }: Box): Pane {
    const left = Math.round(x * this.#scale);
    const top = Math.round(y * this.#scale);
    const canvas = createCanvas(
      Math.round((x + width) * this.#scale) - left,
      Math.round((y + height) * this.#scale) - top,
    );
    return { canvas, context: canvas.getContext('2d'), left, top };
  }

  #copyIntoFrame({ canvas, left, top }: Pane): void {
    const bytesInRow = canvas.width * 4;
    const pixels = canvas.data();
    for (let row = 0; row < canvas.height; row++) {
      this.frame.set(
        pixels.subarray(row * bytesInRow, (row + 1) * bytesInRow),
        ((row + top) * this.width + left) * 4,
      );
    }
  }
}
