import { StreamingAvatar } from 'heygen-avatar/client';

// A clock that stands still until the test moves it.
let now = 0;
let due = [];
const after = (seconds, work) => {
  const entry = { at: now + seconds, work };
  due.push(entry);
  return () => (due = due.filter((other) => other !== entry));
};
const pass = (seconds) => {
  for (const end = now + seconds; ;) {
    const [next] = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
    if (!next) return void (now = end);
    due = due.filter((other) => other !== next);
    now = next.at;
    next.work();
  }
};

const avatar = new StreamingAvatar({ service: 'simulated', clock: { now: () => now, after } });
const delays = { open: 0, start: 0, room: 0, media: 0 };
const answers = [{ pattern: 'shoes', answer: 'We have red ones.' }];
await avatar.createStartAvatar({ simulatedScript: { seed: 1, delays, answers } });

await avatar.speak('Do you have shoes?');
pass(10);
console.assert(avatar.transcript[1].text === 'We have red ones.');

pass(120); // Nobody does anything: the session ends.
console.assert(avatar.state.status === 'ended');
