/** The bench's page with our tag and its default bar, for either service. */

import { defineControls } from '../../../src/define.js';
import { frameOf, sinceGranted } from './bench-page.js';

// Asked for by name: the sources aren't on package.json's list of files with side effects.
void defineControls();

let avatar: HTMLElementTagNameMap['heygen-avatar'];

window.bench = {
  async start({ token, basePath, service }) {
    const begun = performance.now();
    const since = (): number => performance.now() - begun;
    avatar = document.createElement('heygen-avatar');
    Object.assign(avatar, { token, basePath, service, quality: 'low', controls: '', muted: true });
    avatar.style.width = '640px';
    let streamReady = NaN;
    avatar.addEventListener('stream_ready', () => (streamReady = since()));
    document.body.append(avatar);
    await avatar.start();
    const started = since();
    await frameOf(avatar);
    return { started, streamReady, firstFrame: since() };
  },
  voiceChat: () => sinceGranted(() => avatar.startVoiceChat()),
  stop: () => avatar.stop(),
};
