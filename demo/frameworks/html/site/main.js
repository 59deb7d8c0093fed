const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

const avatar = /** @type {HTMLElementTagNameMap['heygen-avatar']} */ (
  document.querySelector('heygen-avatar')
);
const speak = /** @type {HTMLButtonElement} */ (find('speak'));

if (new URLSearchParams(location.search).get('service') === 'liveavatar') avatar.service = 'liveavatar';
avatar.strings = { start: 'Meet Wayne' };

let ready = 0;
avatar.addEventListener('stream_ready', () => {
  ready += 1;
  find('ready').textContent = `${ready}`;
});

avatar.addEventListener('state_changed', ({ detail: { state } }) => {
  find('status').textContent = state.status;
  speak.disabled = state.status !== 'live';
});

speak.addEventListener('click', () => avatar.speak('Hello'));

find('toggle').addEventListener('click', () => {
  if (avatar.isConnected) avatar.remove();
  else find('stage').append(avatar);
});
