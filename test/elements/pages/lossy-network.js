// A service worker: a network that loses the files whose addresses have its `lose` in them, until it is told not to.
const lose = new URL(location.href).searchParams.get('lose');
let loses = true;

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('message', ({ data, ports: [port] }) => {
  loses = data.loses;
  port.postMessage('done');
});
addEventListener('fetch', (event) => {
  if (loses && event.request.url.includes(lose)) event.respondWith(Response.error());
});
