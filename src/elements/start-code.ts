/**
 * What is loaded with the first start. One module for one `import()`: Jest's module loader fails where two that share
 * code are under way (https://github.com/jestjs/jest/issues/11434).
 */

export { StreamingAvatar } from '../session/streaming-avatar.js';
export { prepareSession, sessionConfig } from './start-request.js';
