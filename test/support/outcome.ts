// What became of a promise: the error it rejects with, or whether it has ended at all.
import { isStreamingAvatarError, type StreamingAvatarError } from '../../src/api/errors.js';

/** The typed error that the promise rejects with; anything else fails the test. */
export async function rejection(promise: Promise<unknown>): Promise<StreamingAvatarError> {
  const error = await anyRejection(promise);
  if (isStreamingAvatarError(error)) return error;
  throw new Error(`Expected a StreamingAvatarError, got ${String(error)}.`, { cause: error });
}

/** Whatever the promise rejects with; a promise that resolves fails the test. */
export async function anyRejection(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`Expected a rejection, got ${JSON.stringify(value)}.`);
}

/** The error that `work` throws; a return fails the test. */
export function thrown(work: () => unknown): StreamingAvatarError {
  try {
    work();
  } catch (error) {
    if (isStreamingAvatarError(error)) return error;
    throw error;
  }
  throw new Error('Expected an error, got a return.');
}

/** Whether the promise has not ended yet, once every task that is due has run. */
export async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  const settled = promise.catch(() => undefined);
  return (await Promise.race([settled, nextTask().then(() => pending)])) === pending;
}

/** The next task: all microtasks, and the timers that are due, have run by then. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** A task later, without the 4 ms that timers within timers wait, and not after them. */
export function soon(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** A promise that does not end. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** A promise that ends with the signal, as a call that honours it does. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
