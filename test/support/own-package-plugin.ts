/** Serves `heygen-avatar/client` from its sources, so that programs can import it as an application does. */

import type { TestRunnerPlugin } from '@web/test-runner';

export function ownPackagePlugin(): TestRunnerPlugin {
  return {
    name: 'own-package',
    resolveImport: ({ source }) => (source === 'heygen-avatar/client' ? '/src/client.ts' : undefined),
  };
}
