/** The small elements that a page needs only for a session, in a chunk of their own. */

export { HeygenAvatarCaptionsElement } from './captions.js';
export { HeygenAvatarCaptionsButtonElement } from './captions-button.js';
export { HeygenAvatarEndButtonElement } from './end-button.js';
export { HeygenAvatarInterruptButtonElement } from './interrupt-button.js';
export { HeygenAvatarMicrophoneButtonElement } from './microphone-button.js';
export { HeygenAvatarPushToTalkButtonElement } from './push-to-talk-button.js';
export { HeygenAvatarStatusElement } from './status.js';
export { HeygenAvatarTextInputElement } from './text-input.js';
export { HeygenAvatarTranscriptButtonElement } from './transcript-button.js';
export { HeygenAvatarVolumeElement } from './volume.js';
