const avatar = document.querySelector('heygen-avatar');

console.table(await avatar.diagnose({ token: 'a session token' }));
