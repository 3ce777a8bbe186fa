// Trains the same step with patchwise and its peers in one headless Chromium and compares.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { build, isBuilt } from './build.mjs';
import { root, run } from './setup.mjs';

const USAGE = `npm run bench -- [options]
  --sizes 32,64,96          image sizes in pixels (32)
  --images N                batch size, eight views of each image (4)
  --only TEXT,TEXT          rows whose name has one of these, for example cpu or patchwise-webgpu (all);
                            names may continue with -stock (Burn's own operations, built for it), -library or -by-hand;
                            those of patchwise on the CPU end in the number of threads
  --seconds S               time for the steps of a row, at least three steps (6)
  --hardware                use the machine's own WebGPU adapter, not the software one; on any, what was measured of
                            it is printed: a convolution with each tile
  --dawn                    the WebGPU rows in Node on Dawn, Chromium's WebGPU, without a browser; on the machine's own
                            adapter
  --steps-per-read N        steps of other libraries before a loss is read; patchwise reads once per 200 ms, at most
                            16 steps (1, with --hardware and --dawn 16)
  --json FILE               write all numbers there`;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '32' },
    images: { type: 'string', default: '4' },
    only: { type: 'string' },
    seconds: { type: 'string', default: '6' },
    hardware: { type: 'boolean', default: false },
    dawn: { type: 'boolean', default: false },
    'steps-per-read': { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

function stop(message) {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}

values['steps-per-read'] ??= values.hardware || values.dawn ? '16' : '1';
for (const name of ['images', 'seconds', 'steps-per-read']) {
  if (!(Number(values[name]) > 0)) stop(`--${name} is ${values[name]}, but must be a number above 0.`);
}
for (const size of values.sizes.split(',')) {
  if (!(Number(size) >= 32 && Number(size) <= 96))
    stop(`--sizes has ${size}, but takes image sizes of 32 to 96 pixels.`);
}

const CORES = cpus().length;
/** Who runs on what. Of peers, `library` is the step as their own operations and gradients give it, `by-hand` the
 * same with convolutions and gradients rewritten as matrix products. `stock` is patchwise with Burn's operations. On the
 * CPU, peers use all cores where they can on an isolated page. */
const ROWS = [
  ...[...new Set([1, 2, CORES])].map((threads) => ['patchwise', 'cpu', undefined, threads]),
  ['patchwise', 'cpu', 'stock', 1],
  ['jaxjs', 'wasm', 'by-hand'],
  ['jaxjs', 'wasm', 'library'],
  ['tfjs', 'wasm', 'by-hand'],
  ['tfjs', 'cpu', 'by-hand'],
  ['tfjs', 'cpu', 'library'],
  ['patchwise', 'webgpu'],
  ['patchwise', 'webgpu', 'stock'],
  ['jaxjs', 'webgpu', 'by-hand'],
  ['jaxjs', 'webgpu', 'library'],
  ['tfjs', 'webgpu', 'by-hand'],
  ['tfjs', 'webgpu', 'library'],
].map(([contender, device, style, threads]) => ({
  contender,
  device,
  style,
  threads,
  id: [contender, device, style, threads].filter(Boolean).join('-'),
}));
/** Multiply-adds of one forward pass of ResNet-8 at 32 px; a step counts as three passes. */
const MULTIPLY_ADDS = 12.5e6;
const NUM_VIEWS = 8;

/** A generator of numbers in -1..1 that everyone can repeat. */
function lcg(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Names and shapes of the network's tensors, as patchwise saves them. */
function parameters() {
  const found = [];
  const convNorm = (name, input, output, kernel) => {
    found.push([`${name}.conv.weight`, [output, input, kernel, kernel]]);
    found.push([`${name}.norm.weight`, [output]], [`${name}.norm.bias`, [output]]);
  };
  convNorm('backbone.stem', 3, 16, 3);
  let input = 16;
  [16, 32, 64].forEach((output, stage) => {
    const block = `backbone.stages.${stage}.0`;
    convNorm(`${block}.first`, input, output, 3);
    convNorm(`${block}.second`, output, output, 3);
    if (input !== output) convNorm(`${block}.shortcut`, input, output, 1);
    input = output;
  });
  found.push(['head.weight', [NUM_VIEWS, input]], ['head.bias', [NUM_VIEWS]]);
  return found;
}

function makeProblem(imageSize, numImages) {
  const next = lcg(1);
  const draw = (count, scale) => Array.from({ length: count }, () => next() * scale);
  const weights = {};
  for (const [name, shape] of parameters()) {
    const count = shape.reduce((product, length) => product * length, 1);
    // As the initialisation of each kind of layer, uniform instead of normal.
    const data = name.endsWith('conv.weight')
      ? draw(count, Math.sqrt(6 / (shape[2] * shape[3] * shape[0])))
      : name.endsWith('norm.weight')
        ? Array(count).fill(1)
        : name === 'head.weight'
          ? draw(count, 1 / 8)
          : Array(count).fill(0);
    weights[name] = { shape, data };
  }
  const side = Math.round(0.4 * imageSize);
  const place = () => Math.floor(((next() + 1) / 2) * (imageSize - side + 1));
  const boxes = Array.from({ length: numImages }, () => ({ top: place(), left: place(), side }));
  return { imageSize, numImages, images: draw(numImages * 3 * imageSize ** 2, 1.7), boxes, weights };
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
};

/** The peak that a row is held against. */
const peakOf = ({ device, threads }) =>
  device === 'webgpu' ? 'webgpu' : `cpu, ${threads} thread${threads > 1 ? 's' : ''}`;

function describe(row, { imageSize, numImages }, peaks) {
  const ms = median(row.times);
  const views = numImages * NUM_VIEWS;
  const gflops = (3 * 2 * MULTIPLY_ADDS * (imageSize / 32) ** 2 * views) / ms / 1e6;
  const peak = peaks[peakOf(row)];
  return {
    ...row,
    imageSize,
    msPerStep: ms,
    fastestMs: Math.min(...row.times),
    slowestMs: Math.max(...row.times),
    steps: row.times.length,
    viewsPerSecond: (views / ms) * 1000,
    gflops,
    shareOfPeak: gflops / peak,
  };
}

const digits = (value) => value.toPrecision(value >= 100 ? Math.ceil(Math.log10(value)) : 3);

function table(rows) {
  const header = [
    'size',
    'trainer',
    'threads',
    'ms per step (fastest to slowest)',
    'steps',
    'views/s',
    'GFLOP/s',
    '% of peak',
    'ratio',
  ];
  const lines = rows.map((row) => {
    const own = rows.find(
      (other) =>
        other.contender === 'patchwise' &&
        !other.style &&
        (other.device === 'webgpu' || other.threads === CORES) &&
        other.imageSize === row.imageSize &&
        (other.device === 'webgpu') === (row.device === 'webgpu'),
    );
    const style = row.style ? `, ${row.style}` : '';
    const threads = row.device === 'webgpu' ? '' : String(row.threads ?? '');
    const start = [`${row.imageSize} px`, `${row.name} ${row.version} ${row.device}${style}`, threads];
    if (row.error) return [...start, row.error, '', '', '', '', ''];
    return [
      ...start,
      `${digits(row.msPerStep)} (${digits(row.fastestMs)} to ${digits(row.slowestMs)})`,
      String(row.steps),
      digits(row.viewsPerSecond),
      digits(row.gflops),
      `${(row.shareOfPeak * 100).toFixed(row.shareOfPeak < 0.1 ? 1 : 0)}`,
      own?.msPerStep ? `${digits(row.msPerStep / own.msPerStep)}x` : '',
    ];
  });
  const all = [header, header.map(() => '---'), ...lines];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const only = values.only?.split(',');
const selected = ROWS.filter(({ id }) => !only || only.some((text) => id.includes(text))).filter(
  ({ device }) => !values.dawn || device === 'webgpu',
);
if (selected.length === 0) stop(`--only ${values.only} names no row${values.dawn ? ' on WebGPU' : ''}.`);
if (!isBuilt()) build();
if (selected.some(({ style }) => style === 'stock') && !existsSync(join(root, 'dist-stock', 'index.js'))) {
  build(undefined, { isStock: true });
}
const folder = join(root, 'tools', 'bench');
if (!existsSync(join(folder, 'node_modules', '.package-lock.json'))) {
  run('npm', ['ci', '--no-fund', '--no-audit'], { cwd: folder });
}
/** Where rows run: `run` gives a row, `ceiling` what the device can do at best in GFLOP/s. */
const place = values.dawn ? openDawn() : await openBrowser();

/** A process of its own for each row. */
function openDawn() {
  let adapter;
  const ask = (request) => {
    const options = request ? [] : ['--ceiling'];
    const output = execFileSync(process.execPath, [join(folder, 'dawn.mjs'), ...options], {
      input: JSON.stringify(request ?? {}),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const answer = JSON.parse(output);
    ({ adapter } = answer);
    return answer.result;
  };
  return { run: ask, ceiling: () => ask(), about: () => `Dawn on ${adapter}`, close: () => undefined };
}

/** A page of its own for each row. */
async function openBrowser() {
  // Only now: a fresh clone has no node modules before.
  const { createServer } = await import('vite');
  const { launchBrowser } = await import('./browser.mjs');
  const { simdProbe } = await import('./bench/simd-ceiling.mjs');

  const server = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'error',
    resolve: {
      alias: [
        { find: /^patchwise$/, replacement: join(root, 'dist', 'index.js') },
        { find: /^patchwise-stock$/, replacement: join(root, 'dist-stock', 'index.js') },
      ],
    },
    // Isolated, so that memory can be shared and everyone uses all cores.
    server: {
      fs: { allow: [root] },
      port: 0,
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
    optimizeDeps: {
      // Together, so that gradients are registered with the same library that trains.
      include: [
        ...Object.keys(JSON.parse(readFileSync(join(folder, 'package.json'))).dependencies).filter(
          (name) => name !== 'webgpu',
        ),
        '@tensorflow/tfjs-core/dist/register_all_gradients.js',
      ],
    },
  });
  await server.listen();
  const { port } = server.httpServer.address();
  const browser = await launchBrowser({ hardware: values.hardware });
  const withPage = async (name, request) => {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    page.on('pageerror', (error) => console.error(`  ${error.message}`));
    try {
      await page.goto(`http://localhost:${port}/`);
      await page.waitForFunction(() => globalThis.isReady);
      return await page.evaluate(([name, argument]) => globalThis[name](argument), [name, request]);
    } finally {
      await page.close();
    }
  };
  return {
    run: (request) => withPage('runRow', request),
    ceiling: (threads) => withPage('runCeiling', { threads, wasm: simdProbe() }),
    about: () => `Chromium ${browser.version()}`,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

const peaks = {};
/** Measures the peak for a number of threads, or where there is none of WebGPU, once. */
async function measurePeak(row) {
  const name = peakOf(row);
  if (name in peaks) return;
  peaks[name] = await place.ceiling(row.threads);
  console.error(`peak ${name}: ${digits(peaks[name])} GFLOP/s`);
}
const rows = [];
for (const size of values.sizes.split(',').map(Number)) {
  const problem = makeProblem(size, Number(values.images));
  for (const selection of selected) {
    const request = {
      ...selection,
      problem,
      warmup: 2,
      minSteps: 3,
      seconds: Number(values.seconds),
      stepsPerRead: Number(values['steps-per-read']),
    };
    try {
      const row = { ...selection, ...(await place.run(request)) };
      await measurePeak(row);
      rows.push(describe(row, problem, peaks));
    } catch (error) {
      rows.push({
        ...selection,
        name: selection.contender,
        version: '',
        imageSize: size,
        error: error.message.split('\n')[0],
      });
    }
    const { msPerStep, losses, error } = rows.at(-1);
    console.error(`${size} px ${selection.id}: ${error ?? `${digits(msPerStep)} ms, losses ${losses}`}`);
  }
}
const on = place.about();
await place.close();
const about = {
  date: new Date().toISOString().slice(0, 10),
  processor: `${cpus()[0]?.model} x ${cpus().length}`,
  on,
  node: process.version,
  images: Number(values.images),
};
console.log(`${about.date}, ${about.processor}, ${on}, ${about.images} images of 8 views per step\n`);
for (const [device, gflops] of Object.entries(peaks)) console.log(`Peak ${device}: ${digits(gflops)} GFLOP/s`);
const { fit } = rows.find((row) => row.fit) ?? {};
if (fit) {
  const tiles = fit.micros.map((micros) => digits(micros)).join(', ');
  console.log(`Convolution with each tile: ${tiles} µs; ${fit.fullLoad} units keep the adapter busy`);
}
console.log(`\n${table(rows)}`);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ about, peaks, rows }, null, 2)}\n`);
process.exit(rows.some((row) => row.error) ? 1 : 0);
