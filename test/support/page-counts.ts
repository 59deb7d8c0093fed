// What the browser itself counts in a page: its heap, and the listeners on what belongs to the page.
import type { chromeLauncher } from '@web/test-runner';
import type { HeapUsage } from './commands.js';

type Page = ReturnType<ReturnType<typeof chromeLauncher>['getPage']>;
type DevTools = Awaited<ReturnType<Page['createCDPSession']>>;

const listenedTo = { window: 'window', document: 'document', mediaDevices: 'navigator.mediaDevices' };

export async function withDevTools<Result>(
  page: Page,
  work: (devTools: DevTools) => Promise<Result>,
): Promise<Result> {
  const devTools = await page.createCDPSession();
  try {
    return await work(devTools);
  } finally {
    await devTools.detach();
  }
}

export async function heapUsage(devTools: DevTools): Promise<HeapUsage> {
  // What the first collection sets free may hold more, until its finalizers have run.
  for (let pass = 0; pass < 3; pass += 1) await devTools.send('HeapProfiler.collectGarbage');
  const heap = await devTools.send('Runtime.getHeapUsage');
  await devTools.send('Performance.enable');
  const { metrics } = await devTools.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((row) => row.name === name)?.value ?? Number.NaN;
  return {
    bytes: heap.usedSize + heap.embedderHeapUsedSize + heap.backingStorageSize,
    peerConnections: metric('RTCPeerConnections'),
    listeners: metric('JSEventListeners'),
  };
}

export async function pageListeners(devTools: DevTools): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [name, expression] of Object.entries(listenedTo)) {
    const { result } = await devTools.send('Runtime.evaluate', { expression });
    const { objectId = '' } = result;
    const { listeners } = await devTools.send('DOMDebugger.getEventListeners', { objectId });
    for (const { type } of listeners) counts[`${name} ${type}`] = (counts[`${name} ${type}`] ?? 0) + 1;
    await devTools.send('Runtime.releaseObject', { objectId });
  }
  return counts;
}
