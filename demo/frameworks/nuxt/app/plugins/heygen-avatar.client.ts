import 'heygen-avatar';
import type {} from 'heygen-avatar/types/vue';

export default defineNuxtPlugin(() => {});
