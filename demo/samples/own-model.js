const avatar = document.querySelector('heygen-avatar');
let asking = new AbortController();
let said = '';

avatar.addEventListener('user_start', () => asking.abort());
avatar.addEventListener('user_talking_message', ({ detail }) => (said += detail.message));
avatar.addEventListener('user_end_message', async () => {
  const question = said.trim();
  said = '';
  if (!question) return; // A noise is a turn too.
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const text = await respond(question, signal); // Your model.
  if (signal.aborted) return; // The user has said something else meanwhile.
  await avatar.speak({ text, taskType: 'repeat' });
});

async function respond(question, signal) {
  const response = await fetch('/my-model', { method: 'POST', body: question, signal });
  return response.text();
}
