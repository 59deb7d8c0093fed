/**
 * The script of `embed.html`, the page for sites that can only add an iframe. The `<meta name="heygen-avatar:…">` tags of
 * the copy that the site hosts configure the avatar; the address may change how it looks, and nothing else. Pages of the
 * named origins control it by messages.
 */

import type { HeygenAvatarElement } from '../elements/heygen-avatar.js';

/** How metas and messages are called. */
const prefix = 'heygen-avatar:';
/** What the address of the frame may set: neither where tokens come from, nor what costs money, nor what loads a file. */
const byQuery = ['controls', 'muted', 'volume', 'lang'];
/** Longest text that a message may have the avatar say. */
const longestText = 10_000;

/** What the embedding page is told of, and which fields of it: never what is said, and nothing of a token. */
const told: Readonly<Record<string, readonly string[]>> = {
  stream_ready: [],
  stream_disconnected: [],
  avatar_start_talking: [],
  avatar_stop_talking: [],
  user_start: [],
  user_stop: [],
  playback_blocked: ['reason'],
  playback_started: [],
  reconnecting: [],
  reconnected: [],
  time_remaining: ['seconds'],
  idle_warning: ['seconds', 'reason'],
  session_error: ['code', 'retryable'],
  session_ended: ['reason', 'seconds', 'turns'],
};

const metas = readMetas();
const origins = (metas.get('origins') ?? '').split(/\s+/).filter(isOrigin);
const avatar: HeygenAvatarElement = document.createElement('heygen-avatar');

// The page's address first: what the site has written wins.
for (const [name, value] of new URLSearchParams(location.search)) {
  // Without controls the visitor couldn't end a session. The tag splits lists in the same way.
  if (byQuery.includes(name) && !value.split(/[\s,]+/).includes('none')) avatar.setAttribute(name, value);
}
for (const [name, value] of metas) if (name !== 'origins') setAttribute(name, value);
// A named origin that embeds this page hears of it without asking.
let embedder = origins.find((origin) => origin === embeddingOrigin());
document.body.append(avatar);

if (parent !== window && origins.length > 0) {
  addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== parent || !origins.includes(origin)) return;
    embedder = origin;
    void answer(data);
  });
  avatar.addEventListener('state_changed', tellState);
  for (const [name, fields] of Object.entries(told)) {
    avatar.addEventListener(name, (event) =>
      tell(name, pick((event as CustomEvent<unknown>).detail, fields)),
    );
  }
  void customElements.whenDefined('heygen-avatar').then(tellState);
}

/** By name, without the prefix. */
function readMetas(): Map<string, string> {
  const found = document.querySelectorAll<HTMLMetaElement>(`meta[name^="${prefix}"]`);
  return new Map([...found].map(({ name, content }) => [name.slice(prefix.length), content]));
}

/** Names that aren't attributes of the tag, handlers like `onclick` above all, are left out. */
function setAttribute(name: string, value: string): void {
  if (/^(?!on|style$)[a-z][a-z-]*$/.test(name)) avatar.setAttribute(name, value);
}

function isOrigin(text: string): boolean {
  return originOf(text) === text;
}

function embeddingOrigin(): string | undefined {
  // Not every browser has a list of ancestors.
  return originOf(location.ancestorOrigins?.[0] ?? document.referrer);
}

function originOf(address: string): string | undefined {
  try {
    return new URL(address).origin;
  } catch {
    return undefined;
  }
}

/** Does what a message asks for. One with an `id` is answered. */
async function answer(data: unknown): Promise<void> {
  const { type, id, text } = (typeof data === 'object' && data ? data : {}) as Record<string, unknown>;
  if (typeof type !== 'string' || !type.startsWith(prefix)) return;
  const command = commands.get(type.slice(prefix.length));
  if (!command) return;
  let result: Record<string, unknown> = { ok: true };
  try {
    await customElements.whenDefined('heygen-avatar');
    await command(text);
  } catch (error) {
    result = { ok: false, ...pick(error, ['code', 'retryable']) };
  }
  if (typeof id === 'string' || typeof id === 'number') tell('answer', { id, ...result });
}

const commands = new Map<unknown, (text: unknown) => unknown>([
  ['start', () => avatar.start()],
  ['stop', () => avatar.stop()],
  ['speak', speak],
  ['state', tellState],
]);

async function speak(text: unknown): Promise<void> {
  if (typeof text !== 'string' || text.length > longestText)
    throw Object.assign(new Error('A text is missing, or too long.'), {
      code: 'invalid_option',
      retryable: false,
    });
  await avatar.speak({ text, taskType: 'repeat' });
}

function tellState(): void {
  const { state } = avatar;
  const error = 'error' in state ? pick(state.error, ['code', 'retryable']) : undefined;
  tell('state_changed', {
    ...pick(state, ['status', 'phase', 'reason', 'talking']),
    ...(error && { error }),
  });
}

/** Only to an embedder that the site has named: the browser drops a message to any other origin. */
function tell(name: string, detail: Record<string, unknown>): void {
  if (embedder) parent.postMessage({ type: prefix + name, ...detail }, embedder);
}

/** Fields with plain values. */
function pick(from: unknown, fields: readonly string[]): Record<string, unknown> {
  const values = (from ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    fields
      .filter((name) => ['string', 'number', 'boolean'].includes(typeof values[name]))
      .map((name) => [name, values[name]]),
  );
}
