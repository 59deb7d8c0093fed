const avatar = document.querySelector('heygen-avatar');

avatar.tokenProvider = async (request, { signal }) => {
  const response = await fetch('/avatar-token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...csrfHeader() },
    body: JSON.stringify(request),
    signal,
  });
  if (!response.ok) throw new Error(`/avatar-token answered ${response.status}.`);
  return (await response.json()).token;
};

// Laravel and Rails: <meta name="csrf-token"> in the page's head.
function csrfHeader() {
  return { 'X-CSRF-Token': document.querySelector('meta[name=csrf-token]')?.getAttribute('content') ?? '' };
}
