/** The examples of a token endpoint, each on its own platform: Node, Workers (workerd), Next. WordPress is in test/cms. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { startSandbox, type Sandbox } from '../../demo/sandbox/sandbox.js';
import { apiKey, context, read, site, type PageAnswer } from './page.js';
import { run } from './programs.js';

const wayne = 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a';
const project = fileURLToPath(new URL('../../', import.meta.url));
const examples = join(project, 'demo/token-endpoint');

/** A started example: how a request reaches it, and how it ends. */
interface Example {
  send(init: RequestInit): Promise<Response>;
  /** The status and text that it answers to a POST of `size` bytes before any of them has arrived. */
  announce(size: number): Promise<{ status: number; text: string }>;
  end(): Promise<void>;
}

interface Platform {
  name: string;
  start(folder: string, env: Record<string, string>): Promise<Example>;
}

const at = (url: string, end: Example['end']): Example => ({
  send: (init) => fetch(url, init),
  // fetch would send the body all the same, and lose the answer if the server closes the connection meanwhile.
  announce: (size) =>
    new Promise((resolve, reject) => {
      const headers = { Origin: site, 'Content-Type': 'application/json', 'Content-Length': size };
      const asked = request(url, { method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text });
          asked.destroy();
        });
      });
      asked.once('error', reject);
      asked.flushHeaders();
    }),
  end,
});

const platforms: readonly Platform[] = [
  {
    name: 'Node',
    async start(_folder, env) {
      const own = { ...env, PORT: '0', HOST: '127.0.0.1' };
      const node = await run(process.execPath, [join(examples, 'node.mjs')], /ready at (\S+)/, { env: own });
      return at(node.ready[1] ?? '', () => node.end());
    },
  },
  {
    name: 'Workers, with Hono',
    async start(folder, env) {
      await bundleWorker(folder);
      await writeFile(join(folder, 'config.capnp'), workerdConfig(env));
      const workerd = fileURLToPath(import.meta.resolve('workerd')).replace(
        /lib[\\/]main\.js$/,
        'bin/workerd',
      );
      const args = ['serve', 'config.capnp', '--experimental', '--control-fd=1'];
      const worker = await run(workerd, args, /"socket":"http","port":(\d+)/, { cwd: folder });
      return at(`http://127.0.0.1:${worker.ready[1]}/avatar-token`, () => worker.end());
    },
  },
  {
    name: 'Next',
    async start(_folder, env) {
      Object.assign(process.env, env);
      const route = (await import(
        new URL('../../demo/token-endpoint/next-route.mjs', import.meta.url).href
      )) as {
        POST: (request: Request, context: unknown) => Promise<Response>;
      };
      for (const name of Object.keys(env)) delete process.env[name];
      const send = (init: RequestInit): Promise<Response> =>
        route.POST(new Request('http://localhost:3000/avatar-token', init), { params: Promise.resolve({}) });
      const announce = async (size: number): Promise<{ status: number; text: string }> => {
        const headers = { Origin: site, 'Content-Type': 'application/json', 'Content-Length': String(size) };
        const response = await send({ method: 'POST', headers, body: '{}' });
        return { status: response.status, text: await response.text() };
      };
      return { send, announce, end: () => Promise.resolve() };
    },
  },
];

describe('the token endpoint', () => {
  let sandbox: Sandbox;
  let folder = '';

  before(async () => {
    sandbox = await startSandbox();
    folder = await realpath(await mkdtemp(join(tmpdir(), 'token-endpoint-')));
  });
  after(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const { name, start } of platforms) {
    describe(`on ${name}`, () => {
      let example: Example | undefined;

      before(async () => {
        const own = join(folder, name.replaceAll(/\W/g, ''));
        await mkdir(own);
        example = await start(own, {
          LIVEAVATAR_API_KEY: apiKey,
          LIVEAVATAR_URL: sandbox.url,
          AVATAR_ID: wayne,
          CONTEXT_ID: context,
          ALLOWED_ORIGINS: site,
        });
      });
      after(() => example?.end());

      const post = async (body: string, headers: Record<string, string> = {}): Promise<PageAnswer> => {
        assert.ok(example);
        const all = { Origin: site, 'Content-Type': 'application/json', ...headers };
        const reply = await read(await example.send({ method: 'POST', headers: all, body }));
        assert.ok(
          !JSON.stringify([reply.text, ...reply.headers]).includes(apiKey),
          'the key is in an answer',
        );
        return reply;
      };

      it('gives a page of the site a token for the session that the site wants', async () => {
        const { status, token, text, headers } = await post('{"quality":"low"}');
        assert.equal(status, 200, text);
        assert.equal(headers.get('Cache-Control'), 'no-store');
        const payload = Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString();
        const { start_session_data: data } = JSON.parse(payload) as { start_session_data: unknown };
        assert.deepEqual(data, {
          mode: 'FULL',
          avatar_id: wayne,
          avatar_persona: { context_id: context },
          video_settings: { quality: 'low' },
          max_session_duration: 600,
        });
      });

      it('gives a page of another site none, and says why', async () => {
        const { status, error } = await post('{}', { Origin: 'https://evil.example' });
        assert.deepEqual([status, error?.code], [403, 'forbidden']);
      });

      it('answers a body of 5 MB with 413', async () => {
        assert.ok(example);
        const { status, text } = await example.announce(5 * 1024 * 1024);
        assert.equal(status, 413, text);
        assert.match(text, /"code":"invalid_option"/);
      });

      it('ends a burst with 429', async () => {
        const statuses: number[] = [];
        for (let index = 0; index < 45; index += 1) statuses.push((await post('{}')).status);
        // A minute may end in between, and what came before counts too.
        assert.ok(statuses.includes(429), statuses.join(' '));
        assert.ok(statuses.filter((status) => status === 200).length <= 40, statuses.join(' '));
      });
    });
  }

  it('is under sixty lines on every platform', async () => {
    for (const file of ['node.mjs', 'worker.mjs', 'next-route.mjs', 'redis-store.mjs']) {
      const lines = (await readFile(join(examples, file), 'utf8')).split('\n').length;
      assert.ok(lines < 60, `${file} has ${lines}`);
    }
  });
});

/** As wrangler would: everything in one module, but for what the runtime has built in. */
async function bundleWorker(folder: string): Promise<void> {
  await build({
    configFile: false,
    root: project,
    publicDir: false,
    logLevel: 'silent',
    resolve: { alias: { 'heygen-avatar/server': join(project, 'src/server.ts') } },
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'es2022',
      lib: { entry: join(examples, 'worker.mjs'), formats: ['es'], fileName: () => 'worker.mjs' },
      rolldownOptions: { external: ['cloudflare:workers'] },
    },
  });
}

function workerdConfig(env: Record<string, string>): string {
  const texts = Object.entries(env).map(
    ([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-01-01",
  bindings = [${texts.join(', ')}, (name = "CLIENTS", durableObjectNamespace = "ClientCount")],
  durableObjectNamespaces = [(className = "ClientCount", uniqueKey = "clients")],
  durableObjectStorage = (inMemory = void),
);
`;
}
