// With CUSTOM_ELEMENTS_SCHEMA Angular takes every attribute, binding and event name of a tag with a dash. What it knows
// is the element's type: methods and properties of a reference, and what a listener is given.
import 'heygen-avatar';
import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';

@Component({
  selector: 'wrong-page',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <heygen-avatar #avatar (click)="avatar.speek('Hello')" />
    <!-- wrong: method -->
    <heygen-avatar (stream_ready)="use($event.detail.getTrack())" />
    <!-- wrong: detail -->
    <heygen-avatar (state_changed)="use($event.detail.status)" />
    <!-- wrong: detail -->
    <heygen-avatar (streem_ready)="use($event.detail)" />
    <!-- wrong: event name, whose listener gets a plain Event -->
    <heygen-avatar #other (click)="use(other.qualty)" />
    <!-- wrong: property of a reference -->
    <heygen-avatar #third (click)="third.quality = 'hgh'" />
    <!-- wrong: property's value -->
    <heygen-avatar activity-idle-timeot="60" />
    <!-- unseen: attribute -->
    <heygen-avatar [qualty]="'high'" />
    <!-- unseen: bound property -->
    <heygen-avatar (streem_ready)="use(1)" />
    <!-- unseen: event name whose listener does not use the event -->
    <heygen-avatar-start-button slot="strat" />
    <!-- unseen: slot -->
  `,
})
export class WrongPage {
  use(value: unknown): void {
    console.log(value);
  }
}
