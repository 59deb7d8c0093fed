/** `heygen-avatar/client`: the drop-in for `@heygen/streaming-avatar`. No Lit, no custom elements, no side effects. */

export { StreamingAvatar, StreamingAvatar as default } from './session/streaming-avatar.js';
export type * from './api/diagnosis.js';
export type * from './api/clock.js';
export * from './api/enums.js';
export * from './api/errors.js';
export * from './api/events.js';
export type * from './api/phases.js';
export type * from './api/requests.js';
export type * from './api/simulated-script.js';
export type * from './api/state.js';
export type * from './api/transcript.js';
