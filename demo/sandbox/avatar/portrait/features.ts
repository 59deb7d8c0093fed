/** Owns what moves within the face, drawn anew for each frame: eyes, brows, mouth. Coordinates as in `layers.ts`. */
import type { SKRSContext2D as Context } from '@napi-rs/canvas';
import { FACE } from './layers.js';
import type { Look } from './looks.js';
import type { MouthShape } from './mouth-shape.js';
import type { Pose } from './pose.js';

const EYE_APART = 58;
const EYE_Y = FACE.y - 8;
const MOUTH_Y = FACE.y + 100;

export function drawFeatures(context: Context, look: Look, pose: Pose, mouth: MouthShape): void {
  for (const side of [-1, 1] as const) {
    drawEye(context, look, pose, FACE.x + side * EYE_APART, side);
    drawBrow(context, look, pose, FACE.x + side * EYE_APART, side);
  }
  if (look.glasses) drawGlasses(context);
  drawMouth(context, look, pose, mouth);
}

function drawEye(context: Context, look: Look, pose: Pose, x: number, side: -1 | 1): void {
  const width = 27;
  const height = 17 * pose.lids;
  if (height > 2) {
    context.save();
    almond(context, x, EYE_Y, width, height);
    context.fillStyle = '#fbfaf7';
    context.fill();
    context.clip();
    const irisX = x + pose.gazeX * 9;
    const irisY = EYE_Y + 1 + pose.gazeY * 5;
    disc(context, irisX, irisY, 14, look.iris);
    disc(context, irisX, irisY, 7, '#17110e');
    disc(context, irisX - 5, irisY - 5, 4, 'rgba(255, 255, 255, 0.92)');
    context.fillStyle = 'rgba(60, 40, 40, 0.16)';
    context.fillRect(x - width, EYE_Y - height, width * 2, 8);
    context.restore();
  }
  // The upper lash line carries the expression; shut, it becomes a downward bow.
  context.strokeStyle = '#2a1c18';
  context.lineWidth = 5;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x - width, EYE_Y + 1);
  context.quadraticCurveTo(x, EYE_Y - height * 1.55 + 5 * (1 - pose.lids), x + width, EYE_Y + 1);
  context.stroke();
  context.lineWidth = 3.5;
  context.beginPath();
  context.moveTo(x + side * width, EYE_Y);
  context.lineTo(x + side * (width + 6), EYE_Y - 5 * pose.lids);
  context.stroke();
}

function almond(context: Context, x: number, y: number, width: number, height: number): void {
  context.beginPath();
  context.moveTo(x - width, y + 1);
  context.quadraticCurveTo(x, y - height * 1.65, x + width, y + 1);
  context.quadraticCurveTo(x, y + height * 1.35, x - width, y + 1);
}

function drawBrow(context: Context, look: Look, pose: Pose, x: number, side: -1 | 1): void {
  const y = EYE_Y - 40 - pose.brows * 9;
  context.strokeStyle = look.hair;
  context.lineWidth = look.beard || look.hairStyle === 'short' ? 10 : 7;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x - side * 28, y + 5);
  context.quadraticCurveTo(x + side * 4, y - 9, x + side * 32, y + 6);
  context.stroke();
}

function drawGlasses(context: Context): void {
  context.strokeStyle = '#2c2c34';
  context.lineWidth = 4;
  for (const side of [-1, 1]) {
    context.beginPath();
    context.roundRect(FACE.x + side * EYE_APART - 42, EYE_Y - 31, 84, 64, 24);
    context.fillStyle = 'rgba(255, 255, 255, 0.12)';
    context.fill();
    context.stroke();
    context.beginPath();
    context.moveTo(FACE.x + side * (EYE_APART + 42), EYE_Y - 8);
    context.lineTo(FACE.x + side * 124, EYE_Y - 14);
    context.stroke();
  }
  context.beginPath();
  context.moveTo(FACE.x - 16, EYE_Y - 4);
  context.quadraticCurveTo(FACE.x, EYE_Y - 14, FACE.x + 16, EYE_Y - 4);
  context.stroke();
}

function drawMouth(context: Context, look: Look, pose: Pose, mouth: MouthShape): void {
  const half = 38 + mouth.spread * 10;
  const open = mouth.open * 34;
  const corner = MOUTH_Y - pose.smile * 7 * (1 - mouth.open * 0.6);
  const top = MOUTH_Y - open * 0.32;
  const bottom = MOUTH_Y + open;
  if (open > 1.5) {
    context.save();
    context.beginPath();
    context.moveTo(FACE.x - half, corner);
    context.quadraticCurveTo(FACE.x, top * 2 - corner, FACE.x + half, corner);
    context.quadraticCurveTo(FACE.x, bottom * 2 - corner, FACE.x - half, corner);
    context.fillStyle = '#5a1f26';
    context.fill();
    context.clip();
    if (mouth.tongue > 0.05) {
      context.fillStyle = '#c9606a';
      context.beginPath();
      context.ellipse(FACE.x, bottom + 6 - mouth.tongue * 8, half * 0.6, 12, 0, 0, Math.PI * 2);
      context.fill();
    }
    if (mouth.teeth > 0.05) {
      context.fillStyle = '#fbf7f0';
      context.fillRect(FACE.x - half, top - 8, half * 2, 8 + 9 * mouth.teeth);
    }
    context.restore();
  }
  lips(context, look, { half, corner, top, bottom, open });
}

interface LipLine {
  half: number;
  corner: number;
  top: number;
  bottom: number;
  open: number;
}

function lips(context: Context, look: Look, { half, corner, top, bottom, open }: LipLine): void {
  const left = FACE.x - half - 3;
  const right = FACE.x + half + 3;
  context.fillStyle = look.lips;
  // Upper lip: a bow above, the opening's upper edge below.
  context.beginPath();
  context.moveTo(left, corner);
  context.bezierCurveTo(FACE.x - 24, top - 13, FACE.x - 9, top - 14, FACE.x, top - 9);
  context.bezierCurveTo(FACE.x + 9, top - 14, FACE.x + 24, top - 13, right, corner);
  context.quadraticCurveTo(FACE.x, top * 2 - corner + 2, left, corner);
  context.fill();
  // Lower lip, fuller.
  const low = open > 1.5 ? bottom : MOUTH_Y;
  context.beginPath();
  context.moveTo(left, corner);
  context.quadraticCurveTo(FACE.x, low * 2 - corner + 26, right, corner);
  context.quadraticCurveTo(FACE.x, low * 2 - corner, left, corner);
  context.fill();
  if (open <= 1.5) {
    context.strokeStyle = 'rgba(70, 20, 30, 0.75)';
    context.lineWidth = 3;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(left + 1, corner);
    context.quadraticCurveTo(FACE.x, MOUTH_Y * 2 - corner, right - 1, corner);
    context.stroke();
  }
}

function disc(context: Context, x: number, y: number, radius: number, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}
