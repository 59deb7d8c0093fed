import { Component, CUSTOM_ELEMENTS_SCHEMA, ElementRef, inject, signal, viewChild } from '@angular/core';
import { ActivatedRoute, RouterLink } from '@angular/router';
import type { HeygenAvatarElement, HeygenAvatarEventMap, SessionState } from 'heygen-avatar';

@Component({
  imports: [RouterLink],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>An avatar in Angular</h1>
    @if (shown()) {
      <heygen-avatar
        #avatar
        token-url="/avatar-token"
        base-path="/liveavatar"
        avatar-name="dd73ea75-1218-4ef3-92ce-606d5f7fbc0a"
        controls
        [service]="service"
        [autostart]="false"
        [muted]="muted()"
        [strings]="strings"
        (stream_ready)="countReady()"
        (state_changed)="showStatus($event)"
      >
        <img slot="poster" src="/poster.svg" alt="" />
      </heygen-avatar>
    }
    <p>
      Status: <output data-test="status">{{ status() }}</output>, started
      <output data-test="ready">{{ ready() }}</output> times
    </p>
    <p>
      <button data-test="speak" [disabled]="!shown() || status() !== 'live'" (click)="speak()">
        Say hello
      </button>
      <button data-test="toggle" (click)="shown.set(!shown())">{{ shown() ? 'Remove' : 'Show' }}</button>
      <label
        ><input type="checkbox" data-test="muted" [checked]="muted()" (change)="muted.set(!muted())" />
        Muted</label
      >
    </p>
    <a routerLink="/about" data-test="away">About</a>
  `,
})
export class AvatarPage {
  readonly service =
    inject(ActivatedRoute).snapshot.queryParamMap.get('service') === 'liveavatar'
      ? 'liveavatar'
      : 'simulated';
  readonly strings = { start: 'Meet Wayne' };

  readonly avatar = viewChild<ElementRef<HeygenAvatarElement>>('avatar');
  readonly shown = signal(true);
  readonly muted = signal(false);
  readonly ready = signal(0);
  readonly status = signal<SessionState['status']>('idle');

  countReady(): void {
    this.ready.update((ready) => ready + 1);
  }

  showStatus({ detail }: HeygenAvatarEventMap['state_changed']): void {
    this.status.set(detail.state.status);
  }

  speak(): void {
    void this.avatar()?.nativeElement.speak('Hello');
  }
}
