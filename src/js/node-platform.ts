/** Workers, cores and WebGPU of Node. */
import { availableParallelism } from 'node:os';
import { Worker as Thread } from 'node:worker_threads';

import { GivenFiles, isFileRequest } from './node-blobs.js';
import type { Platform } from './platform.js';

type Listener = (event: { data?: unknown; message?: string }) => void;

/** A thread of Node as browsers have workers. It keeps the process from ending only while it owes an answer. */
class NodeWorker {
  readonly #thread: Thread;
  readonly #listeners: Record<string, Listener[]> = { message: [], error: [] };
  readonly #files = new GivenFiles();
  #owed = 0;
  #isEnded = false;

  constructor(name: string) {
    const url = new URL('./worker-node.js', import.meta.url);
    this.#thread = new Thread(url, { workerData: { name }, name });
    this.#thread.unref();
    this.#thread.on('message', (data: unknown) => {
      if (isFileRequest(data)) return void this.#files.answer(data);
      this.#owe(-1);
      this.#tell('message', { data });
    });
    this.#thread.on('error', (error: Error) => this.#tell('error', { message: error.message }));
    this.#thread.on('exit', (code: number) => this.#isEnded || this.#tell('error', { message: `it ended (${code})` }));
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners[type]?.push(listener);
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    this.#thread.postMessage(this.#files.replace(message), transfer);
    this.#owe(1);
  }

  terminate(): void {
    this.#isEnded = true;
    this.#files.clear();
    void this.#thread.terminate();
  }

  #owe(change: number): void {
    this.#owed = Math.max(0, this.#owed + change);
    if (this.#owed > 0) this.#thread.ref();
    else this.#thread.unref();
  }

  #tell(type: string, event: { data?: unknown; message?: string }): void {
    for (const listener of this.#listeners[type] ?? []) listener(event);
  }
}

export const nodePlatform: Platform = {
  isBrowser: false,
  problem: () => null,
  startWorker: (name) => new NodeWorker(name) as unknown as Worker,
  canShareMemory: () => true,
  numCores: availableParallelism,
  gpu: findGpu,
};

let gpu: Promise<GPU | string> | undefined;

/** By Dawn, where it is installed. */
function findGpu(): Promise<GPU | string> {
  return (gpu ??= import(/* @vite-ignore */ /* webpackIgnore: true */ 'webgpu')
    .then(({ create }) => create([]))
    .catch((error: Error & { code?: string }) => {
      const isMissing = error.code === 'ERR_MODULE_NOT_FOUND';
      return isMissing ? 'the package `webgpu` is not installed' : `the package \`webgpu\` failed (${error.message})`;
    }));
}
