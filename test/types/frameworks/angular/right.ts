import 'heygen-avatar';
import type { HeygenAvatarElement, TokenSource } from 'heygen-avatar';
import { Component, CUSTOM_ELEMENTS_SCHEMA, signal, viewChild, type ElementRef } from '@angular/core';

@Component({
  selector: 'right-page',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <heygen-avatar
      #avatar
      class="wide"
      token-url="/avatar-token"
      quality="high"
      [activityIdleTimeout]="300"
      [strings]="{ start: 'Meet Wayne' }"
      [tokenProvider]="token"
      [autostart]="false"
      [controls]="null"
      (stream_ready)="tracks.set($event.detail.getTracks())"
      (state_changed)="status.set($event.detail.state.status)"
      (volumechange)="volume.set(avatar.volume)"
      (click)="avatar.speak('Hello')"
    >
      <p slot="error">{{ status() }} {{ volume() }} {{ tracks().length }}</p>
      <heygen-avatar-start-button slot="start" title="Start">Start</heygen-avatar-start-button>
    </heygen-avatar>
  `,
})
export class RightPage {
  readonly avatar = viewChild.required<ElementRef<HeygenAvatarElement>>('avatar');
  readonly status = signal<HeygenAvatarElement['state']['status']>('idle');
  readonly tracks = signal<MediaStreamTrack[]>([]);
  readonly volume = signal(1);
  readonly token: TokenSource = async () => (await fetch('/token')).text();

  stop(): Promise<void> {
    return this.avatar().nativeElement.stop();
  }
}
