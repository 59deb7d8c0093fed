// A rate limit that several instances share, in Redis: `createTokenHandler({ rateLimit: { store: redisStore(client) } })`.
// `client` is one of the package `redis` or `@redis/client`, connected.

/** Each client has a key that counts and that Redis forgets when the window is over. */
export function redisStore(client, prefix = 'avatar-token:') {
  return {
    async count(who, window) {
      const key = prefix + who;
      const [, count, ttl] = await client
        .multi()
        .set(key, 0, { expiration: { type: 'EX', value: window }, condition: 'NX' })
        .incr(key)
        .pTTL(key)
        .exec();
      return { count, resetIn: ttl / 1000 };
    },
  };
}
