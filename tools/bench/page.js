// Runs one row of the benchmark; tools/bench.mjs opens a fresh page for each.
import { matmulCeiling } from './ceiling.js';
import { runRow } from './row.js';

globalThis.runRow = (request) => runRow(request);

/** Operations per second at best, in GFLOP/s: of threads side by side, or of WebGPU where no number of threads is given. */
globalThis.runCeiling = async ({ threads, wasm }) => {
  if (threads === undefined) return matmulCeiling();
  const start = () => new Worker(new URL('./simd-worker.js', import.meta.url), { type: 'module' });
  const workers = Array.from({ length: threads }, start);
  const ask = (worker) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(wasm);
    });
  const rates = await Promise.all(workers.map(ask));
  for (const worker of workers) worker.terminate();
  return rates.reduce((sum, rate) => sum + rate, 0);
};
globalThis.isReady = true;
