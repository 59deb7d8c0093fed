/** What a service offers to choose from: its catalogue, and the troubles that can be played on it. */

import type { Service } from './services.js';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** A still picture, where the sandbox has one. */
  readonly picture?: string;
}

export interface Trouble {
  readonly name: string;
  readonly about: string;
  /** What the element must report: an error's code or, in the phase `live`, an end's reason. Empty where all goes well. */
  readonly code: string;
  readonly phase: string;
}

export interface Catalogue {
  readonly avatars: readonly Choice[];
  readonly voices: readonly Choice[];
  readonly languages: readonly Choice[];
  /** Languages the service's voice speaks; null where that is not known. */
  readonly spoken: ReadonlySet<string> | null;
  /** Whether an emotion can be heard. */
  readonly emotionHeard: boolean;
  /** The qualities there are, each with its picture's height in pixels. */
  readonly qualities: ReadonlyMap<string, number>;
  readonly rate: { readonly min: number; readonly max: number };
}

export interface Offer {
  readonly catalogue: Catalogue;
  /** Empty where nobody can play them. */
  readonly troubles: readonly Trouble[];
}
export type Offers = Readonly<Record<Service, Offer>>;
