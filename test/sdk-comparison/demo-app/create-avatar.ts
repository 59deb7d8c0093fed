/** Makes the clients of the page. The page is opened with the service's address and the token endpoint's. */

import StreamingAvatar from '@heygen/streaming-avatar';
import { Recorder } from './recorder';

const page = new URLSearchParams(location.search);
export const basePath = page.get('base-path') ?? '';

export const recorder = new Recorder();

export function createAvatar(token: string): StreamingAvatar {
  return recorder.watch(new StreamingAvatar({ token, basePath }));
}

export async function fetchAccessToken(): Promise<string> {
  const response = await fetch(page.get('token-url') ?? '', { method: 'POST', body: '{}' });
  const { token } = (await response.json()) as { token: string };
  return token;
}
