/**
 * What of a page's wishes counts. A page can be made to ask for anything, so that each option is looked up by its
 * name in the table here and copied; whatever else was sent goes nowhere.
 */

import { sessionError } from '../api/error-table.js';
import type { StartAvatarOptions } from '../api/requests.js';
import type { Asked } from './page-request.js';

const names = [
  'avatarName',
  'quality',
  'language',
  'knowledgeId',
  'knowledgeBase',
  'activityIdleTimeout',
  'disableIdleTimeout',
  'useSilencePrompt',
  'voiceChatTransport',
  'enablePushToTalk',
  'videoEncoding',
  'voice.voiceId',
  'voice.rate',
  'voice.emotion',
  'voice.model',
  'voice.elevenlabsSettings',
  'sttSettings.provider',
  'sttSettings.confidence',
  'liveAvatar.mode',
  'liveAvatar.sandbox',
  'liveAvatar.maxSessionDuration',
  'liveAvatar.dynamicVariables',
  'liveAvatar.llmConfigurationId',
] as const;

/** An option of a start request, where it is in a group with the group's name before it. */
export type OptionName = (typeof names)[number];

/** Whether a page may set an option: to anything, to one of these values, to what a function says yes to, or not at all. */
export type OptionRule = boolean | readonly unknown[] | ((value: unknown) => boolean);

export type AllowedOptions = Readonly<Partial<Record<OptionName, OptionRule>>>;

/** What costs nothing more and shows nothing that the site did not choose. */
export const harmless: AllowedOptions = {
  quality: true,
  language: true,
  activityIdleTimeout: true,
  // Without an idle limit a session can cost without end.
  disableIdleTimeout: [false],
  useSilencePrompt: true,
  voiceChatTransport: true,
  enablePushToTalk: true,
  videoEncoding: true,
  'voice.rate': true,
  'voice.emotion': true,
  'sttSettings.provider': true,
  'sttSettings.confidence': true,
  // Free, and over after a minute.
  'liveAvatar.sandbox': true,
};

const longest = 'liveAvatar.maxSessionDuration';

/** The known options of what a page asks for, still without a judgement. */
export function knownOptions(asked: Asked): StartAvatarOptions {
  return assemble((name) => optionOf(asked, name));
}

/**
 * What a session is to be started with: what the site has fixed, else what the page asks for and may. Rejects with
 * `forbidden`, naming the option, where it may not; a shorter session than the site's it may always have.
 */
export function grantedOptions(
  asked: StartAvatarOptions,
  fixed: StartAvatarOptions,
  allowed: AllowedOptions,
): StartAvatarOptions {
  return assemble((name) => {
    const [wish, own] = [optionOf(asked, name), optionOf(fixed, name)];
    if (name === longest && typeof wish === 'number' && typeof own === 'number') {
      // NaN and what is no length are for the check of the values to refuse.
      return wish > own ? own : wish;
    }
    if (own !== undefined) return own;
    if (wish === undefined || mayBe(allowed[name], wish)) return wish;
    throw sessionError('forbidden', {
      status: 403,
      message: `This site does not let a page choose ${name}. On the server, allow it with allow: { '${name}': … }, or set it with request.`,
    });
  });
}

function mayBe(rule: OptionRule | undefined, value: unknown): boolean {
  if (typeof rule === 'function') return rule(value);
  return Array.isArray(rule) ? rule.includes(value) : rule === true;
}

/** Undefined where it is not set; null and an empty text are nothing either. */
function optionOf(request: object, name: OptionName): unknown {
  let value: unknown = request;
  for (const key of name.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value === null || value === '' ? undefined : value;
}

function assemble(valueOf: (name: OptionName) => unknown): StartAvatarOptions {
  const request: Record<string, unknown> = {};
  const groups: Record<string, Record<string, unknown>> = {};
  for (const name of names) {
    const value = valueOf(name);
    if (value === undefined) continue;
    const [first, second] = name.split('.') as [string, string?];
    if (second === undefined) request[first] = value;
    else (groups[first] ??= {})[second] = value;
  }
  return { ...request, ...groups };
}
