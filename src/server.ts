/** `heygen-avatar/server`: session tokens made on the site's own server, where the API key is. */

export { StreamingAvatarError } from './api/errors.js';
export type { ErrorCode } from './api/errors.js';
export type { LiveAvatarOptions, StartAvatarOptions } from './api/requests.js';
export type { StartAvatarRequest } from './api/sdk-types.js';
export type { AllowedOptions, OptionName, OptionRule } from './server/allowed-options.js';
export type { ErrorAnswer } from './server/error-answer.js';
export { MemoryStore } from './server/rate-limit.js';
export type { RateCount, RateLimit, RateLimitStore } from './server/rate-limit.js';
export type { MintingService, ServiceAccess } from './server/service-call.js';
export { listSessions, stopSession } from './server/sessions.js';
export type { ListedSession } from './server/sessions.js';
export { createTokenHandler } from './server/token-handler.js';
export type { TokenHandler, TokenHandlerOptions } from './server/token-handler.js';
