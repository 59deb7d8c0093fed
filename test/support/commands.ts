// What a browser test can ask of the machine it runs on: the sandbox's address, a second page, a trusted click,
// a screenshot. The other end is sandbox-plugin.ts and pages-plugin.ts.
import { executeServerCommand } from '@web/test-runner-commands';

/** Every command of pages-plugin.ts: what goes in and what comes back. */
export interface PageCommands {
  'open-page': { payload: { url: string }; result: { id: number } };
  'page-evaluate': { payload: { id: number; expression: string }; result: { value: unknown } };
  'close-page': { payload: { id: number; runBeforeUnload?: boolean }; result: true };
  'bring-to-front': { payload: { id?: number }; result: true };
  click: { payload: { id?: number } & ({ selector: string } | { x: number; y: number }); result: true };
  'accessibility-tree': { payload: Record<string, never>; result: AccessibleNode };
  compose: { payload: { text: string }; result: true };
  screenshot: { payload: { name: string; id?: number }; result: { path: string } };
  'collect-garbage': { payload: { id?: number }; result: true };
  'heap-usage': { payload: Record<string, never>; result: HeapUsage };
  'page-listeners': { payload: Record<string, never>; result: Record<string, number> };
}

/** What the browser tells assistive technology of a piece of the page. */
export interface AccessibleNode {
  role: string;
  name?: string;
  description?: string;
  pressed?: boolean | 'mixed';
  disabled?: boolean;
  children?: AccessibleNode[];
}

/** What is alive in the test's page once its garbage is collected. */
export interface HeapUsage {
  /** JavaScript, the browser's own objects, and buffers. */
  bytes: number;
  /** Peer connections, closed ones included. */
  peerConnections: number;
  /** Event listeners on whatever can have some. */
  listeners: number;
}

/** The address of the run's sandbox; the first call starts it. */
export async function sandboxUrl(): Promise<string> {
  const { sandbox } = await sandboxAddresses();
  return sandbox;
}

/** The addresses of the run's sandbox and of its LiveKit server. */
export async function sandboxAddresses(): Promise<{ sandbox: string; livekit: string }> {
  type Addresses = { url: string; livekit: string };
  const { url, livekit } = await executeServerCommand<Addresses, null>('sandbox', null);
  return { sandbox: url, livekit };
}

/** A second sandbox, whose limits run `speed` times faster than real time; the first call starts it. */
export async function fastSandbox(): Promise<{ url: string; speed: number }> {
  return executeServerCommand<{ url: string; speed: number }, null>('sandbox-fast', null);
}

/** What a microphone's file has in it. */
export interface MicrophoneFile {
  toneHertz: number;
  /** Before the speech begins. */
  silenceSeconds: number;
  /** From the first sound of the speech to its last, pauses included. */
  speechSeconds: number;
  /** What is not silent, tone and speech. */
  soundSeconds: number;
}

/** The file that the microphone of a group of tests plays. */
export async function microphoneFile(name: 'sentence' | 'nonstop'): Promise<MicrophoneFile> {
  return executeServerCommand<MicrophoneFile, string>('microphone-file', name);
}

/** A page beside the test's own. Opening it hides the test's page: see `bringToFront`. */
export class SecondPage {
  readonly #id: number;

  private constructor(id: number) {
    this.#id = id;
  }

  /** Opens a page; a relative address is seen from the project's root. */
  static async open(url: string): Promise<SecondPage> {
    const { id } = await pageCommand('open-page', { url });
    return new SecondPage(id);
  }

  /** Runs an expression in the page and returns its value, awaited within 20 s; it must be JSON. */
  async evaluate(expression: string): Promise<unknown> {
    const { value } = await pageCommand('page-evaluate', { id: this.#id, expression });
    return value;
  }

  /** Evaluates the expression over and over, also in the next page, until its value is truthy. */
  async until(expression: string): Promise<unknown> {
    for (;;) {
      // On its way to the next page it has no answer.
      const value = await this.evaluate(expression).catch(() => undefined);
      if (value) return value;
    }
  }

  async bringToFront(): Promise<void> {
    await pageCommand('bring-to-front', { id: this.#id });
  }

  /** A trusted click; the selector may pierce shadow roots with `>>>`. */
  async click(selector: string): Promise<void> {
    await pageCommand('click', { id: this.#id, selector });
  }

  /** Saves the picture as `.cache/screenshots/NAME.png`. */
  async screenshot(name: string): Promise<string> {
    const { path } = await pageCommand('screenshot', { id: this.#id, name });
    return path;
  }

  /** Closes the page as its user would: `pagehide` fires. */
  async close({ runBeforeUnload = false } = {}): Promise<void> {
    await pageCommand('close-page', { id: this.#id, runBeforeUnload });
  }
}

/** Shows the test's own page again. */
export async function bringToFront(): Promise<void> {
  await pageCommand('bring-to-front', {});
}

/** A trusted click into the middle of an element of the test's page: it gives user activation. */
export async function click(element: Element): Promise<void> {
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = element.getBoundingClientRect();
  await pageCommand('click', { x: x + width / 2, y: y + height / 2 });
}

/** What the browser tells assistive technology of the test's page. */
export async function accessibilityTree(): Promise<AccessibleNode> {
  return pageCommand('accessibility-tree', {});
}

/** Writes a text as an input method does, and ends the composition with Enter. */
export async function compose(text: string): Promise<void> {
  await pageCommand('compose', { text });
}

/** Saves a picture of the test's page as `.cache/screenshots/NAME.png`. */
export async function screenshot(name: string): Promise<string> {
  const { path } = await pageCommand('screenshot', { name });
  return path;
}

/** Collects the garbage of the test's page, weak references included. */
export async function collectGarbage(): Promise<void> {
  await pageCommand('collect-garbage', {});
}

/** Collects the garbage of the test's page and counts what is left. */
export function heapUsage(): Promise<HeapUsage> {
  return pageCommand('heap-usage', {});
}

/** How many listeners there are on the page's own targets, `window pagehide` and the like. */
export function pageListeners(): Promise<Record<string, number>> {
  return pageCommand('page-listeners', {});
}

function pageCommand<Name extends keyof PageCommands>(
  name: Name,
  payload: PageCommands[Name]['payload'],
): Promise<PageCommands[Name]['result']> {
  return executeServerCommand<PageCommands[Name]['result'], PageCommands[Name]['payload']>(name, payload);
}
