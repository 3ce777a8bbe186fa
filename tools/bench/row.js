// One row of the benchmark, in a tab or in Node.
const CONTENDERS = {
  patchwise: () => import('./patchwise.js'),
  'tfjs-by-hand': () => import('./peers/tfjs.js'),
  'tfjs-library': () => import('./peers/tfjs-library.js'),
  'jaxjs-by-hand': () => import('./peers/jaxjs.js'),
  'jaxjs-library': () => import('./peers/jaxjs-library.js'),
};

/**
 * After the warm-up, steps until `seconds` are over, at least `minSteps`: milliseconds of each. `stepsPerRead` steps are
 * taken before a loss is read; patchwise decides that by itself. `trainerOf` replaces the trainer of a contender.
 */
export async function runRow(
  { contender, device, style, threads, problem, warmup, minSteps, seconds, stepsPerRead = 1 },
  trainerOf = {},
) {
  const found = await (CONTENDERS[`${contender}-${style}`] ?? CONTENDERS[contender])();
  const createTrainer = trainerOf[contender] ?? found.createTrainer;
  const weights = Object.fromEntries(
    Object.entries(problem.weights).map(([key, { shape, data }]) => [key, { shape, data: Float32Array.from(data) }]),
  );
  const images = Float32Array.from(problem.images);
  const started = performance.now();
  const trainer = await createTrainer({ ...problem, images, weights, device, style, threads });
  const losses = [];
  const times = [];
  let done = 0;
  let firstStepMs;
  let end = Infinity;
  while (times.length < minSteps || performance.now() < end) {
    const count = end === Infinity ? 1 : stepsPerRead;
    const start = performance.now();
    const outcome = await trainer.step(count);
    const now = performance.now();
    const { loss, steps } = typeof outcome === 'number' ? { loss: outcome, steps: count } : outcome;
    firstStepMs ??= now - started;
    losses.push(loss);
    if (end !== Infinity) times.push((now - start) / steps);
    done += steps;
    if (end === Infinity && done >= warmup) end = now + seconds * 1000;
  }
  const memory = await trainer.memory?.();
  await trainer.dispose();
  const { name, version } = found;
  const { threads: used, fit } = trainer;
  const about = { ...(used && { threads: used }), ...(fit && { fit }) };
  return { name, version, times, losses: losses.slice(0, 3), firstStepMs, memory, ...about };
}
