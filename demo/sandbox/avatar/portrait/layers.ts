/**
 * Owns the still layers of the portrait, painted once: background, hair behind the shoulders, body,
 * and the head without what moves in it. All coordinates are those of a 1280 × 720 frame with the face's centre
 * at (640, 292); the caller's context scales them.
 */
import { createCanvas, type Canvas, type SKRSContext2D as Context } from '@napi-rs/canvas';
import type { Look } from './looks.js';
import { drawBackHair, drawFrontHair } from './hair.js';

export const FRAME = { width: 1280, height: 720 } as const;
export const FACE = { x: 640, y: 292 } as const;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Nothing moves outside of these two boxes. In the lower one there is only breath, too slow for every frame. */
export const HEAD_PANE: Box = { x: 390, y: 30, width: 520, height: 470 };
export const BODY_PANE: Box = { x: 300, y: 500, width: 680, height: 220 };
/** Each layer is as small as what is on it: drawing costs by the pixel, transparent ones included. */
const BACKGROUND: Box = { x: 0, y: 0, ...FRAME };
const BACK_HAIR: Box = { x: 430, y: 50, width: 420, height: 600 };
const BODY: Box = { x: 300, y: 370, width: 680, height: 350 };
const HEAD: Box = { x: 480, y: 90, width: 320, height: 370 };

/** A picture and where in the frame it belongs. */
export interface Layer extends Box {
  canvas: Canvas;
}

export interface Layers {
  background: Layer;
  backHair: Layer;
  body: Layer;
  head: Layer;
}

const painted = new WeakMap<Look, Map<number, Layers>>();

/** The layers of a look at a size, painted when first asked for: every session of that look shares them. */
export function layersOf(look: Look, scale: number): Layers {
  const bySize = painted.get(look) ?? new Map<number, Layers>();
  const layers = bySize.get(scale) ?? paintLayers(look, scale);
  painted.set(look, bySize.set(scale, layers));
  return layers;
}

function paintLayers(look: Look, scale: number): Layers {
  const paint = (box: Box, draw: (context: Context, look: Look) => void): Layer => {
    const canvas = createCanvas(Math.ceil(box.width * scale), Math.ceil(box.height * scale));
    const context = canvas.getContext('2d');
    context.scale(canvas.width / box.width, canvas.height / box.height);
    context.translate(-box.x, -box.y);
    draw(context, look);
    return { ...box, canvas };
  };
  return {
    background: paint(BACKGROUND, paintBackground),
    backHair: paint(BACK_HAIR, drawBackHair),
    body: paint(BODY, paintBody),
    head: paint(HEAD, paintHead),
  };
}

function paintBackground(context: Context, { background, glow }: Look): void {
  const wall = context.createLinearGradient(0, 0, 0, FRAME.height);
  wall.addColorStop(0, background[0]);
  wall.addColorStop(1, background[1]);
  context.fillStyle = wall;
  context.fillRect(0, 0, FRAME.width, FRAME.height);
  // Out-of-focus lights, always in the same places.
  const lights: [x: number, y: number, radius: number, strength: number][] = [
    [150, 150, 90, 0.22],
    [290, 330, 60, 0.16],
    [85, 470, 120, 0.14],
    [1090, 130, 110, 0.2],
    [1180, 360, 75, 0.18],
    [1010, 300, 48, 0.14],
    [1130, 560, 130, 0.12],
  ];
  context.fillStyle = glow;
  for (const [x, y, radius, strength] of lights) {
    context.globalAlpha = strength;
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.fill();
  }
  context.globalAlpha = 1;
  const halo = context.createRadialGradient(FACE.x, 300, 60, FACE.x, 300, 520);
  halo.addColorStop(0, `${glow}cc`);
  halo.addColorStop(1, `${glow}00`);
  context.fillStyle = halo;
  context.fillRect(0, 0, FRAME.width, FRAME.height);
  const vignette = context.createRadialGradient(640, 330, 360, 640, 360, 800);
  vignette.addColorStop(0, 'rgba(30, 30, 50, 0)');
  vignette.addColorStop(1, 'rgba(30, 30, 50, 0.28)');
  context.fillStyle = vignette;
  context.fillRect(0, 0, FRAME.width, FRAME.height);
}

function paintBody(context: Context, look: Look): void {
  paintNeck(context, look);
  const cloth = context.createLinearGradient(0, 520, 0, 720);
  cloth.addColorStop(0, look.cloth);
  cloth.addColorStop(1, look.clothShade);
  // The shirt or inner layer first; the clothes leave it visible at the throat.
  context.fillStyle = look.shirt;
  context.beginPath();
  context.moveTo(560, 512);
  context.quadraticCurveTo(640, 580, 720, 512);
  context.lineTo(760, 720);
  context.lineTo(520, 720);
  context.fill();
  context.fillStyle = cloth;
  switch (look.clothes) {
    case 'sweater':
    case 'hoodie':
      paintPullover(context, look);
      break;
    case 'blazer':
    case 'coat':
      paintJacket(context, look);
      break;
  }
}

function paintNeck(context: Context, { skin, skinShade }: Look): void {
  context.fillStyle = skinShade;
  context.beginPath();
  context.moveTo(582, 380);
  context.bezierCurveTo(586, 470, 584, 496, 562, 518);
  context.quadraticCurveTo(640, 600, 718, 518);
  context.bezierCurveTo(696, 496, 694, 470, 698, 380);
  context.fill();
  const light = context.createLinearGradient(0, 455, 0, 560);
  light.addColorStop(0, `${skin}00`);
  light.addColorStop(1, skin);
  context.fillStyle = light;
  context.fill();
}

function shoulders(context: Context): void {
  context.beginPath();
  context.moveTo(318, 740);
  context.bezierCurveTo(326, 622, 372, 588, 470, 560);
  context.bezierCurveTo(520, 546, 548, 534, 566, 508);
}

function paintPullover(context: Context, { clothShade, shirt, clothes }: Look): void {
  shoulders(context);
  context.quadraticCurveTo(640, 612, 714, 508);
  context.bezierCurveTo(732, 534, 760, 546, 810, 560);
  context.bezierCurveTo(908, 588, 954, 622, 962, 740);
  context.fill();
  context.strokeStyle = clothes === 'hoodie' ? clothShade : shirt;
  context.lineWidth = clothes === 'hoodie' ? 26 : 12;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(564, 514);
  context.quadraticCurveTo(640, 618, 716, 514);
  context.stroke();
  if (clothes === 'hoodie') {
    context.strokeStyle = shirt;
    context.lineWidth = 5;
    for (const x of [612, 668]) {
      context.beginPath();
      context.moveTo(x, 570);
      context.lineTo(x + (x - 640) * 0.12, 668);
      context.stroke();
    }
  }
  sleeveFolds(context, clothShade);
}

function paintJacket(context: Context, { cloth, clothShade, clothes }: Look): void {
  const side = (mirror: 1 | -1): void => {
    context.save();
    context.translate(640, 0);
    context.scale(mirror, 1);
    context.translate(-640, 0);
    shoulders(context);
    context.lineTo(640, 716);
    context.lineTo(640, 740);
    context.fill();
    // Lapel: a lighter leaf with a notch, the way a jacket is recognised at a glance.
    const fill = context.fillStyle;
    context.fillStyle = clothes === 'coat' ? '#ffffff' : cloth;
    context.strokeStyle = clothShade;
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(564, 508);
    context.lineTo(520, 566);
    context.lineTo(548, 590);
    context.lineTo(530, 612);
    context.lineTo(638, 722);
    context.quadraticCurveTo(588, 620, 564, 508);
    context.fill();
    context.stroke();
    context.fillStyle = fill;
    context.restore();
  };
  side(1);
  side(-1);
  sleeveFolds(context, clothShade);
}

function sleeveFolds(context: Context, shade: string): void {
  context.strokeStyle = shade;
  context.globalAlpha = 0.55;
  context.lineWidth = 5;
  for (const mirror of [1, -1]) {
    context.beginPath();
    context.moveTo(640 - mirror * 232, 740);
    context.quadraticCurveTo(640 - mirror * 238, 690, 640 - mirror * 216, 650);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function paintHead(context: Context, look: Look): void {
  const { skin, skinShade } = look;
  for (const mirror of [-1, 1]) {
    context.fillStyle = skinShade;
    context.beginPath();
    context.ellipse(FACE.x + mirror * 124, FACE.y + 14, 20, 36, mirror * 0.12, 0, Math.PI * 2);
    context.fill();
  }
  faceOutline(context);
  const light = context.createRadialGradient(610, 250, 30, 640, 300, 210);
  light.addColorStop(0, skin);
  light.addColorStop(0.62, skin);
  light.addColorStop(1, skinShade);
  context.fillStyle = light;
  context.fill();
  blush(context, look.lips);
  if (look.beard) paintBeard(context, look);
  paintNose(context, look);
  drawFrontHair(context, look);
}

function faceOutline(context: Context): void {
  context.beginPath();
  context.moveTo(516, 262);
  context.bezierCurveTo(514, 150, 766, 150, 764, 262);
  context.bezierCurveTo(766, 350, 738, 404, 700, 432);
  context.bezierCurveTo(668, 456, 612, 456, 580, 432);
  context.bezierCurveTo(542, 404, 514, 350, 516, 262);
  context.closePath();
}

function blush(context: Context, colour: string): void {
  for (const x of [566, 714]) {
    const spot = context.createRadialGradient(x, 352, 2, x, 352, 40);
    spot.addColorStop(0, `${colour}42`);
    spot.addColorStop(1, `${colour}00`);
    context.fillStyle = spot;
    context.fillRect(x - 42, 310, 84, 84);
  }
}

function paintNose(context: Context, { skinShade }: Look): void {
  context.strokeStyle = skinShade;
  context.lineWidth = 5;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(634, 292);
  context.quadraticCurveTo(622, 330, 626, 340);
  context.quadraticCurveTo(640, 352, 656, 340);
  context.stroke();
}

function paintBeard(context: Context, { hair }: Look): void {
  context.save();
  faceOutline(context);
  context.clip();
  context.fillStyle = hair;
  context.globalAlpha = 0.82;
  context.beginPath();
  context.moveTo(508, 300);
  context.bezierCurveTo(530, 360, 556, 366, 590, 364);
  context.quadraticCurveTo(640, 350, 690, 364);
  context.bezierCurveTo(724, 366, 750, 360, 772, 300);
  context.lineTo(780, 470);
  context.lineTo(500, 470);
  context.fill();
  context.restore();
}
