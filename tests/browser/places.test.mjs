// Workers and modules that lie elsewhere, and a GPU device of the caller's own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { FOR_ANYONE, ISOLATED, serveFiles } from '../../tools/browser.mjs';
import { root } from '../../tools/setup.mjs';
import { FEW_SCENES, SHORT_RUN, useBrowser } from './support.mjs';

const context = useBrowser({ webgpu: true });
let elsewhere;
let url;

before(async () => {
  // Scripts of workers need the isolation of their page.
  elsewhere = await serveFiles(join(root, 'dist'), { headers: { ...ISOLATED, ...FOR_ANYONE } });
  ({ url } = elsewhere);
});
after(() => elsewhere.close());

/** Trains and reads an archive with options of `open`; what matches `without` is not there. */
async function train(options, without) {
  const page = await context.page();
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.route(
    (address) => without !== undefined && address.href.startsWith(context.server.url) && without.test(address.pathname),
    (route) => route.abort(),
  );
  const zip = readFileSync(join(root, 'tests', 'formats', 'info.zip')).toString('base64');
  const result = await page.evaluate(
    async ([options, scenes, run, zip]) => {
      const { open } = await import('/dist/index.js');
      try {
        const patchwise = await open(options);
        await patchwise.load(scenes);
        const { steps } = await patchwise.pretrain(run);
        const bytes = Uint8Array.from(atob(zip), (letter) => letter.charCodeAt(0));
        const data = await patchwise.load({ kind: 'files', files: [new File([bytes], 'info.zip')] });
        const { threads } = patchwise.device;
        patchwise.close();
        return { steps, train: data.train, threads };
      } catch (error) {
        return { code: error.code, message: error.message };
      }
    },
    [options, FEW_SCENES, SHORT_RUN, zip],
  );
  await page.close();
  return { result, asked };
}

test('modules are fetched from where they are said to be', { timeout: 60_000 }, async () => {
  for (const threads of [1, 2]) {
    const { result } = await train({ device: 'cpu', threads, wasmUrl: `${url}/wasm` }, /\.wasm$/);
    assert.deepEqual(result, { steps: 12, train: 9, threads });
  }
});

test('workers are started from where they are said to be, with their modules', { timeout: 60_000 }, async () => {
  const { result, asked } = await train({ device: 'cpu', threads: 2, workerUrl: `${url}/` }, /worker|\.wasm$/);
  assert.deepEqual(result, { steps: 12, train: 9, threads: 2 });
  assert.ok(asked.some((address) => address.startsWith(url) && address.endsWith('.wasm')));
  const own = await train({ device: 'cpu', threads: 2, workerUrl: '/dist' });
  assert.deepEqual(own.result, { steps: 12, train: 9, threads: 2 });
});

test('a place that has nothing, or is none, is said', { timeout: 60_000 }, async () => {
  const { result: noWorkers } = await train({ device: 'cpu', threads: 1, workerUrl: '/nothing' });
  assert.match(noWorkers.message, /its script or module could not be loaded/);
  const { result: noModules } = await train({ device: 'cpu', threads: 1, wasmUrl: '/nothing' });
  assert.match(noModules.message, /404/);
  for (const options of [{ wasmUrl: '' }, { workerUrl: 7 }, { wasmUrl: 'https://[' }]) {
    const { result } = await train({ device: 'cpu', ...options });
    assert.deepEqual([result.code, /must be the address of a folder/.test(result.message)], ['invalid-config', true]);
  }
});

test('a GPU device of the caller computes in its own thread, and stays', { timeout: 300_000 }, async () => {
  const page = await context.page();
  const result = await page.evaluate(
    async ([scenes, run]) => {
      const { open } = await import('/dist/index.js');
      const adapter = await navigator.gpu.requestAdapter();
      const plain = await adapter.requestDevice();
      const { code, message } = await open({ gpuDevice: plain }).catch((error) => error);
      const wrong = await open({ gpuDevice: {} }).catch((error) => error.code);
      const device = await (
        await navigator.gpu.requestAdapter()
      ).requestDevice({ requiredFeatures: ['timestamp-query'] });
      const patchwise = await open({ gpuDevice: device });
      await patchwise.load(scenes);
      const { lastLoss } = await patchwise.pretrain({ ...run, epochs: 1 });
      const info = patchwise.device;
      patchwise.close();
      // It can still be used.
      device.pushErrorScope('validation');
      device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE });
      const error = await device.popErrorScope();
      const cpu = await open({ device: 'cpu' });
      await cpu.load(scenes);
      const expected = (await cpu.pretrain(run)).lastLoss;
      const again = await open({ gpuDevice: device });
      await again.load(scenes);
      device.destroy();
      const lost = await again.pretrain({ ...run, epochs: 50 }, { restarts: 0 }).catch((error) => error);
      return { code, message, wrong, info, lastLoss, expected, error: error?.message, lost: [lost.code, lost.isFatal] };
    },
    [FEW_SCENES, SHORT_RUN],
  );
  assert.equal(result.code, 'invalid-config');
  assert.match(result.message, /requiredFeatures: \['timestamp-query'\]/);
  assert.equal(result.wrong, 'invalid-config');
  assert.equal(result.info.kind, 'webgpu');
  assert.ok(Math.abs(result.lastLoss - result.expected) < 1e-3, `${result.lastLoss} and ${result.expected}`);
  assert.equal(result.error, undefined);
  assert.deepEqual(result.lost, ['device-failed', true]);
});
