/** `heygen-avatar/client`: the drop-in for `@heygen/streaming-avatar`. No Lit, no custom elements, no side effects. */

export { StreamingAvatar, StreamingAvatar as default } from './session/streaming-avatar.js';
export * from './api/exports.js';
