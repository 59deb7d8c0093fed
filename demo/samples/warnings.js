const avatar = document.querySelector('heygen-avatar');

avatar.addEventListener('warning', ({ detail }) => console.warn(detail.code, detail.option, detail.message));
