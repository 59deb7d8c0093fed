// The bench's pages, each built for production by itself and served from memory. Nothing is cached by the browser:
// every visit is a first one.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

const names = ['ours', 'element', 'official', 'official-live-avatar', 'bare', 'bare-cold'] as const;
export type PageName = (typeof names)[number];

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function servePages(): Promise<PageServer> {
  const files = new Map<string, string>();
  for (const name of names) {
    for (const [path, content] of await buildPage(name)) files.set(path, content);
  }
  const server = createServer(({ url = '/' }, response) => {
    const content = files.get(url);
    const type = url.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(content === undefined ? 404 : 200, {
      'Content-Type': `${type}; charset=utf-8`,
      'Cache-Control': 'no-store',
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function buildPage(name: PageName): Promise<[path: string, content: string][]> {
  const input = fileURLToPath(new URL(`pages/${name}.ts`, import.meta.url));
  const result = (await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    base: './',
    build: {
      write: false,
      target: 'es2022',
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1000,
      rolldownOptions: { input },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = result.output.filter((output) => output.type === 'chunk');
  const entry = chunks.find(({ isEntry }) => isEntry)?.fileName;
  const page = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>${name}</title><link rel="icon" href="data:," /></head>
  <body><script type="module" src="${entry}"></script></body>
</html>`;
  return [
    [`/${name}/`, page],
    ...chunks.map(({ fileName, code }): [string, string] => [`/${name}/${fileName}`, code]),
  ];
}
