/** The small elements that every session needs, in a chunk of their own. */

export { HeygenAvatarCaptionsButtonElement } from './captions-button.js';
export { HeygenAvatarEndButtonElement } from './end-button.js';
export { HeygenAvatarInterruptButtonElement } from './interrupt-button.js';
export { HeygenAvatarMicrophoneButtonElement } from './microphone-button.js';
export { HeygenAvatarStatusElement } from './status.js';
export { HeygenAvatarTextInputElement } from './text-input.js';
export { HeygenAvatarVolumeElement } from './volume.js';
