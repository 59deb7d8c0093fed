import StreamingAvatar from 'heygen-avatar/client';

const avatar = new StreamingAvatar({ token: new URL('/avatar-token', location.href) });
await avatar.createStartAvatar({ liveAvatar: { mode: 'repeat' } });
