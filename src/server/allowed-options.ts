/**
 * Decides which of a page's options count. A page can be made to ask for anything, so only options in this table are
 * copied, one by one.
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

/** An option of a start request, with the name of its group if it is in one. */
export type OptionName = (typeof names)[number];

/** Whether a page may set an option: to anything, to one of these values, to what a function accepts, or not at all. */
export type OptionRule = boolean | readonly unknown[] | ((value: unknown) => boolean);

export type AllowedOptions = Readonly<Partial<Record<OptionName, OptionRule>>>;

/** Options that cost nothing extra and show nothing that the site did not choose. */
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
  // Free, and ends after a minute.
  'liveAvatar.sandbox': true,
};

const longest = 'liveAvatar.maxSessionDuration';

/** The known options of a page's request, not checked yet. */
export function knownOptions(asked: Asked): StartAvatarOptions {
  return assemble((name) => optionOf(asked, name));
}

/**
 * The options to start a session with: the site's own, otherwise the page's if they are allowed. Throws `forbidden`
 * with the option's name if they are not. A page may always ask for a shorter session than the site's.
 */
export function grantedOptions(
  asked: StartAvatarOptions,
  fixed: StartAvatarOptions,
  allowed: AllowedOptions,
): StartAvatarOptions {
  return assemble((name) => {
    const [wish, own] = [optionOf(asked, name), optionOf(fixed, name)];
    if (name === longest && typeof wish === 'number' && typeof own === 'number') {
      // Invalid numbers are refused later, with all others.
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

/** Undefined if it is not set, null or empty. */
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
