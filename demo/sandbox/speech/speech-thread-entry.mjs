// Owns one thing: worker threads of Node 20 do not take over tsx from `--import`, so the thread registers it
// itself before it loads its TypeScript.
import { register } from 'tsx/esm/api';

register();
await import('./speech-thread.ts');
