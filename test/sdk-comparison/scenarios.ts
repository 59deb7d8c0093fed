/** What is done with the demo app, step by step, whichever SDK it is built with. */

import type { DemoPage } from './demo-page.js';

export interface Scenario {
  readonly name: string;
  /** What the sandbox does wrong. */
  readonly trouble?: string;
  readonly run: (page: DemoPage) => Promise<void>;
}

const request = { avatarName: 'default', quality: 'low' };
const say = (given: object): object => ({ text: 'Thank you', ...given });
const toneHertz = 440;
const avatarEvents = [
  'avatar_start_talking',
  'avatar_talking_message',
  'avatar_end_message',
  'avatar_stop_talking',
];
const userEvents = ['user_start', 'user_talking_message', 'user_stop', 'user_end_message'];

export const scenarios: readonly Scenario[] = [
  { name: 'a text chat', run: textChat },
  { name: 'tasks without a type or a mode', run: defaults },
  { name: 'a voice chat, WebSocket transport', run: (page) => voiceChat(page, 'websocket') },
  { name: 'a voice chat, LiveKit transport', run: (page) => voiceChat(page, 'livekit') },
  { name: 'without a session', run: withoutSession },
  { name: 'a wrong token', run: wrongToken },
  { name: 'an API key in place of a token', run: apiKey },
  { name: 'what a session refuses', run: refusals },
  { name: 'a refused microphone', run: refusedMicrophone },
  { name: 'the service ends the session', run: endedByService },
  { name: 'the chat socket is refused', trouble: 'socket-refused', run: chatSocketRefused },
  { name: 'stopped while it starts', trouble: 'slow-start', run: stoppedWhileStarting },
];

/** By the app's own buttons. */
async function textChat(page: DemoPage): Promise<void> {
  for (const menu of ['Quality', 'Voice chat transport', 'Emotion', 'ElevenLabs model', 'STT provider'])
    page.note('menus', menu, page.options(menu));

  await page.step('start', async () => {
    await page.click('Start text chat');
    await Promise.all([page.ended('createStartAvatar()'), page.told('stream_ready')]);
    await page.shows('Session', 'connected');
  });
  page.noteMembers('started');
  await page.noteRequest('streaming.new');
  for (const menu of ['Task type', 'Task mode']) page.note('menus', menu, page.options(menu));

  for (const [type, mode] of [
    ['talk', 'async'],
    ['talk', 'sync'],
    ['repeat', 'async'],
    ['repeat', 'sync'],
  ] as const) {
    await page.step(`${type}, ${mode}`, async () => {
      page.choose('Task type', type);
      page.choose('Task mode', mode);
      page.type('Text', 'Thank you');
      await page.click('Send');
      await Promise.all([page.ended('speak()'), page.told('avatar_stop_talking')]);
    });
  }
  page.note('after four turns', 'the page shows', page.messages);

  await page.step('an answer is interrupted', async () => {
    page.choose('Task mode', 'async');
    page.type(
      'Text',
      'This is a long sentence, which nobody wants to hear to its very end, so it goes on and on.',
    );
    await page.click('Send');
    await page.told('avatar_talking_message');
    await page.click('Interrupt');
    await Promise.all([page.ended('interrupt()'), page.told('avatar_stop_talking')]);
    await page.ended('speak()');
  });
  await page.step('listen', async () => {
    await page.click('Listen');
    await page.ended('startListening()');
  });
  await page.step('stop listening', async () => {
    await page.click('Stop listening');
    await page.ended('stopListening()');
  });
  await page.shows('Connection quality', 'GOOD');
  await page.step('stop', async () => {
    await page.click('Stop');
    await Promise.all([page.ended('stopAvatar()'), page.told('stream_disconnected')]);
    await page.told('connection_quality_changed', (detail) => detail === 'UNKNOWN');
    await page.shows('Session', 'inactive');
  });
  page.noteMembers('stopped');
  page.note('stopped', 'connectionQuality', page.client.connectionQuality);
  page.noteDetails(...avatarEvents, 'stream_ready', 'stream_disconnected', 'connection_quality_changed');
}

/** What is sent for a task of which the page leaves something out. */
async function defaults(page: DemoPage): Promise<void> {
  const avatar = page.demo.createAvatar(await page.demo.fetchAccessToken());
  await page.aside(() => Promise.all([avatar.createStartAvatar(request), page.told('stream_ready')]));
  for (const given of [
    { taskMode: 'sync' },
    { taskType: 'repeat' },
    { task_type: 'repeat' },
    { task_type: 'talk', taskMode: 'sync' },
  ]) {
    const step = `speak(${JSON.stringify(given)})`;
    await page.aside(() => avatar.speak(say(given)));
    await page.noteTask(step);
  }
}

async function voiceChat(page: DemoPage, transport: 'websocket' | 'livekit'): Promise<void> {
  const microphone = page.toneMicrophone(toneHertz);
  page.choose('Voice chat transport', transport);
  await page.step('start, muted', async () => {
    await page.click('Start voice chat');
    await Promise.all([page.ended('createStartAvatar()'), page.told('stream_ready')]);
    await page.ended('startVoiceChat()');
    await page.shows('Microphone', 'muted');
  });
  page.note('start, muted', 'isInputAudioMuted', String(page.client.isInputAudioMuted));
  // Over the WebSocket it is the text chat's first turn.
  if (transport === 'livekit') {
    await page.step('talk, async', async () => {
      page.type('Text', 'Thank you');
      await page.click('Send');
      await Promise.all([page.ended('speak()'), page.told('avatar_stop_talking')]);
    });
  }
  await page.step('unmute', async () => {
    await page.click('Unmute');
    await page.ended('unmuteInputAudio()');
    page.note('unmute', 'isInputAudioMuted', String(page.client.isInputAudioMuted));
  });
  await page.step('the user speaks', async () => {
    microphone.sound();
    await Promise.all([page.told('user_start'), page.told('user_talking_message')]);
    microphone.silence();
    await Promise.all([page.told('user_stop'), page.told('user_end_message')]);
    await page.told('avatar_stop_talking');
  });
  await page.step('mute', async () => {
    await page.click('Mute');
    await page.ended('muteInputAudio()');
    page.note('mute', 'isInputAudioMuted', String(page.client.isInputAudioMuted));
  });
  await page.step('close', async () => {
    await page.click('Close voice chat');
    await page.ended('closeVoiceChat()');
  });
  page.note('close', 'isInputAudioMuted', String(page.client.isInputAudioMuted));
  page.note('close', 'microphone', String(microphone.tracks.map(({ readyState }) => readyState)));
  await page.step('open again after a mute', async () => {
    await page.click('Open voice chat');
    await page.ended('startVoiceChat()');
    await page.shows('Microphone', 'unmuted');
  });
  page.note('open again after a mute', 'isInputAudioMuted', String(page.client.isInputAudioMuted));
  await page.aside(async () => {
    await page.click('Stop');
    await Promise.all([page.ended('stopAvatar()'), page.told('stream_disconnected')]);
    await page.shows('Session', 'inactive');
  });
  page.note('stop', 'microphones', String(microphone.tracks.map(({ readyState }) => readyState)));
  page.noteDetails(...userEvents);
}

/** Every method of a client that has no session, and what it has to show. */
async function withoutSession(page: DemoPage): Promise<void> {
  const avatar = page.demo.createAvatar(await page.demo.fetchAccessToken());
  page.noteMembers('without a session');
  const calls: (() => unknown)[] = [
    () => avatar.speak(say({})),
    () => avatar.interrupt(),
    () => avatar.startListening(),
    () => avatar.stopListening(),
    () => avatar.keepAlive(),
    () => avatar.startVoiceChat(),
    () => avatar.closeVoiceChat(),
    () => avatar.muteInputAudio(),
    () => avatar.unmuteInputAudio(),
    () => avatar.startSession(),
    () => avatar.pushToTalkStart(),
    () => avatar.pushToTalkStop(),
    () => avatar.stopAvatar(),
  ];
  for (const call of calls) await page.step('without a session', () => outcome(call));
}

async function wrongToken(page: DemoPage): Promise<void> {
  const avatar = page.demo.createAvatar('no-such-token');
  await page.step('start', () => outcome(() => avatar.createStartAvatar(request)));
  page.noteMembers('afterwards');
}

async function apiKey(page: DemoPage): Promise<void> {
  const avatar = page.demo.createAvatar('sk_V2_hgu_kqZ7mTqQ0pXcJ3v9dLw2sYbN8aRfEiUo');
  await page.step('start', () => outcome(() => avatar.createStartAvatar(request)));
}

async function refusals(page: DemoPage): Promise<void> {
  const avatar = page.demo.createAvatar(await page.demo.fetchAccessToken());
  await page.step('start', () => Promise.all([avatar.createStartAvatar(request), page.told('stream_ready')]));
  await page.step('an empty text to repeat', () =>
    outcome(() => avatar.speak(say({ text: '', taskType: 'repeat' }))),
  );
  await page.step('an empty text to answer', () => outcome(() => avatar.speak(say({ text: '' }))));
  await page.step('push to talk without voice chat', () => outcome(() => avatar.pushToTalkStart()));
  await page.step('close a voice chat that is not open', () => outcome(() => avatar.closeVoiceChat()));
  await page.aside(() => Promise.all([avatar.stopAvatar(), page.told('stream_disconnected')]));
  await page.step('stop twice', () => outcome(() => avatar.stopAvatar()));
  await page.step('speak after the end', () => outcome(() => avatar.speak(say({}))));
  await page.step('voice chat after the end', () => outcome(() => avatar.startVoiceChat()));
  await page.step('start again with the same token', () => outcome(() => avatar.createStartAvatar(request)));
}

async function refusedMicrophone(page: DemoPage): Promise<void> {
  page.refuseMicrophone();
  for (const voiceChatTransport of ['websocket', 'livekit']) {
    const avatar = page.demo.createAvatar(await page.demo.fetchAccessToken());
    await page.step(`start, ${voiceChatTransport}`, () =>
      Promise.all([avatar.createStartAvatar({ ...request, voiceChatTransport }), page.told('stream_ready')]),
    );
    const step = `open, ${voiceChatTransport}`;
    await page.step(step, () => outcome(() => avatar.startVoiceChat()));
    page.note(step, 'isInputAudioMuted', String(avatar.isInputAudioMuted));
    await page.step(`open again, ${voiceChatTransport}`, () => outcome(() => avatar.startVoiceChat()));
    await page.aside(() => Promise.all([avatar.stopAvatar(), page.told('stream_disconnected')]));
  }
}

async function endedByService(page: DemoPage): Promise<void> {
  const avatar = page.demo.createAvatar(await page.demo.fetchAccessToken());
  await page.step('start', () => Promise.all([avatar.createStartAvatar(request), page.told('stream_ready')]));
  await page.step('ended', () => Promise.all([page.endSession(), page.told('stream_disconnected')]));
  page.noteMembers('ended');
  page.note('ended', 'connectionQuality', avatar.connectionQuality);
  await page.step('speak after the end', () => outcome(() => avatar.speak(say({ taskType: 'repeat' }))));
  await page.step('stop after the end', () => outcome(() => avatar.stopAvatar()));
}

async function chatSocketRefused(page: DemoPage): Promise<void> {
  const avatar = page.demo.createAvatar(await page.demo.fetchAccessToken());
  await page.step('start', () =>
    Promise.all([outcome(() => avatar.createStartAvatar(request)), page.told('stream_ready')]),
  );
  page.noteMembers('afterwards');
}

async function stoppedWhileStarting(page: DemoPage): Promise<void> {
  const avatar = page.demo.createAvatar(await page.demo.fetchAccessToken());
  await page.step('stop during a start', async () => {
    const starting = outcome(() => avatar.createStartAvatar(request));
    await outcome(() => avatar.stopAvatar());
    await starting;
    if (avatar.room) await page.told('stream_ready');
  });
  page.note('afterwards', 'mediaStream', avatar.mediaStream);
}

/** What becomes of a call is the recorder's to tell. */
async function outcome(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    // Written down.
  }
}
