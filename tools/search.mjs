// Searches for the recipe that learns most in a fixed time: node tools/search.mjs CANDIDATES LOG DATA [SECONDS]
//
// CANDIDATES has one JSON object a line: {"name", "seed", "args"}, the options of `patchwise pretrain`, and perhaps "as", the
// name of another one that takes as long. Each is trained on one thread for as many whole epochs as fit into eight minutes (or
// SECONDS) by the time of a short run, with a fifth of the labelled images held out for validation, and evaluated on those. Test
// images are not used. First the short runs, one at a time, on an otherwise idle machine; from then on the number of epochs is
// fixed, and the machine may have other work. Epochs and results are added to LOG, one line each; what is there is not run again.
// Two candidates run at once. Lines added to CANDIDATES meanwhile are run, too, if the epochs are known.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cargoEnv } from './setup.mjs';

const JOBS = 2;
const VALIDATION = ['--validation', '0.2'];
const EVALUATIONS = {
  linear: ['linear'],
  singleLayer: ['linear', '--classifier', 'single-layer'],
  knn: ['knn'],
  fiveLabels: ['linear', '--labels-per-class', '5'],
};

const [candidates, log, data, seconds = 8 * 60] = process.argv.slice(2);
if (!data) {
  console.error('node tools/search.mjs CANDIDATES LOG DATA [SECONDS]');
  process.exit(2);
}
const program = process.env.PATCHWISE_PROGRAM ?? join(cargoEnv.CARGO_TARGET_DIR, 'release', 'patchwise');
const folder = mkdtempSync(join(tmpdir(), 'patchwise-search-'));
const begun = [];
for (const candidate of waiting()) {
  if (!epochsOf(candidate)) note({ name: candidate.name, epochs: await measureEpochs(candidate) });
}
await Promise.all(Array.from({ length: JOBS }, work));
rmSync(folder, { recursive: true });

function isSame(a, b) {
  return a.name === b.name && a.seed === b.seed;
}

function lines(path) {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text.split('\n').filter(Boolean).map(JSON.parse);
}

/** What has no result yet, and is not being run. */
function waiting() {
  const known = [...begun, ...lines(log)];
  return lines(candidates).filter((candidate) => !known.some((other) => isSame(other, candidate)));
}

function epochsOf({ name, as = name }) {
  return lines(log).find((done) => done.name === name || done.name === as)?.epochs;
}

function note(result) {
  appendFileSync(log, `${JSON.stringify(result)}\n`);
  console.log(JSON.stringify(result));
}

async function work() {
  for (let next = waiting().find(epochsOf); next; next = waiting().find(epochsOf)) {
    begun.push(next);
    note(await tryOut(next).catch(({ message }) => ({ ...next, error: message })));
  }
}

async function tryOut(candidate) {
  const { seed, args } = candidate;
  const model = modelOf(candidate);
  const epochs = epochsOf(candidate);
  const out = ['--out', model, '--force'];
  const run = await patchwise('pretrain', ...common(seed), ...VALIDATION, '--epochs', epochs, ...out, ...args);
  const result = { ...candidate, epochs, loss: run.loss, pretextAccuracy: run.pretextAccuracy };
  for (const [key, [protocol, ...options]] of Object.entries(EVALUATIONS)) {
    const given = ['--model', model, '--protocol', protocol, ...options];
    const { report } = await patchwise('evaluate', ...common(seed), ...VALIDATION, ...given);
    result[key] = report.pretrained.accuracy;
  }
  return result;
}

/** How many epochs fit, by the time of a run of a few images. */
async function measureEpochs({ seed, args, ...candidate }) {
  const { unlabeled } = await patchwise('inspect', '--data', data, ...VALIDATION, '--json');
  const few = ['--images', 1024, '--epochs', 4, '--out', modelOf({ seed, ...candidate }), '--force'];
  const run = await patchwise('pretrain', ...common(seed), ...few, ...args);
  const { batchSize } = run.config;
  const perEpoch = Math.floor(unlabeled / batchSize) * batchSize;
  return Math.max(1, Math.floor(seconds / ((run.seconds / run.imagesSeen) * perEpoch)));
}

function modelOf({ name, seed }) {
  return join(folder, `${name}-${seed}.safetensors`);
}

function common(seed) {
  return ['--data', data, '--seed', seed, '--quiet', '--json'];
}

function patchwise(...args) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, RAYON_NUM_THREADS: '1' };
    const child = spawn(program, args.map(String), { env });
    const [out, errors] = [[], []];
    child.stdout.on('data', (piece) => out.push(piece));
    child.stderr.on('data', (piece) => errors.push(piece));
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(out)));
      else reject(new Error(Buffer.concat(errors).toString().trim()));
    });
  });
}
