// The client in plain Node, as a server that renders the page has it: every call is refused with a typed error.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const project = fileURLToPath(new URL('../../', import.meta.url));

const script = `
const { StreamingAvatar, StreamingAvatarError } = await import('heygen-avatar/client');
let asked = 0;
const make = () => new StreamingAvatar({ token: () => 'token-' + (asked += 1) });
const outcomes = {};
for (const [name, call] of Object.entries({
  createStartAvatar: (avatar) => avatar.createStartAvatar({}),
  newSession: (avatar) => avatar.newSession({}),
  startAvatar: (avatar) => avatar.startAvatar({}),
  startSession: (avatar) => avatar.startSession(),
  speak: (avatar) => avatar.speak('Hello'),
  interrupt: (avatar) => avatar.interrupt(),
  startVoiceChat: (avatar) => avatar.startVoiceChat(),
  stopAvatar: (avatar) => avatar.stopAvatar(),
})) {
  const avatar = make();
  outcomes[name] = await call(avatar).then(
    () => 'resolves',
    (error) => (error instanceof StreamingAvatarError ? error.code : String(error)),
  );
  outcomes[name] += ' ' + avatar.state.status;
}
console.log(JSON.stringify({ asked, outcomes }));
`;

describe('the package where there is a part of a document', () => {
  it('can be imported: servers that render pages have one', async () => {
    const parts = `globalThis.document = { createTreeWalker: () => ({}), createElement: () => ({}) };`;
    const imports = [
      'heygen-avatar',
      'heygen-avatar/client',
      'heygen-avatar/elements',
      'heygen-avatar/server',
    ];
    const lines = imports.map((name) => `await import('${name}');`);
    const { stderr } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', [parts, ...lines].join('\n')],
      { cwd: project, env: { ...process.env, NODE_OPTIONS: '' } },
    );
    assert.equal(stderr, '');
  });
});

describe('the client in plain Node', () => {
  it('refuses every start with not_supported, asks for no token, and lets the process end', async () => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { cwd: project, env: { ...process.env, NODE_OPTIONS: '' } },
    );
    assert.equal(stderr, '');
    assert.deepEqual(JSON.parse(stdout), {
      asked: 0,
      outcomes: {
        createStartAvatar: 'not_supported failed',
        newSession: 'not_supported failed',
        startAvatar: 'not_supported failed',
        startSession: 'not_connected idle',
        speak: 'not_connected idle',
        interrupt: 'not_connected idle',
        startVoiceChat: 'not_connected idle',
        stopAvatar: 'resolves idle',
      },
    });
  });
});
