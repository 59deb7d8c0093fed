/**
 * Owns the process in which the avatars live: a child of the sandbox, so that drawing and native WebRTC code
 * neither slow its HTTP answers nor keep it from ending. It ends itself when its parent is gone.
 */
import { dispose } from '@livekit/rtc-node';
import { Speech } from '../speech/speech.js';
import { Avatar } from './avatar.js';
import type { AvatarCommand, AvatarEvent, AvatarReport } from './avatar-messages.js';

const avatars = new Map<string, Avatar>();
const speech = new Speech();

const tell = (report: AvatarReport): void => {
  if (process.connected) process.send?.(report);
};

process.on('message', (command: AvatarCommand) => {
  const emit = (event: AvatarEvent): void => tell({ avatar: command.avatar, event });
  if (command.type === 'prepare') {
    avatars.set(command.avatar, new Avatar(command.figure, speech, emit));
    return;
  }
  const avatar = avatars.get(command.avatar);
  if (!avatar) return;
  switch (command.type) {
    case 'join':
      avatar.join(command.url, command.token, command.agentToken).then(
        () => emit({ type: 'joined' }),
        (error: unknown) => emit({ type: 'join_failed', reason: String(error) }),
      );
      break;
    case 'speak':
      avatar.speak(command.turn, command.text);
      break;
    case 'sound':
      avatar.sound(command.turn, command.samples);
      break;
    case 'sound_end':
      avatar.soundEnd(command.turn);
      break;
    case 'interrupt':
      avatar.interrupt();
      break;
    case 'listen':
      avatar.listen(command.listening);
      break;
    case 'publish':
      avatar.publish(command.payload, command.topic);
      break;
    case 'impersonate':
      void avatar.impersonate(command.url, command.token, command.payloads, command.topic);
      break;
    case 'leave':
      avatars.delete(command.avatar);
      void avatar.leave().finally(() => emit({ type: 'left' }));
      break;
  }
});

process.once('disconnect', () => {
  const ending = Promise.all([...avatars.values()].map((avatar) => avatar.leave()));
  const deadline = new Promise((resolve) => setTimeout(resolve, 1_500));
  void Promise.race([ending, deadline])
    .then(() => speech.close())
    .then(() => dispose())
    .finally(() => process.exit(0));
});
// One avatar's native trouble must not take the others with it.
process.on('unhandledRejection', (error) => process.stderr.write(`avatar: ${String(error)}\n`));
// Ctrl-C in a terminal reaches every process of the group; the parent decides when this one ends.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});

// What the first session would wait for: the first sentence, WebRTC's threads, the picture of the default avatar.
const rehearsal = new Avatar(
  {
    look: 'ada',
    voice: { voice: 'slt', rate: 1 },
    picture: { width: 1280, height: 720, maxBitrate: 1, codec: 'VP8' },
  },
  speech,
  () => {},
);
await Promise.all([speech.warmUp(), rehearsal.leave()]);
tell({ ready: true });
