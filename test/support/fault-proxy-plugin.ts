// Gives the browser tests fault proxies, and lets each fault last as long as it should, so that no test keeps time.
// The page's end is faulty-network.ts.
import { setTimeout as delay } from 'node:timers/promises';
import type { TestRunnerPlugin } from '@web/test-runner';
import { FaultProxy } from './fault-proxy.js';
import type { ProxyCommands } from './faulty-network.js';

type Handlers = {
  [Name in keyof ProxyCommands]: (
    payload: ProxyCommands[Name]['payload'],
  ) => Promise<ProxyCommands[Name]['result']>;
};

/** Within the runner's own limit for an answer, which is 20 s. */
const longestAnswer = 10_000;

interface Opened {
  readonly proxy: FaultProxy;
  /** Aborted when the proxy is closed. */
  readonly closing: AbortController;
  /** Ends with the fault that is on. */
  fault: Promise<void>;
}

export function faultProxyPlugin(): TestRunnerPlugin {
  const opened = new Map<number, Opened>();
  let lastId = 0;

  function find(id: number): Opened {
    const found = opened.get(id);
    if (!found) throw new Error(`There is no open fault proxy ${id}.`);
    return found;
  }

  async function close(id: number): Promise<void> {
    const { proxy, closing, fault } = find(id);
    opened.delete(id);
    closing.abort();
    await fault;
    await proxy.close();
  }

  const handlers: Handlers = {
    async 'open-proxy'(addresses) {
      const proxy = await FaultProxy.start(addresses);
      lastId += 1;
      opened.set(lastId, { proxy, closing: new AbortController(), fault: Promise.resolve() });
      return { id: lastId, url: proxy.url };
    },
    async 'set-fault'({ id, links, fault, seconds, times = 1 }) {
      const { proxy, closing, fault: before } = find(id);
      await before;
      const set = async (wanted: typeof fault): Promise<void> => {
        await Promise.all(links.map((link) => proxy[link].set(wanted)));
      };
      await set(fault);
      if (seconds === undefined) return true;
      const last = async (): Promise<void> => {
        for (let time = 1; ; time += 1) {
          // A fault that comes again and again is short each time; what lies between is its length.
          if (times > 1) await set({ mode: 'pass' });
          await delay((seconds * 1000) / times, undefined, { signal: closing.signal });
          if (time === times) return set({ mode: 'pass' });
          await set(fault);
        }
      };
      find(id).fault = last().catch(() => undefined);
      return true;
    },
    async 'await-fault'({ id }) {
      const answered = new AbortController();
      const over = await Promise.race([
        find(id).fault.then(() => true),
        delay(longestAnswer, false, { signal: answered.signal }).catch(() => false),
      ]);
      answered.abort();
      return { over };
    },
    async 'proxy-bytes'({ id }) {
      const { service, signalling, media } = find(id).proxy;
      return { service: service.seen, signalling: signalling.seen, media: media.seen };
    },
    async 'close-proxy'({ id }) {
      await close(id);
      return true;
    },
  };

  const closeAll = async (): Promise<void> => {
    await Promise.allSettled([...opened.keys()].map(close));
  };

  return {
    name: 'fault-proxy',
    executeCommand({ command, payload }) {
      if (!Object.hasOwn(handlers, command)) return undefined;
      return (handlers[command as keyof Handlers] as (payload: unknown) => Promise<unknown>)(payload);
    },
    serverStart({ webSockets }) {
      webSockets?.on('message', ({ data }) => {
        if (data.type === 'wtr-session-finished') void closeAll();
      });
    },
    serverStop: closeAll,
  };
}
