/** Owns an avatar's still picture, for a page to show before there is a moving one. */
import { createCanvas, ImageData } from '@napi-rs/canvas';
import { CLOSED } from './mouth-shape.js';
import type { LookName } from './looks.js';
import { Portrait } from './portrait.js';

const SIZE = { width: 1280, height: 720 };

const pictures = new Map<LookName, Promise<Buffer>>();

/** As WebP, drawn once. */
export function stillPicture(look: LookName): Promise<Buffer> {
  const drawn = pictures.get(look) ?? draw(look);
  pictures.set(look, drawn);
  return drawn;
}

function draw(look: LookName): Promise<Buffer> {
  const frame = new Portrait(look, SIZE).draw(0, { mouth: CLOSED, listening: false });
  const canvas = createCanvas(SIZE.width, SIZE.height);
  canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(frame), SIZE.width), 0, 0);
  return canvas.encode('webp', 85);
}
