/** What a service knows of its sessions, and what it holds against a page: two at once, or one that nobody stops. */

export type ServiceUnderTest = 'interactive-avatar' | 'liveavatar';

/** A session that is over holds its caller up for no longer than this, in milliseconds: another try goes on behind it. */
const longestRelease = 4_900;
/** How long after a session is nobody's its end has to be asked for, in milliseconds. */
const grace = 1_500;

export interface BookEntry {
  readonly id: string;
  readonly service: ServiceUnderTest;
  readonly token: string;
  /** The client or element it was opened for. */
  readonly owner: string;
  /** The page's own server opened it: it is the page's once its client has taken it over. */
  readonly foreign: boolean;
  /** When its opening call was sent, and when the service acted on it. */
  readonly askedAt: number;
  readonly openedAt: number;
  startedAt: number | undefined;
  billedFrom: number | undefined;
  /** When the opening call was over for the page, whatever it was told. */
  toldAt: number | undefined;
  /** The page was told the id. */
  idKnown: boolean;
  endedAt: number | undefined;
  endedBy: 'stop' | 'service' | undefined;
  /** When the page sent calls to stop it. */
  readonly stopsSent: number[];
}

export class Books {
  readonly entries: BookEntry[] = [];
  /** Tokens, whom they were minted for, and whether a session was opened with them. */
  readonly tokens = new Map<string, { readonly owner: string; opened: boolean }>();
  readonly #now: () => number;
  readonly #violate: (rule: string, detail: string) => void;

  constructor(now: () => number, violate: (rule: string, detail: string) => void) {
    this.#now = now;
    this.#violate = violate;
  }

  open(entry: Pick<BookEntry, 'id' | 'service' | 'token' | 'owner' | 'askedAt' | 'foreign'>): BookEntry {
    const opened: BookEntry = {
      ...entry,
      openedAt: this.#now(),
      startedAt: undefined,
      billedFrom: undefined,
      toldAt: undefined,
      idKnown: false,
      endedAt: undefined,
      endedBy: undefined,
      stopsSent: [],
    };
    for (const other of this.entries) this.#expectNotBeside(other, opened);
    this.entries.push(opened);
    return opened;
  }

  end(entry: BookEntry | undefined, by: BookEntry['endedBy']): void {
    if (!entry || entry.endedAt !== undefined) return;
    entry.endedAt = this.#now();
    entry.endedBy = by;
  }

  byId(id: unknown): BookEntry | undefined {
    return this.entries.find((entry) => entry.id === id);
  }

  byToken(token: string): BookEntry | undefined {
    return this.entries.findLast((entry) => entry.token === token);
  }

  /** Those the page could stop and has to: of LiveAvatar its token is enough, of Interactive Avatar it takes the id. */
  get stoppable(): BookEntry[] {
    return this.entries.filter(
      (entry) =>
        entry.endedAt === undefined &&
        (entry.service === 'liveavatar' ? entry.toldAt !== undefined : entry.idKnown),
    );
  }

  /** Every session that nobody holds has been asked to stop. */
  expectAsked(rule: string, isNobodys: (entry: BookEntry) => boolean): void {
    for (const entry of this.stoppable) {
      const known = entry.toldAt ?? Infinity;
      if (entry.stopsSent.length > 0 || this.#now() - known < grace || !isNobodys(entry)) continue;
      this.#violate(rule, `${entry.id} of ${entry.owner} is open, and no stop was sent`);
    }
  }

  /** Nothing that the page could stop is open. */
  expectClosed(rule: string, held: (entry: BookEntry) => boolean): void {
    for (const entry of this.stoppable) {
      if (!held(entry)) continue;
      const billed = entry.billedFrom === undefined ? 'not started' : 'bills';
      this.#violate(
        rule,
        `${entry.id} of ${entry.owner} is open (${billed}, ${entry.stopsSent.length} stops sent)`,
      );
    }
  }

  /** Not while the one before is open, unless the page cannot know of it yet, or has waited for its end long enough. */
  #expectNotBeside(older: BookEntry, newer: BookEntry): void {
    if (
      newer.foreign ||
      older.owner !== newer.owner ||
      older.endedAt !== undefined ||
      older.askedAt > newer.askedAt
    )
      return;
    if (older.toldAt === undefined || older.toldAt >= newer.askedAt) return;
    if (older.service === 'interactive-avatar' && !older.idKnown) return;
    const [firstStop] = older.stopsSent;
    if (firstStop !== undefined && newer.askedAt - firstStop >= longestRelease) return;
    const why = firstStop === undefined ? 'nobody has stopped it' : 'its end was not waited for';
    this.#violate('two sessions at once', `${newer.id} opened beside ${older.id} of ${newer.owner}: ${why}`);
  }
}
