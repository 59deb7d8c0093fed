/** Defines `<heygen-avatar-suggestions>`. Loaded when one is found. */

import { HeygenAvatarSuggestionsElement } from './elements/suggestions.js';

export function defineSuggestions(): void {
  if (!customElements.get('heygen-avatar-suggestions'))
    customElements.define('heygen-avatar-suggestions', HeygenAvatarSuggestionsElement);
}
