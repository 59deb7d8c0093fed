import 'heygen-avatar';
import { createApp } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import App from './App.vue';
import AboutPage from './AboutPage.vue';
import AvatarPage from './AvatarPage.vue';

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: AvatarPage },
    { path: '/about', component: AboutPage },
  ],
});

createApp(App).use(router).mount('#app');
