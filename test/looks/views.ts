// How the element is looked at: its widths, and what page and visitor have chosen.
import { visitorSettings } from '../support/looks-commands.js';

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

/** Sets page and visitor to a variant. The direction is that of the element's parent. */
export async function look(name: VariantName, place: HTMLElement): Promise<void> {
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
export async function lookAsUsual(): Promise<void> {
  document.documentElement.removeAttribute('style');
  await visitorSettings({ media: {}, fontSize: 16 });
}
