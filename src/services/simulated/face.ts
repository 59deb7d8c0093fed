/**
 * The drawn figure, in the coordinates of a picture of 1280 × 720 with the middle of the face at (640, 292): what
 * stands still, each piece for itself, and what moves within the face.
 */

import type { Pose } from './pose.js';

export interface Look {
  readonly skin: string;
  readonly shade: string;
  readonly lips: string;
  readonly hair: string;
  readonly shine: string;
  readonly iris: string;
  readonly cloth: string;
  readonly fold: string;
  readonly wall: readonly [top: string, bottom: string];
}

export interface Mouth {
  /** 0 closed to 1 wide open. */
  readonly open: number;
  /** -1 rounded to 1 spread. */
  readonly spread: number;
}

export const looks: readonly [Look, ...Look[]] = [
  {
    skin: '#f4ccae',
    shade: '#dda180',
    lips: '#c2616a',
    hair: '#4b2d23',
    shine: '#7d4d38',
    iris: '#4f7a5c',
    cloth: '#2f4b70',
    fold: '#223854',
    wall: ['#e3ebf4', '#a6bdd6'],
  },
  {
    skin: '#8f5c3e',
    shade: '#6f432a',
    lips: '#964650',
    hair: '#1f1615',
    shine: '#43302b',
    iris: '#3b2618',
    cloth: '#b5573f',
    fold: '#8d3f2f',
    wall: ['#f8e7da', '#d9ab90'],
  },
  {
    skin: '#f3d1b2',
    shade: '#d7a682',
    lips: '#c15b63',
    hair: '#1d1b22',
    shine: '#454153',
    iris: '#3a2a20',
    cloth: '#2f706a',
    fold: '#235550',
    wall: ['#faeff0', '#dab4bc'],
  },
  {
    skin: '#f7d6c1',
    shade: '#e1aa90',
    lips: '#cd6470',
    hair: '#b76a31',
    shine: '#e09b55',
    iris: '#51708f',
    cloth: '#785a8b',
    fold: '#5d446f',
    wall: ['#ebe6f4', '#b3a4cb'],
  },
];

const faceX = 640;
const eyeY = 284;
const eyeApart = 58;
const mouthY = 392;
const line = '#2a1c18';

const backHair =
  'M640 122C474 122 480 290 477 374C474 446 502 474 562 464L718 464C778 474 806 446 803 374C800 290 806 122 640 122Z';
const frontHair =
  'M597 132C500 140 484 240 494 374C512 382 522 350 524 318C528 262 562 214 600 184C650 222 728 226 752 300C758 340 766 382 786 374C800 240 780 120 640 122Q612 122 597 132Z';
const strands = 'M600 176Q662 202 742 238M612 150Q702 152 770 242M584 160Q522 202 509 302';
const outline =
  'M516 262C514 150 766 150 764 262C766 350 738 404 700 432C668 456 612 456 580 432C542 404 514 350 516 262Z';
const neck = 'M582 380C586 470 584 496 562 518Q640 600 718 518C696 496 694 470 698 380Z';
const shirt = 'M556 508Q640 592 724 508L764 740L516 740Z';
const neckline = 'M566 514Q640 588 714 514';
/** The left half of the jacket, its lapel, and a fold of its sleeve. */
const jacket = 'M566 506C540 536 520 546 470 560C372 588 326 622 318 740L640 740L640 664Q596 612 566 506Z';
const lapel = 'M564 508L534 566L566 584L548 606L640 712L640 664Q596 612 566 506Z';
const fold = 'M408 740Q402 690 424 650';

/** Out-of-focus lights: x, y, radius. */
const lights = [
  [150, 150, 90],
  [290, 330, 60],
  [85, 470, 120],
  [1090, 130, 110],
  [1180, 360, 75],
  [1010, 300, 48],
  [1130, 560, 130],
] as const;

type Context = CanvasRenderingContext2D;

/** The pieces that stand still, from back to front. */
export const pieces = { backHair: paintBackHair, body: paintBody, head: paintHead } as const;

/** A room, or one plain colour; and, in the corner, that all of it is simulated. */
export function paintBackground(
  context: Context,
  { wall }: Look,
  colour: string | undefined,
  label: boolean,
): void {
  const whole = (style: string | CanvasGradient): void => {
    context.fillStyle = style;
    context.fillRect(0, 0, 1280, 720);
  };
  whole(colour ?? gradient(context.createLinearGradient(0, 0, 0, 720), ...wall));
  if (!colour) {
    for (const [x, y, radius] of lights) disc(context, x, y, radius, '#fff6e32e');
    whole(gradient(context.createRadialGradient(640, 300, 60, 640, 300, 520), '#fff6e3cc', '#fff6e300'));
    whole(gradient(context.createRadialGradient(640, 330, 360, 640, 360, 800), '#1e1e3200', '#1e1e3247'));
  }
  if (label) paintLabel(context);
}

function paintLabel(context: Context): void {
  context.font = '600 26px system-ui, sans-serif';
  const { width } = context.measureText('simulated');
  context.beginPath();
  context.roundRect(40, 36, width + 40, 48, 24);
  context.fillStyle = '#1c2333';
  context.fill();
  context.fillStyle = '#fff';
  context.textBaseline = 'middle';
  context.fillText('simulated', 60, 61);
}

function paintBackHair(context: Context, look: Look): void {
  fill(context, backHair, ofHair(context, look));
}

function paintBody(context: Context, look: Look): void {
  fill(context, neck, look.shade);
  fill(context, neck, gradient(context.createLinearGradient(0, 455, 0, 560), `${look.skin}00`, look.skin));
  fill(context, shirt, '#f6f2ec');
  stroke(context, neckline, '#e2dace', 5);
  for (const side of [1, -1]) {
    context.save();
    context.translate(faceX, 0);
    context.scale(side, 1);
    context.translate(-faceX, 0);
    fill(context, jacket, gradient(context.createLinearGradient(0, 520, 0, 720), look.cloth, look.fold));
    fill(context, lapel, look.cloth);
    stroke(context, lapel, look.fold, 3);
    stroke(context, fold, look.fold, 5);
    context.restore();
  }
}

function paintHead(context: Context, look: Look): void {
  for (const side of [-1, 1]) {
    context.beginPath();
    context.ellipse(faceX + side * 124, 306, 20, 36, side * 0.12, 0, 7);
    context.fillStyle = look.shade;
    context.fill();
  }
  const light = context.createRadialGradient(610, 250, 30, 640, 300, 210);
  light.addColorStop(0.62, look.skin);
  light.addColorStop(1, look.shade);
  fill(context, outline, light);
  for (const x of [566, 714]) {
    disc(
      context,
      x,
      352,
      42,
      gradient(context.createRadialGradient(x, 352, 2, x, 352, 40), `${look.lips}38`, `${look.lips}00`),
    );
  }
  stroke(context, 'M634 292Q622 330 626 340Q640 352 656 340', look.shade, 5);
  fill(context, frontHair, ofHair(context, look));
  context.globalAlpha = 0.55;
  stroke(context, strands, look.shine, 4);
  context.globalAlpha = 1;
}

/** What moves within the face. */
export function drawFeatures(context: Context, look: Look, pose: Pose, mouth: Mouth): void {
  for (const side of [-1, 1]) {
    const x = faceX + side * eyeApart;
    drawEye(context, look, pose, x, side);
    const y = eyeY - 40 - pose.brows * 9;
    stroke(
      context,
      `M${x - side * 28} ${y + 5}Q${x + side * 4} ${y - 9} ${x + side * 32} ${y + 6}`,
      look.hair,
      7,
    );
  }
  drawMouth(context, look, pose, mouth);
}

function drawEye(context: Context, { iris }: Look, { lids, gaze }: Pose, x: number, side: number): void {
  const height = 17 * lids;
  const left = x - 27;
  const right = x + 27;
  if (height > 2) {
    context.save();
    const almond = new Path2D(
      `M${left} ${eyeY + 1}Q${x} ${eyeY - height * 1.65} ${right} ${eyeY + 1}Q${x} ${eyeY + height * 1.35} ${left} ${eyeY + 1}`,
    );
    context.clip(almond);
    context.fillStyle = '#fbfaf7';
    context.fill(almond);
    const middle = x + gaze * 9;
    disc(context, middle, eyeY + 1, 14, iris);
    disc(context, middle, eyeY + 1, 7, '#17110e');
    disc(context, middle - 5, eyeY - 4, 4, '#ffffffeb');
    context.fillStyle = '#3c282829';
    context.fillRect(left, eyeY - height, 54, 8);
    context.restore();
  }
  // The upper lashes carry the expression; shut, they are a bow downward.
  stroke(
    context,
    `M${left} ${eyeY + 1}Q${x} ${eyeY - height * 1.55 + 5 * (1 - lids)} ${right} ${eyeY + 1}`,
    line,
    5,
  );
  stroke(context, `M${x + side * 27} ${eyeY}L${x + side * 33} ${eyeY - 5 * lids}`, line, 3.5);
}

function drawMouth(context: Context, { lips }: Look, { smile }: Pose, { open, spread }: Mouth): void {
  const half = 39 + spread * 10;
  const depth = open * 36;
  const corner = mouthY - smile * 7 * (1 - open * 0.6);
  const top = mouthY - depth * 0.32;
  const bottom = mouthY + depth;
  const left = faceX - half;
  const right = faceX + half;
  /** Curves through a height at the middle, from one corner to the other. */
  const to = (end: number, height: number): string => `Q${faceX} ${height * 2 - corner} ${end} ${corner}`;
  if (depth > 1.5) {
    context.save();
    const opening = new Path2D(`M${left} ${corner}${to(right, top)}${to(left, bottom)}`);
    context.clip(opening);
    context.fillStyle = '#5a1f26';
    context.fill(opening);
    context.beginPath();
    context.ellipse(faceX, bottom + 5, half * 0.6, 13, 0, 0, 7);
    context.fillStyle = '#c9606a';
    context.fill();
    context.fillStyle = '#fbf7f0';
    context.fillRect(left, top - 8, half * 2, 13 + 3 * spread);
    context.restore();
  }
  // The upper lip is a bow, the lower one fuller.
  fill(
    context,
    `M${left - 3} ${corner}C${faceX - 24} ${top - 13} ${faceX - 9} ${top - 14} ${faceX} ${top - 9}C${faceX + 9} ${top - 14} ${faceX + 24} ${top - 13} ${right + 3} ${corner}${to(left - 3, top + 1)}`,
    lips,
  );
  fill(context, `M${left - 3} ${corner}${to(right + 3, bottom + 13)}${to(left - 3, bottom)}`, lips);
  if (depth <= 1.5) stroke(context, `M${left - 2} ${corner}${to(right + 2, mouthY)}`, '#46141ebf', 3);
}

function ofHair(context: Context, { hair, shine }: Look): CanvasGradient {
  return gradient(context.createLinearGradient(520, 120, 640, 300), shine, hair);
}

function gradient(made: CanvasGradient, from: string, to: string): CanvasGradient {
  made.addColorStop(0, from);
  made.addColorStop(1, to);
  return made;
}

function fill(context: Context, path: string, style: string | CanvasGradient): void {
  context.fillStyle = style;
  context.fill(new Path2D(path));
}

function stroke(context: Context, path: string, style: string, width: number): void {
  context.strokeStyle = style;
  context.lineWidth = width;
  context.lineCap = context.lineJoin = 'round';
  context.stroke(new Path2D(path));
}

function disc(context: Context, x: number, y: number, radius: number, style: string | CanvasGradient): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.fillStyle = style;
  context.fill();
}
