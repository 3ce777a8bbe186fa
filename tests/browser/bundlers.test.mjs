// The published tarball in fresh projects: some of the examples, all of which `npm run examples` runs; Vite with its assets
// on another origin; and onnxruntime-web.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { FOR_ANYONE, ISOLATED, launchBrowser, serveFiles } from '../../tools/browser.mjs';
import { CASES, nameOf, pack, runExample } from '../../tools/examples.mjs';
import { root } from '../../tools/setup.mjs';
import { isLong } from '../long.mjs';

/** Workers as a bundler sees them, of another origin, and of Node. */
const SHORT = ['with-vite@8', 'with-cdn', 'with-node'];
/** One of each way: also as other bundlers see them, copied, and in the thread itself. */
const SOME = isLong ? [...SHORT, 'with-vite@5', 'with-webpack', 'with-esbuild', 'with-own-device'] : SHORT;

let browser;
let tarball;

before(async () => {
  browser = await launchBrowser();
  tarball = pack();
});

after(async () => {
  await browser.close();
  rmSync(dirname(tarball), { recursive: true });
});

for (const example of CASES.filter((example) => SOME.includes(nameOf(example)))) {
  test(`the example ${nameOf(example)} trains`, { timeout: 300_000 }, async () => {
    const found = await runExample(example, tarball);
    for (const [step, value] of Object.entries(found))
      assert.ok(value === null || /^yes/.test(value), `${step}: ${value}`);
  });
}

/** A project with some files, patchwise and more packages. */
function project(files, ...packages) {
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-project-'));
  const own = { 'package.json': JSON.stringify({ name: 'fresh', type: 'module', private: true }) };
  for (const [name, text] of Object.entries({ ...own, ...files })) writeFileSync(join(folder, name), text);
  install(folder, ...packages);
  return folder;
}

function install(folder, ...packages) {
  const options = ['--no-audit', '--no-fund', '--loglevel', 'error'];
  execFileSync('npm', ['install', tarball, ...packages, ...options], { cwd: folder, stdio: 'pipe' });
}

test('a project built by Vite trains with its assets on another origin', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-project-'));
  try {
    cpSync(join(root, 'examples', 'with-vite'), folder, { recursive: true });
    rmSync(join(folder, 'package.json'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    install(folder, 'vite@8');
    const assets = join(folder, 'dist');
    const elsewhere = await serveFiles(assets, { headers: { ...ISOLATED, ...FOR_ANYONE } });
    const vite = join(folder, 'node_modules', 'vite', 'bin', 'vite.js');
    const options = ['build', '--logLevel', 'error', '--base', `${elsewhere.url}/`];
    execFileSync('node', [vite, ...options], { cwd: folder, stdio: 'pipe' });
    const pages = join(folder, 'pages');
    mkdirSync(pages);
    cpSync(join(assets, 'index.html'), join(pages, 'index.html'));
    const server = await serveFiles(pages);
    const page = await browser.newPage();
    const trained = (steps) =>
      page.waitForFunction(
        (start) => document.querySelector('output').textContent.startsWith(start),
        `Trained ${steps} steps on ${availableParallelism()} threads`,
      );
    await page.goto(server.url);
    await trained(3);
    await page.setInputFiles('input', join(root, 'tests', 'formats', 'info.zip'));
    await trained(1);
    await page.close();
    server.close();
    elsewhere.close();
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
  const script = `<script type="importmap">${map}</script><script type="module" src="/main.js"></script>`;
  const page = `<!doctype html><html lang="en"><title>fresh</title>${script}</html>`;
  const folder = project({ 'index.html': page, 'main.js': ONNX }, 'onnxruntime-web@1');
  try {
    const server = await serveFiles(folder);
    const tab = await browser.newPage();
    await tab.goto(server.url);
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
