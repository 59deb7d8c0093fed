/** The first half of a start: a token, and the session that the service opens for it, however late its answer comes. */

import { sessionError } from '../api/error-table.js';
import { StreamingAvatarError } from '../api/errors.js';
import type { TokenReason } from '../api/requests.js';
import type { Room, RoomOptions } from '../media/room.js';
import { preferredVideoCodec } from '../media/video-codec.js';
import type { OpenSession, ServiceEvent } from '../services/service.js';
import type { Backend } from './ports.js';
import type { RunOptions } from './run-options.js';
import type { Step } from './step.js';

/** An answer to the opening call is listened for this many times as long as it is waited for: there is a session in it. */
const lateAnswer = 3;

export class Opening {
  readonly #options: RunOptions;
  readonly #step: Step;
  readonly #over: AbortSignal;
  readonly #emit: (event: ServiceEvent) => void;
  #pending: Promise<OpenSession> | undefined;
  #session: OpenSession | undefined;
  #backend: Backend | undefined;

  /** `over` is aborted when the run is. */
  constructor(options: RunOptions, step: Step, over: AbortSignal, emit: (event: ServiceEvent) => void) {
    this.#options = options;
    this.#step = step;
    this.#over = over;
    this.#emit = emit;
  }

  /** The session, once it is open. */
  get session(): OpenSession | undefined {
    return this.#session;
  }

  /** Gets a token and opens the session. A token source is asked again, once, if the service refuses what it gave. */
  async open(reason: TokenReason = 'start'): Promise<OpenSession> {
    const { request, tokens, basePath, existing, deadlines, ports } = this.#options;
    const videoCodec = preferredVideoCodec();
    // Who mints a token may fix the codec with it, and takes H264 unless it is told otherwise (protocol.md B.3).
    const minted = videoCodec === 'H264' ? request : { ...request, videoEncoding: videoCodec };
    const likely = ports.backend(this.#options.service, tokens.plain);
    // Neither is waited for here: both load while the token and the session are being had.
    const loading = likely.loadService();
    loading.catch(() => undefined);
    void likely.warmUp();

    const token = likely.takesToken
      ? await this.#step('token', (signal) => tokens.get(minted, reason, signal))
      : '';
    // Which service `auto` stands for may be known only now.
    const backend = (this.#backend = ports.backend(this.#options.service, token));
    try {
      return await this.#step('open', async (signal) => {
        const service = await (backend === likely ? loading : backend.loadService());
        signal.throwIfAborted();
        // Not cut short with the run: an answer that is on its way has a session in it. See `stop()`.
        this.#pending = service.open({
          request,
          token,
          plainToken: !tokens.renewable,
          basePath,
          existing,
          clock: ports.clock,
          videoCodec,
          signal: AbortSignal.timeout(deadlines.open * lateAnswer),
          over: this.#over,
          emit: this.#emit,
        });
        // Also where nobody waits for the answer any more: there may be a session in it, which is stopped.
        tokens.spend();
        this.#pending.catch(() => tokens.restore());
        return (this.#session = await this.#pending);
      });
    } catch (error) {
      const refused = error instanceof StreamingAvatarError && error.code === 'unauthorized';
      if (refused && reason === 'start' && tokens.renewable) return this.open('unauthorized');
      throw error;
    }
  }

  /** A room of the kind that goes with the service. */
  async createRoom(options: RoomOptions): Promise<Room> {
    if (!this.#backend) throw sessionError('not_connected');
    return this.#backend.createRoom(options);
  }

  /** Stops the session that is open, or the one that the service is about to answer with. */
  async stop(): Promise<void> {
    if (this.#session) return this.#session.stop();
    const late = await this.#pending?.catch(() => undefined);
    await late?.stop();
  }
}
