/** The services that the behaviour is the same of: how a session of each is had, and how it is seen to be over. */

import type { ServiceName, StartAvatarOptions, StreamingAvatarOptions } from '../../src/api/requests.js';
import type { SimulatedTrouble } from '../../src/api/simulated-script.js';
import { Corner } from '../support/sandbox-books.js';
import { liveServicePlace } from './live-service.js';

export interface Place {
  /** Options of a client for one session, with a trouble if one is named. */
  config(trouble?: string): StreamingAvatarOptions;
  /** What every start asks for, with a trouble if one is named. */
  request(trouble?: string): StartAvatarOptions;
  /** Resolves when the service has nothing open. */
  closed(): Promise<void>;
}

export type NameUnderTest = Exclude<ServiceName, 'auto'>;

/** The sandbox's avatar with a voice of its own. */
const wayne = 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a';
const context = '5b9dba8a-aa31-11f0-a6ee-066a7fa2e369';

async function inSandbox(service: NameUnderTest, request: StartAvatarOptions): Promise<Place> {
  const corner = await Corner.open();
  return {
    config(trouble) {
      const token = corner.tokenUrl(trouble);
      token.searchParams.set('service', service);
      // `auto` is what most pages leave it at: the token tells.
      return { token, basePath: corner.url, service: 'auto' };
    },
    request: () => ({ quality: 'low', ...request }),
    async closed() {
      await corner.until(({ open }) => open === 0);
    },
  };
}

const ofThisMachine: Readonly<Record<NameUnderTest, () => Promise<Place>>> = {
  'interactive-avatar': () => inSandbox('interactive-avatar', { avatarName: 'default' }),
  liveavatar: () => inSandbox('liveavatar', { avatarName: wayne, knowledgeId: context }),
  simulated: async () => ({
    config: () => ({ service: 'simulated' }),
    request: (trouble) => ({
      quality: 'low',
      ...(trouble ? { simulatedScript: { trouble: trouble as SimulatedTrouble } } : {}),
    }),
    // It is in the page, and what it leaves there the tests look at.
    closed: async () => undefined,
  }),
};

const { liveService } = window;

/** Under `npm run check:live` the one that it checks, which has none of the exceptions. */
export const services: Readonly<Record<string, () => Promise<Place>>> = liveService
  ? { 'LiveAvatar itself': async () => liveServicePlace(liveService) }
  : ofThisMachine;
