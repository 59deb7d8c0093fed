/** The chat WebSocket: binary pipecat frames, admission, order of calls. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { readPipecatFrame } from '../../demo/sandbox/interactive-avatar/pipecat-frames.js';
import { startSandbox, type Sandbox } from '../../demo/sandbox/sandbox.js';
import { SandboxCalls, type Opened } from './sandbox-calls.js';

/** Bytes that the official SDK's own descriptor makes. */
const HELLO = Buffer.from('0a071a0568656c6c6f', 'hex');
const AUDIO = Buffer.concat([
  Buffer.from('1288081a8008', 'hex'),
  Buffer.alloc(1024, 7),
  Buffer.from('20807d2801', 'hex'),
]);

describe('pipecat frames', () => {
  it('are read as the SDK writes them', () => {
    assert.deepEqual(readPipecatFrame(HELLO), { type: 'text', text: 'hello' });
    const audio = readPipecatFrame(AUDIO);
    assert.equal(AUDIO.length, 1035);
    assert.ok(audio?.type === 'audio');
    assert.deepEqual([audio.audio.length, audio.sampleRate, audio.numChannels], [1024, 16_000, 1]);
  });

  it('may be anything without doing harm', () => {
    for (const hex of [
      '',
      '00',
      '0a',
      '0aff',
      '0a05ff',
      '1aff01',
      'ffffffffffffffffffffff',
      '0a021a05',
      '0b',
    ]) {
      assert.equal(readPipecatFrame(Buffer.from(hex, 'hex')), undefined, hex);
    }
    for (let cut = 1; cut < HELLO.length; cut++) readPipecatFrame(HELLO.subarray(0, cut));
    assert.deepEqual(readPipecatFrame(Buffer.from('1a00', 'hex')), { type: 'transcription' });
  });
});

describe('the chat socket', () => {
  let sandbox: Sandbox;
  let calls: SandboxCalls;

  before(async () => {
    sandbox = await startSandbox();
    calls = new SandboxCalls(sandbox.url);
  });
  after(() => sandbox.close());

  const connect = ({ session_id, token }: Pick<Opened, 'session_id' | 'token'>): WebSocket => {
    const query = new URLSearchParams({ session_id, session_token: token, silence_response: 'undefined' });
    return new WebSocket(`${sandbox.url.replace(/^http/, 'ws')}/v1/ws/streaming.chat?${query}`);
  };
  const opening = (socket: WebSocket): Promise<string> =>
    new Promise((resolve) => {
      socket.once('open', () => resolve('open'));
      socket.once('error', (error) => resolve(error.message));
    });

  it('is accepted before the start, takes text and audio, and ends with the session', async () => {
    const opened = await calls.open();
    const socket = connect(opened);
    assert.equal(await opening(socket), 'open');
    await calls.streaming(opened.token, 'start', { session_id: opened.session_id });
    socket.send(HELLO);
    socket.send(AUDIO);
    socket.send(AUDIO);
    socket.send('not a frame');
    socket.send(Buffer.from('ffff', 'hex'));
    const entry = await calls.untilBooks(opened.token, (books) => books.chat_audio_frames === 2);
    assert.deepEqual([entry.chat, entry.chat_text_frames], ['open', 1]);
    const closing = new Promise<number>((resolve) => socket.once('close', resolve));
    await calls.streaming(opened.token, 'stop', { session_id: opened.session_id });
    assert.equal(await closing, 1000);
    await calls.untilBooks(opened.token, (books) => books.chat === 'closed');
  });

  it('is accepted after the start; leaving it ends no session', async () => {
    const opened = await calls.open();
    await calls.streaming(opened.token, 'start', { session_id: opened.session_id });
    const socket = connect(opened);
    assert.equal(await opening(socket), 'open');
    socket.close();
    const entry = await calls.untilBooks(opened.token, (books) => books.chat === 'closed');
    assert.equal(entry.status, 'connected');
    await calls.streaming(opened.token, 'stop', { session_id: opened.session_id });
    assert.match(await opening(connect(opened)), /400/, 'a closed session has no socket');
  });

  it('is refused to strangers', async () => {
    const opened = await calls.open();
    const stranger = await calls.mint();
    assert.match(await opening(connect({ ...opened, token: 'x' })), /401/);
    assert.match(await opening(connect({ ...opened, token: stranger })), /401/);
    assert.match(await opening(connect({ ...opened, session_id: 'x' })), /400/);
    await calls.streaming(opened.token, 'stop', { session_id: opened.session_id });
  });
});
