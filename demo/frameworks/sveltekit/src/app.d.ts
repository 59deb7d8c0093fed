import 'heygen-avatar/types/svelte';
