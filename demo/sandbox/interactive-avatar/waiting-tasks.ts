/** Owns the synchronous REST tasks that wait for their answer, which is the length of their turn. */
import { speechFailed, wrongState } from './answers.js';

interface WaitingTask {
  resolve(durationMs: number): void;
  reject(error: Error): void;
}

export class WaitingTasks {
  readonly #waiting = new Map<string, WaitingTask>();

  duration(taskId: string): Promise<number> {
    return new Promise((resolve, reject) => this.#waiting.set(taskId, { resolve, reject }));
  }

  /** The turn is made, or was cut off. */
  made(taskId: string, durationMs: number): void {
    this.#take(taskId)?.resolve(durationMs);
  }

  failed(taskId: string, why: string): void {
    this.#take(taskId)?.reject(speechFailed(why));
  }

  close(): void {
    for (const { reject } of this.#waiting.values()) reject(wrongState('closed'));
    this.#waiting.clear();
  }

  #take(taskId: string): WaitingTask | undefined {
    const task = this.#waiting.get(taskId);
    this.#waiting.delete(taskId);
    return task;
  }
}
