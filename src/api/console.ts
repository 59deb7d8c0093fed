/**
 * Writes to the console. The only file that does: the log of `debug`, and what a page's author got wrong, once each. What a
 * visitor, the network or the service does is not written: events tell it.
 */

/** What is nobody's mistake: it can happen on every page. */
const notMistakes: readonly unknown[] = [
  ...['microphone_denied', 'microphone_missing', 'microphone_busy', 'microphone_lost', 'unmute_failed'],
  ...['playback_blocked', 'aborted', 'not_connected', 'not_supported'],
  ...['network', 'timeout', 'room_failed', 'media_missing', 'chat_socket_lost', 'lite_socket_lost'],
  ...['server_error', 'rate_limited', 'concurrency_limit'],
];

/** Longer words may be a token that somebody's message quotes. */
const secret = /[\w+=-]{40,}/g;

/** What was written, by what it happened to. */
const told = new WeakMap<object, Set<string>>();

export function writeLog(text: string): void {
  console.debug(`[heygen-avatar] ${text}`);
}

/**
 * Writes a `warning` or `session_error` that nobody has prevented, if it is the author's mistake. `source` is the client
 * or element that it happened to.
 */
export function tellMistake(
  source: object,
  { type, detail }: Pick<CustomEvent<unknown>, 'type' | 'detail'>,
): void {
  const { code, message } = (detail ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code !== 'string' || notMistakes.includes(code)) return;
  const text = `[heygen-avatar] ${code}: ${String(message).replaceAll(secret, '…')}`;
  const before = told.get(source) ?? new Set();
  told.set(source, before);
  if (before.has(text)) return;
  before.add(text);
  if (type === 'warning') console.warn(text);
  else console.error(text);
}
