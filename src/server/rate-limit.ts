/** How often a client may ask for a token: fixed windows, counted in memory or in a store that instances share. */

/** Counts requests. One method, so a Redis or a Durable Object takes a few lines. */
export interface RateLimitStore {
  /**
   * Counts one more request of a client. The window, in seconds, begins with the client's first request. If this
   * rejects, the token is refused with `server_error`.
   */
  count(client: string, window: number): Promise<RateCount> | RateCount;
}

export interface RateCount {
  /** Requests in this window, including this one. */
  readonly count: number;
  /** Seconds until the next window. */
  readonly resetIn: number;
}

export interface RateLimit {
  /** Tokens for one client in one window. Default 20. */
  readonly limit?: number | undefined;
  /** Length of a window, in seconds. Default 60. */
  readonly window?: number | undefined;
  /** Default: this process's memory. Each instance then counts for itself. */
  readonly store?: RateLimitStore | undefined;
}

/** The most clients counted separately, which takes a few megabytes. */
const mostClients = 10_000;

interface Window {
  count: number;
  endsAt: number;
}

/**
 * Counts in memory of a fixed size: past `mostClients` in one window, all further clients share a count. Dropping a
 * count instead would let a client with many addresses start over.
 */
export class MemoryStore implements RateLimitStore {
  readonly #windows = new Map<string, Window>();
  readonly #now: () => number;

  /** `now` gives milliseconds. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Clients counted separately right now. */
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
 * Identifies a client unless `clientKey` does: the address from the adapter or the runtime. Ignores headers like
 * X-Forwarded-For, which anybody can make up without a proxy in front. Without an address, all clients share one count.
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
