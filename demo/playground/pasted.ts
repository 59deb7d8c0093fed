/** What of the playground's tag another page can use: nothing that only this machine has. */

import type { Service } from './services.js';
import type { TagAttributes } from './settings.js';

/** Of LiveAvatar itself: its public test avatar and that avatar's voice. The sandbox invents all others. */
const realIds: ReadonlySet<string> = new Set([
  'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a',
  'c2527536-6d1f-4412-a643-53a3497dada9',
]);

export interface Pasted {
  readonly attributes: ReadonlyMap<string, string>;
  /** What its author has to know; may be empty. */
  readonly remark: string;
}

/** `sandbox` is its URL, empty where none answers. */
export function pasted(shown: TagAttributes, service: Service, sandbox: string): Pasted {
  if (service === 'simulated') return { attributes: shown, remark: '' };
  const attributes = new Map<string, string>([['token-url', '/avatar-token']]);
  const remarks: string[] = [];
  const isLocal = (value: string): boolean => sandbox !== '' && value.startsWith(sandbox);
  for (const [name, value] of shown) {
    if (name === 'service' || isLocal(value)) continue;
    if (name === 'knowledge-base' && service === 'liveavatar') {
      remarks.push('LiveAvatar takes no knowledge base from a page: make it a context there.');
    } else if ((name === 'avatar-name' || name === 'voice') && isInvented(value, service, sandbox)) {
      remarks.push(`The sandbox’s ${name} is left out: choose your own.`);
    } else {
      attributes.set(name, value);
    }
  }
  if (service === 'interactive-avatar' && !attributes.has('base-path')) {
    remarks.push('HeyGen has switched this service off: set base-path to a proxy that still has it.');
  }
  return { attributes, remark: remarks.join(' ') };
}

function isInvented(id: string, service: Service, sandbox: string): boolean {
  return sandbox !== '' && service === 'liveavatar' && !realIds.has(id);
}
