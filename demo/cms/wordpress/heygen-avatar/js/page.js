// Gives each avatar that WordPress put on the page a way to its session tokens. A nonce that a page cache has kept too
// long is refused together with a fresh one, and then asked with that.

const selector = 'heygen-avatar[data-wordpress]';
const product = new URL('../assets/heygen-avatar.js', import.meta.url);
product.search = new URL(import.meta.url).search;

/** A nonce fresher than the page's. */
let fresh;

async function tokenFor(avatar, signal) {
  const { url, session, nonce } = JSON.parse(avatar.dataset.wordpress);
  let answer = await ask(url, { session, nonce: fresh ?? nonce }, signal);
  if (answer.nonce) {
    fresh = answer.nonce;
    answer = await ask(url, { session, nonce: fresh }, signal);
  }
  if (answer.token) return answer.token;
  const { code, message, retryable, retryAfter } = answer.error;
  // The very address of the page's other script, so that nothing is loaded twice.
  const { StreamingAvatarError } = await import(product.href);
  throw new StreamingAvatarError(code, message, { status: answer.status, retryable, retryAfter });
}

async function ask(url, fields, signal) {
  const body = new URLSearchParams({ action: 'heygen_avatar_token', ...fields });
  const response = await fetch(url, { method: 'POST', body, signal });
  const answer = await response.json().catch(() => undefined);
  if (answer?.token || answer?.error) return { ...answer, status: response.status };
  throw new Error(
    `${url} answered ${response.status} and no token. Check that the plugin is active, and that no security plugin or server rule blocks admin-ajax.php for visitors.`,
  );
}

function equip(avatars) {
  for (const avatar of avatars) avatar.tokenProvider ??= (_request, { signal }) => tokenFor(avatar, signal);
}

// Also for themes that load pages or posts without leaving the document.
new MutationObserver((records) => {
  for (const { addedNodes } of records) {
    for (const node of addedNodes) {
      if (!(node instanceof Element)) continue;
      if (node.matches(selector)) equip([node]);
      equip(node.querySelectorAll(selector));
    }
  }
}).observe(document, { childList: true, subtree: true });
equip(document.querySelectorAll(selector));
