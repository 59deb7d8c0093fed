// How the element is looked at: its widths, what page and visitor have chosen, and one view of a state after the other.
import { setViewport } from '@web/test-runner-commands';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { settled } from '../support/avatar-fixture.js';
import { mouseTo, visitorSettings } from '../support/looks-commands.js';
import { leaveState, type State } from './states.js';
import { standStill, withTestFont } from './still.js';

export const widths = [160, 360, 768, 1440] as const;

interface Variant {
  media?: Readonly<Record<string, string>>;
  /** The visitor's default size of text, in pixels. */
  fontSize?: number;
  direction?: 'ltr' | 'rtl';
  /** What the page makes of 1rem, which the element doesn't use. */
  rootFontSize?: string;
}

export const variants = {
  light: {},
  dark: { media: { 'prefers-color-scheme': 'dark' } },
  forced: { media: { 'forced-colors': 'active' } },
  rtl: { direction: 'rtl' },
  'text 200%': { fontSize: 32 },
  'root 62.5%': { rootFontSize: '62.5%' },
} as const satisfies Readonly<Record<string, Variant>>;

export type VariantName = keyof typeof variants;
export const variantNames = Object.keys(variants) as VariantName[];

/** Prepares the page for the tests of a file, and leaves it as it was. */
export function lookFromADesk(): void {
  before(async () => {
    await setViewport({ width: 1480, height: 1000 });
    await withTestFont();
    await defineControls([
      'heygen-avatar-captions',
      'heygen-avatar-push-to-talk-button',
      'heygen-avatar-suggestions',
      'heygen-avatar-transcript',
      'heygen-avatar-transcript-button',
    ]);
  });
  afterEach(leaveState);
  after(lookAsUsual);
}

interface View {
  element: HeygenAvatarElement;
  /** Such as `360 light`. */
  name: string;
  width: number;
  variant: VariantName;
}

/** The element in a state, in one view after the other. Nothing moves in it. */
export async function* viewsOf(
  { reach, open, pointed = true }: State,
  { variants, widths }: { variants: readonly VariantName[]; widths: readonly number[] },
): AsyncGenerator<View> {
  const { element } = await reach();
  const place = element.parentElement as HTMLElement;
  // Where it is at any width.
  const { x, y } = element.getBoundingClientRect();
  await mouseTo(x + 80, y + 6);
  if (!pointed) await mouseTo(1470, 990);
  for (const variant of variants) {
    await look(variant, place);
    for (const width of widths) {
      place.style.width = `${width}px`;
      await standStill(element);
      if (open) {
        await open(element);
        await settled(element);
        await standStill(element);
      }
      yield { element, name: `${width} ${variant}`, width, variant };
    }
  }
}

/** Sets page and visitor to a variant. The direction is that of the element's parent. */
async function look(name: VariantName, place: HTMLElement): Promise<void> {
  const { media, fontSize = 16, direction = 'ltr', rootFontSize = '' }: Variant = variants[name];
  const root = document.documentElement;
  root.style.colorScheme = 'light dark';
  root.style.fontSize = rootFontSize;
  place.dir = direction;
  const usual = {
    'prefers-color-scheme': 'light',
    'forced-colors': 'none',
    'prefers-reduced-motion': 'no-preference',
  };
  await visitorSettings({ media: { ...usual, ...media }, fontSize });
}

/** As it was before. */
async function lookAsUsual(): Promise<void> {
  document.documentElement.removeAttribute('style');
  await visitorSettings({ media: {}, fontSize: 16 });
}
