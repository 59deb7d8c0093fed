import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

@Component({
  imports: [RouterLink],
  template: `
    <h1>About</h1>
    <a routerLink="/" data-test="back">Back to the avatar</a>
  `,
})
export class AboutPage {}
