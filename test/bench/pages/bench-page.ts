/** What every page of the bench offers to the program that drives it, and how it takes its times. */

export type Service = 'interactive-avatar' | 'liveavatar';

export interface Asked {
  readonly service: Service;
  readonly token: string;
  readonly basePath: string;
  /** Ours: whether the page has called `warmUp()` beforehand. */
  readonly warm?: boolean;
  /** Interactive Avatar: the body of streaming.new, for the page that has no client to make one. */
  readonly open?: unknown;
  readonly voiceChatTransport?: 'websocket' | 'livekit';
}

/** Milliseconds since the start was asked for. */
export interface StartTimes {
  /** Its promise has resolved: the session is ready for commands. */
  readonly started: number;
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
  #ready: { streamReady: number; firstFrame: Promise<number> } | undefined;

  /** Takes the time, plays what is there without sound, and waits for the first frame on the screen. */
  streamReady(play: (video: HTMLVideoElement) => void): void {
    const streamReady = performance.now() - this.#began;
    const video = document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    document.body.append(video);
    const firstFrame = new Promise<number>((resolve) => {
      video.requestVideoFrameCallback((now) => resolve(now - this.#began));
    });
    this.#ready = { streamReady, firstFrame };
    play(video);
  }

  /** All times, once `starting` has resolved and the first frame is there; the stream may be ready before or after. */
  async times(starting: Promise<unknown>, streamReady: Promise<unknown>): Promise<StartTimes> {
    await starting;
    const started = performance.now() - this.#began;
    await streamReady;
    if (!this.#ready) throw new Error('The stream was never played.');
    return { started, streamReady: this.#ready.streamReady, firstFrame: await this.#ready.firstFrame };
  }
}

export function playStream(stream: MediaStream): (video: HTMLVideoElement) => void {
  return (video) => {
    video.srcObject = stream;
    void video.play();
  };
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

/** Waits for a frame of the video that the element plays. */
export function frameOf(element: Element): Promise<void> {
  const video = element.shadowRoot?.querySelector('video');
  return new Promise((resolve) => video?.requestVideoFrameCallback(() => resolve()));
}
