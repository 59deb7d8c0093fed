/** Owns the hair: what hangs behind the shoulders and what lies over the head. Coordinates as in `layers.ts`. */
import type { SKRSContext2D as Context } from '@napi-rs/canvas';
import type { Look } from './looks.js';

const CURLS_BEHIND: [x: number, y: number, radius: number][] = [
  [520, 210, 62],
  [498, 280, 58],
  [506, 350, 54],
  [760, 210, 62],
  [782, 280, 58],
  [774, 350, 54],
  [560, 150, 62],
  [640, 128, 70],
  [720, 150, 62],
];

const CURLS_IN_FRONT: [x: number, y: number, radius: number][] = [
  [536, 210, 36],
  [568, 178, 42],
  [612, 160, 44],
  [660, 158, 44],
  [706, 174, 42],
  [744, 208, 36],
];

export function drawBackHair(context: Context, look: Look): void {
  context.fillStyle = shaded(context, look);
  switch (look.hairStyle) {
    case 'long':
      context.beginPath();
      context.moveTo(640, 122);
      context.bezierCurveTo(470, 122, 478, 300, 470, 420);
      context.bezierCurveTo(464, 520, 440, 570, 468, 624);
      context.bezierCurveTo(520, 652, 580, 600, 600, 500);
      context.lineTo(680, 500);
      context.bezierCurveTo(700, 600, 760, 652, 812, 624);
      context.bezierCurveTo(840, 570, 816, 520, 810, 420);
      context.bezierCurveTo(802, 300, 810, 122, 640, 122);
      context.fill();
      break;
    case 'bob':
      context.beginPath();
      context.moveTo(640, 124);
      context.bezierCurveTo(478, 124, 480, 290, 478, 372);
      context.bezierCurveTo(476, 440, 500, 470, 560, 462);
      context.lineTo(720, 462);
      context.bezierCurveTo(780, 470, 804, 440, 802, 372);
      context.bezierCurveTo(800, 290, 802, 124, 640, 124);
      context.fill();
      break;
    case 'bun':
      context.beginPath();
      context.ellipse(640, 116, 62, 54, 0, 0, Math.PI * 2);
      context.fill();
      context.beginPath();
      context.ellipse(640, 262, 134, 140, 0, 0, Math.PI * 2);
      context.fill();
      break;
    case 'curly':
      for (const [x, y, radius] of CURLS_BEHIND) disc(context, x, y, radius);
      break;
    case 'short':
      break;
  }
}

export function drawFrontHair(context: Context, look: Look): void {
  context.fillStyle = shaded(context, look);
  switch (look.hairStyle) {
    case 'short':
      context.beginPath();
      context.moveTo(510, 286);
      context.bezierCurveTo(490, 180, 540, 116, 648, 118);
      context.bezierCurveTo(756, 118, 790, 190, 770, 286);
      context.bezierCurveTo(762, 262, 758, 240, 748, 222);
      context.bezierCurveTo(700, 224, 640, 214, 604, 190);
      context.bezierCurveTo(578, 206, 548, 214, 534, 224);
      context.bezierCurveTo(522, 240, 518, 262, 510, 286);
      context.fill();
      strands(context, look, [
        [560, 196, 590, 140, 668, 134],
        [600, 184, 640, 146, 712, 158],
      ]);
      break;
    case 'bob':
    case 'long': {
      // A side parting: the sweep over the brow, then a lock down each cheek.
      context.beginPath();
      context.moveTo(596, 132);
      context.bezierCurveTo(500, 140, 484, 240, 494, 372);
      context.bezierCurveTo(512, 380, 522, 350, 524, 318);
      context.bezierCurveTo(528, 262, 562, 214, 600, 184);
      context.bezierCurveTo(650, 222, 728, 226, 752, 300);
      context.bezierCurveTo(758, 340, 766, 380, 786, 372);
      context.bezierCurveTo(800, 240, 780, 120, 640, 122);
      context.bezierCurveTo(622, 122, 608, 126, 596, 132);
      context.fill();
      strands(context, look, [
        [600, 176, 660, 200, 740, 236],
        [610, 150, 700, 150, 770, 240],
        [584, 160, 524, 200, 510, 300],
      ]);
      break;
    }
    case 'bun':
      context.beginPath();
      context.moveTo(512, 292);
      context.bezierCurveTo(500, 180, 550, 128, 640, 128);
      context.bezierCurveTo(730, 128, 780, 180, 768, 292);
      context.bezierCurveTo(756, 226, 712, 190, 640, 186);
      context.bezierCurveTo(568, 190, 524, 226, 512, 292);
      context.fill();
      strands(context, look, [
        [540, 220, 580, 160, 636, 144],
        [740, 220, 700, 160, 644, 144],
        [600, 96, 640, 82, 684, 100],
      ]);
      break;
    case 'curly':
      for (const [x, y, radius] of CURLS_IN_FRONT) disc(context, x, y, radius);
      context.globalAlpha = 0.5;
      context.strokeStyle = look.hairLight;
      context.lineWidth = 5;
      for (const [x, y, radius] of CURLS_IN_FRONT) {
        context.beginPath();
        context.arc(x, y, radius * 0.6, Math.PI * 1.05, Math.PI * 1.7);
        context.stroke();
      }
      context.globalAlpha = 1;
      break;
  }
}

function shaded(context: Context, { hair, hairLight }: Look): ReturnType<Context['createLinearGradient']> {
  const gradient = context.createLinearGradient(520, 120, 780, 520);
  gradient.addColorStop(0, hairLight);
  gradient.addColorStop(0.35, hair);
  gradient.addColorStop(1, hair);
  return gradient;
}

/** Thin lighter lines that give the mass of hair a direction. */
function strands(
  context: Context,
  { hairLight }: Look,
  curves: [number, number, number, number, number, number][],
): void {
  context.save();
  context.strokeStyle = hairLight;
  context.globalAlpha = 0.55;
  context.lineWidth = 4;
  context.lineCap = 'round';
  for (const [fromX, fromY, viaX, viaY, toX, toY] of curves) {
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.quadraticCurveTo(viaX, viaY, toX, toY);
    context.stroke();
  }
  context.restore();
}

function disc(context: Context, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}
