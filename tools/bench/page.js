// Runs one row of the benchmark; tools/bench.mjs opens a fresh page for each.
import { matmulCeiling } from './ceiling.js';

const CONTENDERS = {
  patchwise: () => import('./patchwise.js'),
  'tfjs-by-hand': () => import('./peers/tfjs.js'),
  'tfjs-library': () => import('./peers/tfjs-library.js'),
  'jaxjs-by-hand': () => import('./peers/jaxjs.js'),
  'jaxjs-library': () => import('./peers/jaxjs-library.js'),
};

/** After the warm-up, steps until `seconds` are over, at least `minSteps`: milliseconds of each. */
globalThis.runRow = async ({ contender, device, style, problem, warmup, minSteps, seconds }) => {
  const { name, version, createTrainer } = await (CONTENDERS[`${contender}-${style}`] ?? CONTENDERS[contender])();
  const weights = Object.fromEntries(
    Object.entries(problem.weights).map(([key, { shape, data }]) => [key, { shape, data: Float32Array.from(data) }]),
  );
  const images = Float32Array.from(problem.images);
  const started = performance.now();
  const trainer = await createTrainer({ ...problem, images, weights, device, style });
  const losses = [];
  const times = [];
  let done = 0;
  let firstStepMs;
  let end = Infinity;
  while (times.length < minSteps || performance.now() < end) {
    const start = performance.now();
    const outcome = await trainer.step();
    const now = performance.now();
    const { loss, steps } = typeof outcome === 'number' ? { loss: outcome, steps: 1 } : outcome;
    firstStepMs ??= now - started;
    losses.push(loss);
    if (end !== Infinity) times.push((now - start) / steps);
    done += steps;
    if (end === Infinity && done >= warmup) end = now + seconds * 1000;
  }
  const memory = await trainer.memory?.();
  await trainer.dispose();
  return { name, version, times, losses: losses.slice(0, 3), firstStepMs, memory };
};

/** Multiply-adds that this tab can do at best: GFLOP/s. */
globalThis.runCeiling = async ({ device, wasm }) => {
  if (device === 'webgpu') return matmulCeiling();
  const { instance } = await WebAssembly.instantiate(Uint8Array.from(wasm), {});
  const { run, flopsOfRound } = instance.exports;
  const rounds = 4_000_000;
  let best = Infinity;
  for (let turn = 0; turn < 8; turn++) {
    const start = performance.now();
    run(rounds);
    best = Math.min(best, performance.now() - start);
  }
  return (rounds * flopsOfRound.value) / best / 1e6;
};
globalThis.isReady = true;
