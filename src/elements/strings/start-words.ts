/** The English words of a start screen, which every page loads. The others come with a session. */

export const startWords = {
  lang: 'en',
  label: 'Talking avatar',
  start: 'Start',
  startAgain: 'Start again',
  retry: 'Try again',
  ai: 'AI',
  disclosure: 'You’re talking to an AI avatar.',
  notLoaded: 'The avatar couldn’t be loaded. Please reload the page.',
  connecting: { token: 'Connecting' },
};
