import 'heygen-avatar';
import { provideZoneChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { AboutPage } from './about-page';
import { App } from './app';
import { AvatarPage } from './avatar-page';

bootstrapApplication(App, {
  providers: [
    // Works without zone.js too, as new applications are made.
    provideZoneChangeDetection({ eventCoalescing: true }),
    provideRouter([
      { path: '', component: AvatarPage },
      { path: 'about', component: AboutPage },
    ]),
  ],
}).catch((error: unknown) => console.error(error));
