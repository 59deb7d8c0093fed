import { createRouter } from 'sv-router';
import AboutPage from './AboutPage.svelte';
import AvatarPage from './AvatarPage.svelte';

export const { p, route } = createRouter({ '/': AvatarPage, '/about': AboutPage });
