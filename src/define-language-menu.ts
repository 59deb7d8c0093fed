/** Defines the language menu. Loaded when it is found, or listed in `controls`. */

import { HeygenAvatarLanguageMenuElement } from './elements/language-menu.js';

export function defineLanguageMenu(): void {
  if (!customElements.get('heygen-avatar-language-menu'))
    customElements.define('heygen-avatar-language-menu', HeygenAvatarLanguageMenuElement);
}
