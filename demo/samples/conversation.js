const avatar = document.querySelector('heygen-avatar');

// #region speak
await avatar.start();
await avatar.speak('What are your opening hours?'); // answered by the avatar

const said = await avatar.speak({ text: 'One moment, please.', taskType: 'repeat' }); // word for word
const { interrupted } = await said.finished;
// #endregion

// #region voice
try {
  await avatar.startVoiceChat();
} catch (error) {
  console.log(error.code); // 'microphone_denied', 'microphone_missing' …
}
// #endregion

// #region transcript
avatar.addEventListener('transcript_changed', ({ detail }) => {
  const lines = detail.transcript.map(({ role, text }) => `${role}: ${text}`);
  document.querySelector('#transcript').textContent = lines.join('\n');
});
// #endregion

export { interrupted };
