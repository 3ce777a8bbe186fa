/** The threads of the CPU: workers that share the engine's memory. */
import type { Connection } from './connection.js';
import { PatchwiseError, isOutOfMemory } from './errors.js';
import { platform } from './platform.js';

/** A thread that is not ready by then is given up. */
const START_MS = 20_000;

const wanted = (most: number | undefined) => most ?? platform().numCores();

/** How many threads to use: none beyond the first where memory cannot be shared. */
export function numThreads(most: number | undefined): number {
  return platform().canShareMemory() ? wanted(most) : 1;
}

/** Whether there would be more threads if memory could be shared. */
export function isHeldToOneThread(most: number | undefined): boolean {
  return !platform().canShareMemory() && wanted(most) > 1;
}

/** Starts workers as threads of an engine. Where one fails, later too, the engine ends with its reason. */
export async function startThreads(connection: Connection, count: number, start: () => Worker): Promise<void> {
  const shared = await connection.call('share');
  const ready = Array.from({ length: count - 1 }, () => startThread(connection, start, shared));
  await Promise.all(ready);
  await connection.call('startThreads', count);
}

function startThread(connection: Connection, start: () => Worker, shared: unknown): Promise<void> {
  const worker = start();
  connection.own(worker);
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => {
      clearTimeout(timer);
      const code = isOutOfMemory(reason) ? 'out-of-memory' : 'internal-error';
      const error = { code, message: `A thread of the engine stopped: ${reason}` } as const;
      reject(new PatchwiseError(error.code, error.message));
      connection.end(error);
    };
    const timer = setTimeout(() => fail('it did not start.'), START_MS);
    worker.addEventListener('error', ({ message }) => fail(message || 'its script could not be loaded.'));
    worker.addEventListener('message', ({ data }: MessageEvent<{ ready: true } | { failed: string }>) => {
      if ('failed' in data) return fail(data.failed);
      clearTimeout(timer);
      resolve();
    });
    worker.postMessage(shared);
  });
}
