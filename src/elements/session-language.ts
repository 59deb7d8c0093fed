/** The language in which a session is spoken, for the `lang` of its words. */

import type { AvatarHost } from './avatar-host.js';

/** A language tag, such as `en` or `pt-BR`; undefined if the language isn't known or isn't written as a tag. */
export function languageOf(host: AvatarHost | undefined): string | undefined {
  const language: unknown = host?.avatar?.language;
  const isTag = typeof language === 'string' && /^[a-z]{2,3}(-[a-z\d]{1,8}){0,4}$/i.test(language);
  return isTag ? language : undefined;
}
