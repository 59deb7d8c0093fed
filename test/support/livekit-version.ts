/** Runs a page's tests with another version of livekit-client than the one that is installed for the package. */

/** To be called before livekit-client is loaded. The alias is one of package.json's `devDependencies`. */
export function replaceLiveKit(alias: string): void {
  const module = (name: string): string =>
    new URL(`/node_modules/${name}/dist/livekit-client.esm.mjs`, location.href).href;
  const map = document.createElement('script');
  map.type = 'importmap';
  map.textContent = JSON.stringify({ imports: { [module('livekit-client')]: module(alias) } });
  document.head.append(map);
}
