/** How often a client may ask for a token: fixed windows, counted in memory or in a store that instances share. */

/** Where clients are counted. One method, so that a Redis or a Durable Object is a few lines. */
export interface RateLimitStore {
  /**
   * Counts one more request of a client, whose window of that many seconds began with its first. Rejecting refuses the
   * token with `server_error`: nobody gets past a limit that cannot be counted.
   */
  count(client: string, window: number): Promise<RateCount> | RateCount;
}

export interface RateCount {
  /** Requests in this window, this one included. */
  readonly count: number;
  /** Seconds until the next window. */
  readonly resetIn: number;
}

export interface RateLimit {
  /** Tokens for one client in one window. Default 20. */
  readonly limit?: number | undefined;
  /** Length of a window, in seconds. Default 60. */
  readonly window?: number | undefined;
  /** Default: this process's memory, in which each instance counts for itself. */
  readonly store?: RateLimitStore | undefined;
}

/** Clients that are told apart at a time: some megabytes at most. */
const mostClients = 10_000;

interface Window {
  count: number;
  endsAt: number;
}

/**
 * Counts in memory that does not grow: past `mostClients` in one window, all further ones share a count. Dropping
 * somebody's count instead would let a client with many addresses start afresh.
 */
export class MemoryStore implements RateLimitStore {
  readonly #windows = new Map<string, Window>();
  readonly #now: () => number;

  /** `now` gives milliseconds. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Clients told apart right now. */
  get size(): number {
    return this.#windows.size;
  }

  count(client: string, window: number): RateCount {
    const now = this.#now();
    this.#forget(now);
    const known = this.#windows.has(client) || this.#windows.size < mostClients;
    const name = known ? client : 'all others';
    let entry = this.#windows.get(name);
    if (!entry || entry.endsAt <= now) {
      entry = { count: 0, endsAt: now + window * 1000 };
      // Anew, so that the map's order stays that of the windows' ends.
      this.#windows.delete(name);
      this.#windows.set(name, entry);
    }
    entry.count += 1;
    return { count: entry.count, resetIn: Math.max(0, (entry.endsAt - now) / 1000) };
  }

  /** The oldest come first, so that this ends at the first window that is still open. */
  #forget(now: number): void {
    for (const [client, { endsAt }] of this.#windows) {
      if (endsAt > now) return;
      this.#windows.delete(client);
    }
  }
}

/**
 * What a client is counted by unless `clientKey` says otherwise: the address that the adapter or the runtime vouches
 * for. Headers such as X-Forwarded-For are not looked at, for without a proxy in front anybody can make them up;
 * where there is no address, everybody shares one count.
 */
export function addressOf(request: Request, context: unknown): string {
  const { ip } = (typeof context === 'object' && context !== null ? context : {}) as { ip?: unknown };
  if (typeof ip === 'string' && ip) return network(ip);
  // Where Cloudflare has set `cf`, it has also overwritten what a client sent as that header.
  const cloudflare = (request as { cf?: unknown }).cf ? request.headers.get('CF-Connecting-IP') : null;
  return cloudflare ? network(cloudflare) : 'everybody';
}

/** An IPv6 address stands for its /64, all of which one client has. */
function network(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped || !ip.includes(':')) return mapped ?? ip;
  const [head = '', tail] = ip.toLowerCase().split('%')[0]?.split('::') ?? [];
  const groups = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...after];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
