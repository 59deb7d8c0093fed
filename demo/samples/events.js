const avatar = document.querySelector('heygen-avatar');

// `repeat` says it word for word; without it the avatar answers it.
avatar.addEventListener('stream_ready', () =>
  avatar.speak({ text: 'Hello! What can I do for you?', taskType: 'repeat' }),
);
avatar.addEventListener('avatar_end_message', ({ detail }) =>
  console.log('The avatar said:', detail.message),
);
avatar.addEventListener('session_ended', ({ detail }) => console.log(detail.reason, detail.seconds));
avatar.addEventListener('session_error', ({ detail }) => console.error(detail.code, detail.message));
