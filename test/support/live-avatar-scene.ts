/** A session of LiveAvatar of which a test chooses every option, with the sandbox's books of it. */

import type { WarningDetail } from '../../src/api/events.js';
import type { StartAvatarOptions } from '../../src/api/requests.js';
import { Scene } from '../behaviour/scene.js';
import { Corner, type BookEntry, type Books } from './sandbox-books.js';
import { tokenUrlOf } from './sandbox-tokens.js';

/** What the books have beyond those of the other service. */
export interface LiveAvatarEntry extends BookEntry {
  service: string;
  context: string | null;
  commands: Record<string, unknown>[];
  opening_text_spoken: boolean;
  sockets: number;
  utterances: number;
  audio_seconds: number;
  dropped_commands: number;
}

export class LiveAvatarScene extends Scene {
  readonly corner: Corner;

  static async open(): Promise<LiveAvatarScene> {
    return new LiveAvatarScene(await Corner.open());
  }

  private constructor(corner: Corner) {
    super({
      config: (trouble) => ({ token: tokenUrlOf(corner, 'liveavatar', trouble), basePath: corner.url }),
      request: (): StartAvatarOptions => ({ quality: 'low' }),
      closed: async () => void (await corner.until(({ open }) => open === 0)),
    });
    this.corner = corner;
  }

  /** The warnings so far. */
  get warnings(): WarningDetail[] {
    return this.log.of('warning') as WarningDetail[];
  }

  /** What the books say of the scene's one session. */
  async entry(shows: (entry: LiveAvatarEntry) => boolean = () => true): Promise<LiveAvatarEntry> {
    const first = ({ sessions: [session] }: Books): LiveAvatarEntry | undefined => session as LiveAvatarEntry;
    const books = await this.corner.until((all) => {
      const entry = first(all);
      return entry !== undefined && shows(entry);
    }, 15_000);
    return first(books) as LiveAvatarEntry;
  }

  /** Everything is released, and the books show nothing open. */
  override async end(): Promise<void> {
    await super.end();
    await this.place.closed();
  }
}
