/** Where the package runs: in a browser, unless Node's entry says otherwise. */

/** The scripts that run as workers. */
export type WorkerName =
  'worker-cpu.js' | 'worker-cpu-threads.js' | 'worker-remote.js' | 'worker-thread.js' | 'worker-webgpu.js';

export interface Platform {
  /** Whether `workerUrl`, `wasmUrl` and `gpuDevice` mean something. */
  isBrowser: boolean;
  /** What is missing here, and what to do; null where nothing is. */
  problem(): string | null;
  /** `start`: as bundlers need to see it. */
  startWorker(name: WorkerName, start: () => Worker): Worker;
  /** Whether workers can share memory. */
  canShareMemory(): boolean;
  /** Threads that the machine runs at once. */
  numCores(): number;
  /** Why there is no WebGPU, or where it is. */
  gpu(): Promise<GPU | string>;
}

const browser: Platform = {
  isBrowser: true,
  problem() {
    if (typeof Worker !== 'undefined' && typeof navigator !== 'undefined') return null;
    return 'This is no browser page: there are no web workers. Call `open` in a page.';
  },
  startWorker,
  canShareMemory: () => typeof crossOriginIsolated !== 'undefined' && crossOriginIsolated,
  numCores: () => navigator.hardwareConcurrency || 1,
  gpu: async () => ('gpu' in navigator && navigator.gpu ? navigator.gpu : 'this browser or page has no WebGPU'),
};

let current = browser;

export const platform = (): Platform => current;

export function usePlatform(other: Platform): void {
  current = other;
}

/** The folder that Vite moves a package's modules to in development; before version 8 it leaves its workers behind. */
const MOVED = /\/\.vite\/deps[^/]*\/.*$/;

/** Bundlers need the literal form of `start`; some pages need another way to the same script. */
function startWorker(name: WorkerName, start: () => Worker): Worker {
  const here: string = import.meta.url;
  if (MOVED.test(here)) return new Worker(here.replace(MOVED, `/patchwise/dist/${name}`), { type: 'module' });
  return startOrImport(start, here);
}

/** A worker's script must be of the page's origin; what it imports may be of another. */
export function startOrImport(start: () => Worker, here: string = import.meta.url): Worker {
  try {
    return start();
  } catch {
    const script = `import ${JSON.stringify(urlOf(start, here).href)};`;
    const source = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    return new Worker(source, { type: 'module' });
  }
}

/** The address of the script that `start` starts, which only a bundler may know. */
function urlOf(start: () => Worker, here: string): URL {
  const { Worker } = globalThis;
  let found: string | URL = '';
  globalThis.Worker = class {
    constructor(url: string | URL) {
      found = url;
    }
  } as unknown as typeof Worker;
  try {
    start();
  } finally {
    globalThis.Worker = Worker;
  }
  return new URL(found, here);
}
