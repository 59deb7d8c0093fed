/** What every page of the bench offers to the program that drives it, and how it takes its times. */

export interface Asked {
  readonly token: string;
  readonly basePath: string;
  /** Ours: whether the page has called `warmUp()` beforehand. */
  readonly warm?: boolean;
  /** The body of streaming.new, for the page that has no client to make one. */
  readonly open?: unknown;
  readonly voiceChatTransport?: 'websocket' | 'livekit';
}

/** Milliseconds since the start was asked for. */
export interface StartTimes {
  readonly streamReady: number;
  readonly firstFrame: number;
}

export interface BenchPage {
  start(asked: Asked): Promise<StartTimes>;
  /** Milliseconds from the microphone's being granted to the end of `startVoiceChat()`; null where there is none. */
  voiceChat?(): Promise<number | null>;
  stop(): Promise<void>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

export class StartClock {
  readonly #began = performance.now();

  /** Takes the time, plays the stream without sound, and takes the time of the first frame on the screen. */
  async ready(stream: MediaStream): Promise<StartTimes> {
    const streamReady = performance.now() - this.#began;
    const video = document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    video.srcObject = stream;
    document.body.append(video);
    const firstFrame = new Promise<number>((resolve) => {
      video.requestVideoFrameCallback((now) => resolve(now - this.#began));
    });
    void video.play();
    return { streamReady, firstFrame: await firstFrame };
  }
}

/** How long a voice chat takes to start once the browser has handed out the microphone. */
export async function sinceGranted(startVoiceChat: () => Promise<unknown>): Promise<number> {
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  let granted: number | undefined;
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await real(constraints);
    granted ??= performance.now();
    return stream;
  };
  await startVoiceChat();
  if (granted === undefined) throw new Error('The voice chat started without a microphone.');
  return performance.now() - granted;
}
