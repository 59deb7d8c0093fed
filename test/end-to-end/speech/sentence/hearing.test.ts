/** A sentence said into the microphone: what the avatar hears of it, when it is told, and what comes of it. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar, type UserTalkingMessageEvent } from '../../../../src/client.js';
import { microphoneFile, type MicrophoneFile } from '../../../support/commands.js';
import { EventLog } from '../../../support/event-log.js';
import { allClosed, Corner, type MicrophoneBook } from '../../../support/sandbox-books.js';
import { SandboxEar } from '../../../support/sandbox-ear.js';

/** The sandbox believes in speech after 0.2 s of it, and in its end after 0.8 s without (speech-gate.ts), in seconds. */
const startAfter = 0.2;
const stopAfter = 0.8;
/** Voice activity detection is right to within 0.1 s at either end; as much again for the way here. */
const tolerance = 0.4;

describe('a sentence said into the microphone', () => {
  let corner: Corner;
  let avatar: StreamingAvatar;
  let log: EventLog;
  let file: MicrophoneFile;
  let heard: MicrophoneBook;
  /** When voice chat was asked for, and when the user began and stopped speaking, in seconds. */
  let asked = 0;
  const told = { user_start: 0, user_stop: 0 };

  const seconds = (): number => performance.now() / 1000;

  before(async () => {
    file = await microphoneFile('sentence');
    corner = await Corner.open();
    avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
    log = new EventLog(avatar);
    avatar.on('user_start', () => (told.user_start ||= seconds()));
    avatar.on('user_stop', () => (told.user_stop ||= seconds()));
    await avatar.createStartAvatar({ quality: 'low' });
    const answered = log.next('avatar_stop_talking');
    asked = seconds();
    await avatar.startVoiceChat();
    await Promise.all([log.first('user_stop'), log.first('user_end_message')]);
    heard = await new SandboxEar(corner).now();
    // The file begins anew, and would interrupt the answer.
    avatar.muteInputAudio();
    await answered;
  });

  after(async () => {
    await avatar.stopAvatar();
    await corner.until(allClosed);
  });

  it('is heard as long as it is', () => {
    expect(heard.speech_seconds / file.speechSeconds, 'speech').to.be.within(0.95, 1.05);
    // The browser's noise suppression takes the faintest of it for noise.
    expect(heard.sound_seconds / file.soundSeconds, 'sound').to.be.within(0.9, 1.05);
  });

  it('is told as it begins and as it ends', () => {
    const { user_start, user_stop } = told;
    expect(log.of('user_start')).to.have.length(1);
    expect(log.of('user_stop')).to.have.length(1);
    const spoken = file.speechSeconds - startAfter + stopAfter;
    expect(user_stop - user_start).to.be.within(spoken - tolerance, spoken + tolerance);
    expect(user_start - asked, 'not in the silence before it').to.be.above(file.silenceSeconds + 0.1);
  });

  it('is written down in pieces that are one turn, and then answered', () => {
    const pieces = log.of('user_talking_message') as UserTalkingMessageEvent[];
    const [end] = log.of('user_end_message') as { task_id: string }[];
    expect(pieces.length).to.be.above(5);
    expect(new Set(pieces.map(({ task_id }) => task_id))).to.deep.equal(new Set([end?.task_id]));
    const types = [...new Set(log.events.map(({ type }) => type))];
    const order = ['user_start', 'user_talking_message', 'user_end_message', 'avatar_start_talking'];
    expect(types.filter((type) => order.includes(type))).to.deep.equal(order);
    const [answer] = log.of('avatar_start_talking') as { task_id: string }[];
    expect(answer?.task_id).not.to.equal(end?.task_id);
  });

  it('stands in the transcript beside the answer, both as they were said', () => {
    const pieces = log.of('user_talking_message') as UserTalkingMessageEvent[];
    const [user, answer, ...more] = avatar.transcript;
    expect(more).to.deep.equal([]);
    expect(user).to.include({ role: 'user', final: true, interrupted: false });
    expect(user?.text).to.equal(pieces.map(({ message }) => message).join(''));
    expect(answer).to.include({ role: 'avatar', final: true, interrupted: false });
    const [, spoken] = /You spoke for (\d\.\d) seconds/.exec(user?.text ?? '') ?? [];
    expect(Number(spoken)).to.be.closeTo(file.speechSeconds, 0.05 * file.speechSeconds + 0.05);
    expect(answer?.text).to.contain(`I heard ${spoken} seconds of speech.`);
  });
});
