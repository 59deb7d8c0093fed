// Django: the cookie `csrftoken`.
function csrfHeader() {
  const [, token = ''] = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie) ?? [];
  return { 'X-CSRFToken': token };
}
