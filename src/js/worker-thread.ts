/** A thread of the engine: an instance of the module on the memory of all. */
import initialize, { runThread } from './wasm/cpu-threads/patchwise.js';
import * as images from './wasm/images/images.js';
import type { Shared } from './worker.js';

let isReading = false;
/** Where that module is. */
let place = new URL('./wasm/images/images_bg.wasm', import.meta.url);

/** Reads an image file with this thread's own instance of the module for that, which it fetches at the first one. */
const toSquare: typeof images.toSquare = (...values) => {
  if (!isReading) {
    images.initSync({ module: fetchNow(place) });
    isReading = true;
  }
  return images.toSquare(...values);
};

/** Fetches at once, since a thread never gets to its events. The engine's worker has fetched it before. */
function fetchNow(url: URL): ArrayBuffer {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = 'arraybuffer';
  try {
    request.send();
  } catch {
    // Its status says that there is no answer.
  }
  if (request.status !== 200)
    throw new Error(`the module that reads images could not be loaded (${request.status}): load the images again`);
  return request.response as ArrayBuffer;
}

self.addEventListener('message', ({ data: [module, memory, images] }: MessageEvent<Shared>) => {
  if (images) place = new URL(images);
  const failed = (error: unknown) => {
    const panic = (globalThis as { patchwisePanic?: string }).patchwisePanic;
    self.postMessage({ failed: panic ?? String(error) });
  };
  Object.assign(globalThis, { patchwiseToSquare: toSquare });
  initialize({ module_or_path: module, memory })
    .then(() => {
      self.postMessage({ ready: true });
      // Never returns, unless it fails.
      runThread();
    })
    .catch(failed);
});
