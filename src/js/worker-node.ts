/** A worker in Node: gives it what browsers give to theirs, then becomes the one that it is started as. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';

import { NodeReader, filesOf } from './node-blobs.js';
import { openNodeScratch } from './node-scratch.js';

const { name } = workerData as { name: string };

const revive = filesOf((request) => parentPort.postMessage(request));
const ERRORS: ((event: object) => void)[] = [];

/** Files of the package lie on the disk. */
const fetchFromNetwork = globalThis.fetch;
const fetchFile = (place: URL): Response =>
  new Response(readFileSync(place), { headers: { 'Content-Type': 'application/wasm' } });

/** What a thread, which never gets to its events, fetches at once. */
class FileRequest {
  response: ArrayBuffer | undefined;
  status = 0;
  #url: URL | undefined;

  open(_: string, url: URL): void {
    this.#url = url;
  }

  send(): void {
    if (!this.#url) return;
    this.response = readFileSync(this.#url).slice().buffer;
    this.status = 200;
  }
}

Object.assign(globalThis, {
  self: globalThis,
  // By which the engine knows that it may use a GPU.
  WorkerGlobalScope: Object,
  postMessage: (message: unknown, transfer?: readonly unknown[]) => parentPort.postMessage(message, transfer),
  addEventListener: (type: string, listener: (event: object) => void) => {
    if (type === 'message') parentPort.on('message', (data) => listener({ data: revive(data) }));
    if (type === 'error') ERRORS.push(listener);
  },
  fetch: async (place: URL | RequestInfo, options?: RequestInit) =>
    place instanceof URL && place.protocol === 'file:' ? fetchFile(place) : fetchFromNetwork(place, options),
  XMLHttpRequest: FileRequest,
  FileReaderSync: NodeReader,
  patchwiseOpenScratch: openNodeScratch,
});

/** As a worker tells that it cannot go on, and as a thread does. */
function fail(error: unknown): void {
  const message = `The worker stopped: ${error instanceof Error ? error.message : String(error)}`;
  parentPort.postMessage({ fatal: { code: 'internal-error', message }, failed: message });
}

process.on('uncaughtException', (error) => {
  // Threads listen to none, and the page hears of those of a browser.
  if (ERRORS.length === 0) fail(error);
  for (const listener of ERRORS) listener({ error, message: error.message, preventDefault: () => undefined });
});

async function addGpu(): Promise<void> {
  const { create, globals } = await import(/* @vite-ignore */ /* webpackIgnore: true */ 'webgpu');
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // From Node 21 there is one without a GPU.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
}

try {
  if (name === 'worker-webgpu.js') await addGpu();
  await import(/* @vite-ignore */ /* webpackIgnore: true */ `./${name}`);
} catch (error) {
  fail(error);
}
