// What a test of the looks can ask of the browser and of the files. The other end is looks-plugin.ts.
import { executeServerCommand } from '@web/test-runner-commands';

/** Left, top, width and height in whole pixels, from the avatar's own corner. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** By the part's name; a small element's part has the element's name before it. */
export type Boxes = Readonly<Record<string, Box>>;

interface Clip {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What the visitor has chosen in the browser and the system. */
export interface VisitorSettings {
  media: Readonly<Record<string, string>>;
  /** The default size of text, in pixels. */
  fontSize: number;
}

export interface LooksCommands {
  'visitor-settings': { payload: VisitorSettings; result: true };
  'mouse-to': { payload: { x: number; y: number }; result: true };
  'compare-boxes': {
    payload: { state: string; views: Readonly<Record<string, Boxes>> };
    result: { differences: string[] };
  };
  picture: { payload: { name: string; clip: Clip; compared: boolean }; result: { problem: string } };
}

export async function visitorSettings(settings: VisitorSettings): Promise<void> {
  await looksCommand('visitor-settings', settings);
}

/** Moves the real pointer. */
export async function mouseTo(x: number, y: number): Promise<void> {
  await looksCommand('mouse-to', { x, y });
}

/** What of a state's boxes is not where it was committed, by view, such as `360 light`. */
export async function boxDifferences(
  state: string,
  views: Readonly<Record<string, Boxes>>,
): Promise<string[]> {
  const { differences } = await looksCommand('compare-boxes', { state, views });
  return differences;
}

/** Why the element doesn't look as in its committed picture; empty if it does. */
export async function pictureProblem(name: string, element: Element, compared: boolean): Promise<string> {
  const { x, y, width, height } = element.getBoundingClientRect();
  const clip = { x: x + scrollX, y: y + scrollY, width, height: Math.ceil(height) };
  const { problem } = await looksCommand('picture', { name, clip, compared });
  return problem;
}

function looksCommand<Name extends keyof LooksCommands>(
  name: Name,
  payload: LooksCommands[Name]['payload'],
): Promise<LooksCommands[Name]['result']> {
  return executeServerCommand<LooksCommands[Name]['result'], LooksCommands[Name]['payload']>(name, payload);
}
