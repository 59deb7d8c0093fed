// The contrast of a text that lies over the picture, where axe can't tell: the worst that any picture can make of it.

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** Of the element's text, over a white picture and over a black one, whichever is worse. */
export function worstContrast(element: Element): number {
  const layers = ancestorsOf(element)
    .toReversed()
    .map((found) => colourOf(getComputedStyle(found).backgroundColor));
  const text = colourOf(getComputedStyle(element).color);
  return Math.min(
    ...[255, 0].map((grey) => {
      const ground = layers.reduce(over, [grey, grey, grey, 1] as Colour);
      return contrast(over(ground, text), ground);
    }),
  );
}

/** The element and what it lies on, up to the picture: the nearest first. */
function ancestorsOf(element: Element): Element[] {
  if (element.classList.contains('stage')) return [];
  const parent = element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as ShadowRoot).host;
  return [element, ...(parent ? ancestorsOf(parent) : [])];
}

function colourOf(text: string): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, alpha];
}

function over(ground: Colour, [red, green, blue, alpha]: Colour): Colour {
  const mix = (below: number, above: number): number => below + (above - below) * alpha;
  return [mix(ground[0], red), mix(ground[1], green), mix(ground[2], blue), 1];
}

function contrast(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** As WCAG 2 has it. */
function luminance([red, green, blue]: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue]
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
