/** Owns what tells one drawn avatar from another: colours, hair, clothes, background. */

export type HairStyle = 'short' | 'bob' | 'long' | 'bun' | 'curly';
export type Clothes = 'blazer' | 'sweater' | 'coat' | 'hoodie';

export interface Look {
  skin: string;
  skinShade: string;
  lips: string;
  hair: string;
  hairLight: string;
  hairStyle: HairStyle;
  beard: boolean;
  glasses: boolean;
  iris: string;
  clothes: Clothes;
  cloth: string;
  clothShade: string;
  shirt: string;
  background: readonly [top: string, bottom: string];
  glow: string;
}

export const LOOKS = {
  ada: {
    skin: '#f3c9a8',
    skinShade: '#dd9f7c',
    lips: '#c4626a',
    hair: '#4a2c22',
    hairLight: '#7a4a35',
    hairStyle: 'bob',
    beard: false,
    glasses: false,
    iris: '#4f7a5c',
    clothes: 'blazer',
    cloth: '#2f4a6d',
    clothShade: '#223752',
    shirt: '#f4f1ec',
    background: ['#dfe8f2', '#a9bfd6'],
    glow: '#fff6e3',
  },
  wayne: {
    skin: '#e9b88f',
    skinShade: '#c98d66',
    lips: '#b5655b',
    hair: '#2b2320',
    hairLight: '#4a3b33',
    hairStyle: 'short',
    beard: true,
    glasses: false,
    iris: '#5a4634',
    clothes: 'sweater',
    cloth: '#5b6b5a',
    clothShade: '#465446',
    shirt: '#e8e4da',
    background: ['#efe6da', '#c7ae93'],
    glow: '#fff3d6',
  },
  june: {
    skin: '#8d5a3c',
    skinShade: '#6f4229',
    lips: '#8f4048',
    hair: '#1e1514',
    hairLight: '#3d2a26',
    hairStyle: 'curly',
    beard: false,
    glasses: false,
    iris: '#3b2618',
    clothes: 'blazer',
    cloth: '#b4553f',
    clothShade: '#8e3f2f',
    shirt: '#fbf3e8',
    background: ['#f7e3d4', '#d9a98c'],
    glow: '#fff0dc',
  },
  dexter: {
    skin: '#f0cdb4',
    skinShade: '#d5a489',
    lips: '#b96a66',
    hair: '#8b8f95',
    hairLight: '#b7bbc0',
    hairStyle: 'short',
    beard: false,
    glasses: true,
    iris: '#4a6d8c',
    clothes: 'coat',
    cloth: '#f2f5f7',
    clothShade: '#cfd8de',
    shirt: '#7fb2c9',
    background: ['#e3f1f1', '#9fc6c6'],
    glow: '#f4ffff',
  },
  elenora: {
    skin: '#f6d3bd',
    skinShade: '#e0a78c',
    lips: '#cf6470',
    hair: '#b8692f',
    hairLight: '#dd9650',
    hairStyle: 'long',
    beard: false,
    glasses: true,
    iris: '#51708f',
    clothes: 'sweater',
    cloth: '#7a5a8c',
    clothShade: '#5f4470',
    shirt: '#efe7f4',
    background: ['#eae4f3', '#b4a3cc'],
    glow: '#fbf1ff',
  },
  bryan: {
    skin: '#c98f66',
    skinShade: '#a66f48',
    lips: '#a05a4e',
    hair: '#1d1a1c',
    hairLight: '#38333a',
    hairStyle: 'short',
    beard: false,
    glasses: false,
    iris: '#443020',
    clothes: 'hoodie',
    cloth: '#d9803a',
    clothShade: '#b3632a',
    shirt: '#31353d',
    background: ['#dcefe0', '#93bfa1'],
    glow: '#f6ffe9',
  },
  mei: {
    skin: '#f2cfae',
    skinShade: '#d6a47f',
    lips: '#c15a62',
    hair: '#1c1a20',
    hairLight: '#3e3a48',
    hairStyle: 'bun',
    beard: false,
    glasses: false,
    iris: '#3a2a20',
    clothes: 'blazer',
    cloth: '#2f6f6a',
    clothShade: '#235450',
    shirt: '#f8f6f0',
    background: ['#fbeff0', '#dcb3bb'],
    glow: '#fff4f0',
  },
} satisfies Record<string, Look>;

export type LookName = keyof typeof LOOKS;
