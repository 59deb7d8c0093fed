/** What one service cannot do as the others: why, and what it does instead. Every row is tested. */

import { expect } from '@open-wc/testing';
import { rejection } from '../support/outcome.js';
import type { Behaviour } from './behaviours.js';
import type { Scene } from './scene.js';
import type { NameUnderTest } from './services-under-test.js';

export interface Exception {
  readonly service: NameUnderTest;
  readonly behaviour: Behaviour;
  readonly reason: string;
  /** In place of the behaviour. */
  readonly instead: (scene: Scene) => Promise<void>;
}

export const exceptions: readonly Exception[] = [
  {
    service: 'liveavatar',
    behaviour: 'an empty text and a wrong option are refused with their code',
    reason: 'its options go to whoever mints the token, who refuses them',
    async instead(scene) {
      const wrong = { ...scene.place.request(), quality: 'huge' as 'high' };
      expect(await rejection(scene.client().createStartAvatar(wrong))).to.include({
        code: 'token_source_failed',
        phase: 'token',
      });
      await scene.start();
      expect(await rejection(scene.avatar.speak(' '))).to.include({ code: 'empty_text' });
    },
  },
];
