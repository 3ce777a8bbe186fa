/** A thread of the engine: an instance of the module on the memory of all. */
import initialize, { runThread } from './wasm/cpu-threads/patchwise.js';
import type { Shared } from './worker.js';

self.addEventListener('message', ({ data: [module, memory] }: MessageEvent<Shared>) => {
  const failed = (error: unknown) => {
    const panic = (globalThis as { patchwisePanic?: string }).patchwisePanic;
    self.postMessage({ failed: panic ?? String(error) });
  };
  initialize({ module_or_path: module, memory })
    .then(() => {
      self.postMessage({ ready: true });
      // Never returns, unless it fails.
      runThread();
    })
    .catch(failed);
});
