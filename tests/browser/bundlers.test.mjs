// The published tarball in fresh projects: of Vite's versions, in development, built, and built with its assets on
// another origin; of webpack; without a bundler; and with onnxruntime-web.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import sirv from 'sirv';

import { launchBrowser } from '../../tools/browser.mjs';
import { root } from '../../tools/setup.mjs';

const VERSIONS = [5, 6, 7, 8];
const PAGE = '<!doctype html><html lang="en"><title>fresh</title><script type="module" src="/main.js"></script></html>';
// Old versions build for browsers without a top-level await.
const MAIN = `import { open } from 'patchwise';
async function run() {
  const patchwise = await open({ device: 'cpu', threads: 2 });
  await patchwise.load({ kind: 'scenes', images: 16, labeledImages: 10, testImages: 10 });
  const summary = await patchwise.pretrain({ epochs: 1, batchSize: 8 });
  const picture = await new Promise((resolve) => document.createElement('canvas').toBlob(resolve));
  const files = ['a.png', 'b.png'].map((name) => new File([picture], name));
  const mine = await patchwise.load({ kind: 'files', files });
  const { threads } = patchwise.device;
  globalThis.result = { steps: summary.steps, images: mine.unlabeled + mine.test, threads };
}
run();
`;

/** What isolates a page, so that it may have threads. */
const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const CONFIG = `export default { server: { headers: ${JSON.stringify(ISOLATED)} } };`;

let browser;
let tarball;
let packed;

before(async () => {
  browser = await launchBrowser();
  packed = mkdtempSync(join(tmpdir(), 'patchwise-pack-'));
  // The build has just been made; packing would make it again.
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', packed], { cwd: root, stdio: 'pipe' });
  tarball = join(packed, readdirSync(packed)[0]);
});

after(async () => {
  await browser.close();
  rmSync(packed, { recursive: true });
});

/** A project with patchwise and more packages. */
function project(files, ...packages) {
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-project-'));
  const own = { 'package.json': JSON.stringify({ name: 'fresh', type: 'module', private: true }), 'main.js': MAIN };
  for (const [name, text] of Object.entries({ ...own, 'index.html': PAGE, ...files }))
    writeFileSync(join(folder, name), text);
  const options = ['--no-audit', '--no-fund', '--loglevel', 'error'];
  execFileSync('npm', ['install', tarball, ...packages, ...options], { cwd: folder, stdio: 'pipe' });
  return folder;
}

function serve(folder, more = {}) {
  const setHeaders = (response) => {
    for (const [name, value] of Object.entries({ ...ISOLATED, ...more })) response.setHeader(name, value);
  };
  const server = createServer(sirv(folder, { dev: true, setHeaders }));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const addressOf = (server) => `http://127.0.0.1:${server.address().port}/`;

/** Opens a page, which has to train and to read images. */
async function trains(url) {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(url);
  await page
    .waitForFunction(() => globalThis.result, null, { timeout: 60_000 })
    .catch((error) => {
      throw new Error(`${error.message}\n${problems.join('\n')}`);
    });
  assert.deepEqual(await page.evaluate(() => globalThis.result), { steps: 2, images: 2, threads: 2 });
  await page.close();
}

for (const version of VERSIONS) {
  test(`a project with Vite ${version} trains`, { timeout: 300_000 }, async (context) => {
    const folder = project({ 'vite.config.js': CONFIG }, `vite@${version}`);
    const vite = join(folder, 'node_modules', 'vite', 'bin', 'vite.js');
    const build = (...values) =>
      new Promise((resolve, reject) =>
        execFile('node', [vite, 'build', '--logLevel', 'error', ...values], { cwd: folder }, (error) =>
          error ? reject(error) : resolve(),
        ),
      );
    try {
      await context.test('in development', async () => {
        const child = spawn('node', [vite, '--port', '0', '--host', '127.0.0.1'], { cwd: folder });
        const url = await new Promise((resolve, reject) => {
          let said = '';
          child.stdout.on('data', (data) => {
            said += data;
            // eslint-disable-next-line no-control-regex
            const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said.replaceAll(/\x1b\[[0-9;]*m/g, ''));
            if (found) resolve(found[0]);
          });
          child.on('exit', () => reject(new Error(said)));
        });
        try {
          await trains(url);
        } finally {
          child.kill();
        }
      });
      await context.test('built', async () => {
        await build();
        const server = await serve(join(folder, 'dist'));
        await trains(addressOf(server));
        server.close();
      });
      await context.test('built, with its assets on another origin', async () => {
        const assets = join(folder, 'dist');
        const allow = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };
        const elsewhere = await serve(assets, allow);
        await build('--base', addressOf(elsewhere));
        const pages = join(folder, 'pages');
        mkdirSync(pages);
        execFileSync('cp', [join(assets, 'index.html'), pages]);
        const server = await serve(pages);
        await trains(addressOf(server));
        server.close();
        elsewhere.close();
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

test('a project with webpack trains', { timeout: 300_000 }, async () => {
  const page = PAGE.replace(' type="module"', ' defer');
  const folder = project({ 'index.html': page.replace('/main.js', '/dist/main.js') }, 'webpack@5', 'webpack-cli@6');
  try {
    const webpack = join(folder, 'node_modules', 'webpack-cli', 'bin', 'cli.js');
    execFileSync('node', [webpack, '--mode', 'production', '--entry', './main.js'], { cwd: folder, stdio: 'pipe' });
    // Its pages are built: nothing but these is needed.
    rmSync(join(folder, 'node_modules'), { recursive: true });
    const server = await serve(folder);
    await trains(addressOf(server));
    server.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a page without a bundler trains', { timeout: 300_000 }, async () => {
  const map = JSON.stringify({ imports: { patchwise: '/node_modules/patchwise/dist/index.js' } });
  const folder = project({ 'index.html': PAGE.replace('<script', `<script type="importmap">${map}</script><script`) });
  try {
    const server = await serve(folder);
    await trains(addressOf(server));
    server.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const ONNX = `import { open } from 'patchwise';
import * as ort from 'onnxruntime-web';
ort.env.wasm.numThreads = 1;
async function run() {
  const patchwise = await open({ device: 'cpu' });
  await patchwise.load({ kind: 'scenes', images: 64, labeledImages: 60, testImages: 20 });
  await patchwise.pretrain({ epochs: 2, batchSize: 8 });
  await patchwise.evaluate({ protocol: 'linear', epochs: 10 });
  const count = 5;
  const { pixels, imageSize } = await patchwise.images({ split: 'test', indices: [0, 1, 2, 3, 4] });
  const area = imageSize * imageSize;
  const images = Array.from({ length: count }, (_, index) => ({
    data: pixels.slice(index * 3 * area, (index + 1) * 3 * area), width: imageSize, height: imageSize,
  }));
  const values = new Float32Array(count * 3 * area);
  for (let image = 0; image < count; image++)
    for (let channel = 0; channel < 3; channel++)
      for (let place = 0; place < area; place++)
        values[(image * 3 + channel) * area + place] = pixels[(image * area + place) * 3 + channel] / 255;
  const session = await ort.InferenceSession.create(await patchwise.toOnnx());
  const found = await session.run({ image: new ort.Tensor('float32', values, [count, 3, imageSize, imageSize]) });
  const farthest = (a, b) => Math.max(...a.map((value, index) => Math.abs(value - b[index])));
  const classes = await patchwise.classify(images);
  globalThis.result = {
    features: farthest(await patchwise.features(images), found.features.data),
    probabilities: farthest(classes.flatMap(({ probabilities }) => [...probabilities]), found.probabilities.data),
    largest: Math.max(...found.features.data),
  };
}
run();
`;

test('onnxruntime-web computes what the package does', { timeout: 300_000 }, async () => {
  const imports = {
    patchwise: '/node_modules/patchwise/dist/index.js',
    'onnxruntime-web': '/node_modules/onnxruntime-web/dist/ort.wasm.min.mjs',
  };
  const map = JSON.stringify({ imports });
  const page = PAGE.replace('<script', `<script type="importmap">${map}</script><script`);
  const folder = project({ 'index.html': page, 'main.js': ONNX }, 'onnxruntime-web@1');
  try {
    const server = await serve(folder);
    const tab = await browser.newPage();
    await tab.goto(addressOf(server));
    await tab.waitForFunction(() => globalThis.result, null, { timeout: 120_000 });
    const { features, probabilities, largest } = await tab.evaluate(() => globalThis.result);
    console.log(`onnxruntime-web: features within ${features} of ${largest}, probabilities within ${probabilities}`);
    assert.ok(features < 1e-4 * Math.max(largest, 1) && probabilities < 1e-4);
    await tab.close();
    server.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
