import * as module from './wasm/webgpu/patchwise.js';
import { watchGpu } from './watch-gpu.js';
import { serve } from './worker.js';

const fail = serve(module, 'webgpu');
watchGpu((reason, isMemory = false) => {
  fail({
    code: isMemory ? 'out-of-memory' : 'device-failed',
    message: `The device failed: ${reason}. Open a new one and load the last checkpoint.`,
  });
});
