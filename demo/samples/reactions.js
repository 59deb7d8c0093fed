const avatar = document.querySelector('heygen-avatar');
const ask = document.querySelector('#ask');

avatar.addEventListener('state_changed', ({ detail: { state } }) => {
  ask.disabled = state.status !== 'live';
  if (state.status === 'live' && state.thinking) console.log('An answer is on its way.');
  if (state.status === 'ended') console.log('Ended:', state.reason);
});
