// The apps of demo/frameworks, one row each. Each has the scripts `build` and `types`, which its own tools do.

/** How a built app is served. */
export type Serving =
  /** By any file server: this folder, with `fallback` for the addresses of the app's own router. */
  | { readonly folder: string; readonly fallback?: string }
  /** By its own server: a file of the app, or of a package that it has. It gets its port by `PORT`. */
  | { readonly server: string; readonly args?: readonly string[]; readonly ready: RegExp };

export interface App {
  /** As the table of results has it. */
  readonly name: string;
  /** In demo/frameworks. */
  readonly folder: string;
  readonly serving: Serving;
  /** Whether the server's answer has the tag in it. */
  readonly rendersOnServer: boolean;
  /** The path of a page that a server component renders. */
  readonly serverComponent?: string;
}

export const apps: readonly App[] = [
  {
    name: 'Plain HTML',
    folder: 'html',
    serving: { folder: 'site' },
    rendersOnServer: true,
  },
  {
    name: 'React 18',
    folder: 'react-18',
    serving: { folder: 'dist', fallback: 'index.html' },
    rendersOnServer: false,
  },
  {
    name: 'React 19',
    folder: 'react-19',
    serving: { folder: 'dist', fallback: 'index.html' },
    rendersOnServer: false,
  },
  {
    name: 'Next 16, app router',
    folder: 'next',
    serving: { server: 'next/dist/bin/next', args: ['start'], ready: /ready in/i },
    rendersOnServer: true,
    serverComponent: '/server-component',
  },
  {
    name: 'Solid',
    folder: 'solid',
    serving: { folder: 'dist', fallback: 'index.html' },
    rendersOnServer: false,
  },
  {
    name: 'Vue 3',
    folder: 'vue',
    serving: { folder: 'dist', fallback: 'index.html' },
    rendersOnServer: false,
  },
  {
    name: 'Nuxt 4',
    folder: 'nuxt',
    serving: { server: './.output/server/index.mjs', ready: /listening/i },
    rendersOnServer: true,
  },
  {
    name: 'Svelte 5',
    folder: 'svelte',
    serving: { folder: 'dist', fallback: 'index.html' },
    rendersOnServer: false,
  },
  {
    name: 'SvelteKit 3',
    folder: 'sveltekit',
    serving: { server: './build/index.js', ready: /listening/i },
    rendersOnServer: true,
  },
  {
    name: 'Angular 22',
    folder: 'angular',
    serving: { folder: 'dist', fallback: 'index.html' },
    rendersOnServer: false,
  },
];
