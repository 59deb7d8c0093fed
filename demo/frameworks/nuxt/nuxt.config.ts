export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  devtools: { enabled: false },
  telemetry: false,
  app: {
    head: {
      title: 'An avatar in Nuxt',
      htmlAttrs: { lang: 'en' },
      link: [{ rel: 'icon', href: '/poster.svg' }],
    },
  },
  vue: {
    compilerOptions: { isCustomElement: (tag) => tag.startsWith('heygen-avatar') },
  },
});
