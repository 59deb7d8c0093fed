/**
 * Owns the sandbox as a whole: a local stand-in for HeyGen on HTTP and WebSocket with a real LiveKit server and
 * avatars behind it. It imports nothing from `src/`, so that a mistake about the wire cannot
 * be made on both sides at once.
 */
import { AvatarProcess } from './avatar/avatar-process.js';
import { Refusal } from './http/answer.js';
import { listen } from './http/http-server.js';
import { admitToChat, CHAT_PATH, readWishes, serveChat } from './interactive-avatar/chat-socket.js';
import { InteractiveAvatar } from './interactive-avatar/interactive-avatar.js';
import { interactiveAvatarRoutes } from './interactive-avatar/routes.js';
import { VoiceDetection } from './hearing/voice-detector.js';
import { LITE_PATH, LiveAvatar } from './live-avatar/live-avatar.js';
import { admitToLite, serveLite } from './live-avatar/lite-socket.js';
import { liveAvatarRoutes } from './live-avatar/routes.js';
import { startLiveKitServer } from './livekit/livekit-server.js';
import { Rooms } from './livekit/rooms.js';
import { sandboxRoutes } from './sandbox-routes.js';
import { ServiceClock } from './service-clock.js';
import { SILENT_ROOM } from './sessions/interference.js';

export { findLiveKitServer, LiveKitUnavailableError } from './livekit/find-livekit-server.js';
export type { LiveKitSource } from './livekit/find-livekit-server.js';

export interface SandboxOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  host?: string;
  /** How many times faster than real time the service's limits and the troubles' delays run. */
  clock?: number;
  /** Told in one line each what takes a while. */
  report?: (line: string) => void;
}

export interface Sandbox {
  url: string;
  livekitUrl: string;
  /** Resolves when everything that was started has ended. */
  close(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', clock: speed = 1, report = () => {} } = options;
  if (!(speed > 0)) throw new RangeError(`clock must be a positive number, not ${speed}`);
  const clock = new ServiceClock(speed);
  const voiceDetection = await VoiceDetection.load();
  const [livekit, avatars] = await bothOrNone(startLiveKitServer(report), AvatarProcess.start());
  const rooms = new Rooms(livekit);
  const parts = { rooms, avatars, clock, voiceDetection };
  const interactiveAvatar = new InteractiveAvatar(parts);
  const liveAvatar = new LiveAvatar(parts);
  const closeBehind = async (): Promise<void> => {
    await Promise.all([interactiveAvatar.close(), liveAvatar.close()]);
    clock.close();
    await avatars.close();
    await livekit.close();
  };
  try {
    const http = await listen(
      { host, port },
      [
        interactiveAvatarRoutes(interactiveAvatar),
        liveAvatarRoutes(liveAvatar),
        sandboxRoutes({ interactiveAvatar, liveAvatar }, rooms),
      ],
      {
        [CHAT_PATH]: (request) => {
          const session = admitToChat(interactiveAvatar, request);
          if (session instanceof Refusal) return session;
          return (socket) => serveChat(socket, session, readWishes(request));
        },
        [LITE_PATH]: (_request, id) => {
          const session = admitToLite(liveAvatar, id);
          return session instanceof Refusal ? session : (socket) => serveLite(socket, session);
        },
        [`${SILENT_ROOM}/rtc/v1`]: () => () => {},
        [`${SILENT_ROOM}/rtc`]: () => () => {},
      },
    );
    let closed: Promise<void> | undefined;
    return {
      url: http.url,
      livekitUrl: livekit.url,
      close: () => (closed ??= http.close().then(closeBehind)),
    };
  } catch (error) {
    await closeBehind();
    throw error;
  }
}

/** Started side by side; if one fails, the other is ended before the failure is told. */
async function bothOrNone<A extends { close(): Promise<void> }, B extends { close(): Promise<void> }>(
  first: Promise<A>,
  second: Promise<B>,
): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  if (a.status === 'fulfilled' && b.status === 'fulfilled') return [a.value, b.value];
  if (a.status === 'fulfilled') await a.value.close();
  if (b.status === 'fulfilled') await b.value.close();
  throw a.status === 'rejected' ? a.reason : (b as PromiseRejectedResult).reason;
}
