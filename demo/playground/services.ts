/** The three services the page can show: what each is, and which of the fields it makes nothing of. */

export const serviceNames = ['interactive-avatar', 'liveavatar', 'simulated'] as const;
export type Service = (typeof serviceNames)[number];

/** A field, or a group of them, that some service makes nothing of. */
export const limitedFields = [
  'voice-emotion',
  'language',
  'knowledge-base',
  'liveavatar-own',
  'own-service',
] as const;
export type LimitedField = (typeof limitedFields)[number];

interface ServiceFacts {
  readonly label: string;
  readonly about: string;
  readonly withoutEffect: readonly LimitedField[];
}

export const services: Readonly<Record<Service, ServiceFacts>> = {
  'interactive-avatar': {
    label: 'Interactive Avatar',
    about: 'The service of the Streaming Avatar SDK, which HeyGen has switched off. The sandbox plays it.',
    withoutEffect: ['liveavatar-own'],
  },
  liveavatar: {
    label: 'LiveAvatar',
    about: 'Where HeyGen’s accounts are today. The sandbox plays it.',
    withoutEffect: ['voice-emotion'],
  },
  simulated: {
    label: 'Simulated',
    about: 'No server, no account, no cost: drawn, spoken and answered within this page.',
    withoutEffect: ['voice-emotion', 'language', 'liveavatar-own', 'own-service'],
  },
};

export const noEffect = 'No effect on this service';

export function isService(name: unknown): name is Service {
  return serviceNames.some((service) => service === name);
}
