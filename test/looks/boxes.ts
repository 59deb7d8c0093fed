// Where each part of the element is, and whether something covers the avatar's face.
import type { Box, Boxes } from '../support/looks-commands.js';

/** The boxes of all parts that are seen, by name. */
export function boxesOf(element: Element): Boxes {
  const frame = element.getBoundingClientRect();
  const boxes: Record<string, Box> = {};
  for (const [name, part] of partsOf(element)) {
    const { left, top, right, bottom } = seenOf(part);
    if (right <= left || bottom <= top) continue;
    const box = [left - frame.x, top - frame.y, right - left, bottom - top].map(Math.round) as unknown as Box;
    let unique = name;
    for (let index = 2; unique in boxes; index += 1) unique = `${name} ${index}`;
    boxes[unique] = box;
  }
  return boxes;
}

/** Where the part is seen: not what its own element has cut off, or scrolls to. */
function seenOf(part: Element): Record<'left' | 'top' | 'right' | 'bottom', number> {
  const { left, top, right, bottom } = part.getBoundingClientRect();
  const seen = { left, top, right, bottom };
  for (let around = part.parentElement; around; around = around.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(around);
    if (overflowX === 'visible' && overflowY === 'visible') continue;
    const clip = around.getBoundingClientRect();
    seen.left = Math.max(seen.left, clip.left);
    seen.top = Math.max(seen.top, clip.top);
    seen.right = Math.min(seen.right, clip.right);
    seen.bottom = Math.min(seen.bottom, clip.bottom);
  }
  return seen;
}

export function* partsOf(element: Element, prefix = ''): Generator<readonly [string, Element]> {
  for (const found of element.shadowRoot?.querySelectorAll('*') ?? []) {
    // For screen readers only.
    if (found.classList.contains('spoken')) continue;
    const part = found.getAttribute('part');
    const isSeen =
      found.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      found.getClientRects().length > 0;
    if (part && isSeen) yield [`${prefix}${part}`, found];
    if (found.shadowRoot) yield* partsOf(found, `${prefix}${found.localName.replace('heygen-avatar-', '')}/`);
  }
}

/** The face of the drawn avatar in the picture, in shares of it, however the head sways. */
const face = { left: 0.385, right: 0.615, top: 0.16, bottom: 0.655 };

/** What may lie over the face: the picture itself, and what holds the other parts. */
const under = /^(stage|video|placed|controls|start|said)$/;

/** The parts that cover the face. */
export function overFace(element: Element): string[] {
  const { width, height } = element.getBoundingClientRect();
  // The picture covers the element as `object-fit: cover` does.
  const scale = Math.max(width / 1280, height / 720);
  const left = (width - 1280 * scale) / 2;
  const top = (height - 720 * scale) / 2;
  const box = {
    left: left + face.left * 1280 * scale,
    right: left + face.right * 1280 * scale,
    top: top + face.top * 720 * scale,
    bottom: top + face.bottom * 720 * scale,
  };
  return Object.entries(boxesOf(element))
    .filter(([name, [x, y, w, h]]) => {
      const apart = x >= box.right || x + w <= box.left || y >= box.bottom || y + h <= box.top;
      return !apart && !under.test(name) && w > 1 && h > 1;
    })
    .map(([name, where]) => `${name} [${where.join(', ')}]`);
}

/** What is scrolled to, in a layer that is full. */
const scrolled = /^(consent|disclosure|ended|error)$/;

/** The parts that stick out of the element, and are cut off. */
export function cutOff(element: Element): string[] {
  const { width, height } = element.getBoundingClientRect();
  return Object.entries(boxesOf(element))
    .filter(([name]) => !scrolled.test(name))
    .filter(([, [x, y, w, h]]) => x < -1 || y < -1 || x + w > width + 1 || y + h > height + 1)
    .map(([name, where]) => `${name} [${where.join(', ')}]`);
}
