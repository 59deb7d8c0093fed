import { setStrings } from 'heygen-avatar';

// In every language.
setStrings({ errors: { network: '☎ 555 0100' } });
// In German, and in a language that the avatar doesn't have.
setStrings({ start: 'Wayne treffen' }, 'de');
setStrings({ start: 'Träffa Wayne', startAgain: 'Träffa Wayne igen', retry: 'Försök igen' }, 'sv');
