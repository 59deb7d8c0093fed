// The runs of the bench: one page visit and one session each, in turn, in the same Chromium, on the same sandbox.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { startSandbox, type SandboxProcess } from '../../.config/sandbox-process.js';
import { FaultProxy } from '../support/fault-proxy.js';
import { TcpLink } from '../support/fault-proxy-tcp.js';
import { servePages, type PageName, type PageServer } from './page-server.js';
import type { Asked, Service, StartTimes } from './pages/bench-page.js';

export type Contestant = 'official' | 'ours' | 'ours warmed up' | 'bare' | 'bare cold';

/** Who runs: a page, and whether it has warmed up beforehand. The official SDK is another one for each service. */
const contestants: Readonly<Record<Contestant, { page?: PageName; warm?: boolean }>> = {
  official: {},
  ours: { page: 'ours' },
  'ours warmed up': { page: 'ours', warm: true },
  bare: { page: 'bare' },
  'bare cold': { page: 'bare-cold' },
};
export type Series = Record<Contestant, StartTimes[]>;
export type Transport = NonNullable<Asked['voiceChatTransport']>;

/** Who shows a silent session: a bare script's `<video>`, our client with the page's own, our tag with its default bar. */
export const showers = {
  'bare video': { page: 'bare', microphone: false },
  'our client': { page: 'ours', microphone: false },
  'our element': { page: 'element', microphone: false },
  'our client, microphone on': { page: 'ours', microphone: true },
  'our element, microphone on': { page: 'element', microphone: true },
} as const satisfies Readonly<Record<string, { page: PageName; microphone: boolean }>>;
export type Shower = keyof typeof showers;

const officialPages: Readonly<Record<Service, PageName>> = {
  'interactive-avatar': 'official',
  liveavatar: 'official-live-avatar',
};

/** What the token is asked for with: a LiveAvatar token says how the session is to be, the other says nothing. */
const requests: Readonly<Record<Service, object>> = {
  'interactive-avatar': {},
  liveavatar: { quality: 'low' },
};

/** JavaScript, which the tests' own type check does not read. */
const { bringChromium } = (await import(new URL('../../.config/chromium.mjs', import.meta.url).href)) as {
  bringChromium: () => Promise<string>;
};

const order = Object.keys(contestants) as Contestant[];

export class Runs {
  readonly chromium: string;
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #sandbox: SandboxProcess;
  readonly #pages: PageServer;
  readonly #proxy: FaultProxy;
  readonly #pagesBehindProxy: TcpLink;
  /** The body of streaming.new that ours sends, for the bare page to send the same. */
  #open: unknown;

  static async begin(say: (line: string) => void): Promise<Runs> {
    const pages = await servePages();
    let livekit = '';
    const sandbox = await startSandbox({
      onLine: (line) => {
        livekit = /^LiveKit at (\S+)/.exec(line)?.[1] ?? livekit;
        say(line);
      },
    });
    const proxy = await FaultProxy.start({ sandbox: sandbox.url, livekit });
    const pagesBehindProxy = await TcpLink.start(pages.url, (text) => text);
    const browser = await launch({
      executablePath: await bringChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        // Silent, or the avatar would answer the beep of Chromium's own.
        `--use-file-for-fake-audio-capture=${silence()}`,
        '--autoplay-policy=no-user-gesture-required',
      ],
    });
    const page = (await browser.pages())[0] ?? (await browser.newPage());
    return new Runs({ browser, page, sandbox, pages, proxy, pagesBehindProxy }, await browser.version());
  }

  private constructor(
    parts: {
      browser: Browser;
      page: Page;
      sandbox: SandboxProcess;
      pages: PageServer;
      proxy: FaultProxy;
      pagesBehindProxy: TcpLink;
    },
    chromium: string,
  ) {
    this.chromium = chromium;
    this.#browser = parts.browser;
    this.#page = parts.page;
    this.#sandbox = parts.sandbox;
    this.#pages = parts.pages;
    this.#proxy = parts.proxy;
    this.#pagesBehindProxy = parts.pagesBehindProxy;
  }

  /** Everyone's turn `rounds` times; who is first changes, so that nobody always follows the same. */
  async starts(
    service: Service,
    rounds: number,
    delay: number,
    told: (round: number) => void,
  ): Promise<Series> {
    const series: Series = { official: [], ours: [], 'ours warmed up': [], bare: [], 'bare cold': [] };
    const fault = delay > 0 ? ({ mode: 'delay', milliseconds: delay } as const) : ({ mode: 'pass' } as const);
    await Promise.all([this.#proxy.set(fault), this.#pagesBehindProxy.set(fault)]);
    // The first of each also warms the sandbox, and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      told(round);
      for (const index of order.keys()) {
        const name = order[(index + round) % order.length] as Contestant;
        // The bare pages repeat what ours has sent.
        if (name.startsWith('bare') && service === 'interactive-avatar' && !this.#open) {
          await this.#start(service, 'ours', delay > 0);
        }
        const times = await this.#start(service, name, delay > 0);
        if (round > 0) series[name].push(times);
      }
    }
    return series;
  }

  /** From the microphone's being granted to the end of `startVoiceChat()`. */
  async voiceChat(
    service: Service,
    name: 'ours' | 'official',
    transport: Transport,
    rounds: number,
  ): Promise<number[]> {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await this.#page.goto(`${this.#pages.url}/${pageOf(service, name)}/`);
      const asked: Asked = {
        ...(await this.#ask(service, this.#sandbox.url)),
        voiceChatTransport: transport,
      };
      await this.#inPage(`start(${JSON.stringify(asked)})`);
      times.push((await this.#inPage('voiceChat()')) as number);
      await this.#inPage('stop()');
    }
    return times;
  }

  /** Milliseconds of the page's main thread in each second of a session in which nobody says anything. */
  async mainThread(service: Service, name: Shower, seconds: number): Promise<number> {
    const { page, microphone } = showers[name];
    await this.#page.goto(`${this.#pages.url}/${page}/`);
    if (page === 'bare' && service === 'interactive-avatar' && !this.#open)
      await this.#start(service, 'ours', false);
    await this.#page.goto(`${this.#pages.url}/${page}/`);
    await this.#inPage(`start(${JSON.stringify(await this.#ask(service, this.#sandbox.url))})`);
    if (microphone) await this.#inPage('voiceChat()');
    const devtools = await this.#page.createCDPSession();
    // Processor time, which other programs on the machine don't prolong.
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async (): Promise<number> => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? NaN;
    };
    // What a start does afterwards is not the session's silence.
    await pause(2_000);
    const before = await spent();
    await pause(seconds * 1_000);
    const during = (await spent()) - before;
    await devtools.detach();
    await this.#inPage('stop()');
    return (during / seconds) * 1_000;
  }

  async end(): Promise<void> {
    await Promise.allSettled([
      this.#browser.close(),
      this.#pagesBehindProxy.close(),
      this.#proxy.close(),
      this.#pages.close(),
    ]);
    await this.#sandbox.stop();
  }

  async #start(service: Service, name: Contestant, behindProxy: boolean): Promise<StartTimes> {
    const { warm = false } = contestants[name];
    const page = pageOf(service, name);
    const pages = behindProxy ? `http://127.0.0.1:${this.#pagesBehindProxy.port}` : this.#pages.url;
    await this.#page.goto(`${pages}/${page}/`);
    const media = this.#proxy.media.seen;
    const asked = { ...(await this.#ask(service, behindProxy ? this.#proxy.url : this.#sandbox.url)), warm };
    const times = (await this.#inPage(`start(${JSON.stringify(asked)})`)) as StartTimes;
    if (behindProxy === (this.#proxy.media.seen === media)) {
      throw new Error(`The picture of ${name} ${behindProxy ? 'went round' : 'came through'} the proxy.`);
    }
    await this.#inPage('stop()');
    if (page === 'ours' && service === 'interactive-avatar') {
      this.#open ??= await this.#openedWith(asked.token);
    }
    return times;
  }

  async #ask(service: Service, basePath: string): Promise<Asked> {
    const response = await fetch(`${this.#sandbox.url}/sandbox/token?service=${service}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(requests[service]),
    });
    const { token } = (await response.json()) as { token: string };
    return { service, token, basePath, open: this.#open };
  }

  async #openedWith(token: string): Promise<unknown> {
    const response = await fetch(`${this.#sandbox.url}/sandbox/sessions?token=${token}`);
    const { sessions } = (await response.json()) as { sessions: { request: unknown }[] };
    return sessions[0]?.request;
  }

  #inPage(call: string): Promise<unknown> {
    return this.#page.evaluate(`window.bench.${call}`);
  }
}

/** The times of several series, one after the other. */
export function joined(all: readonly Series[]): Series {
  const times = (name: Contestant): StartTimes[] => all.flatMap((series) => series[name]);
  return Object.fromEntries(order.map((name) => [name, times(name)])) as Series;
}

function pageOf(service: Service, name: Contestant): PageName {
  return contestants[name].page ?? officialPages[service];
}

/** The path of a second of silence. */
function silence(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'bench-')), 'silence.wav');
  const rate = 16_000;
  const bytes = Buffer.alloc(44 + rate * 2);
  bytes.write('RIFF');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(rate * 2, 40);
  writeFileSync(path, bytes);
  return path;
}
