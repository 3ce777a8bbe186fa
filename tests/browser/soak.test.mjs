// A thousand steps: nothing that a step takes may stay behind.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launchBrowser, openBlankPage, serveFolder } from '../../tools/browser.mjs';

const STEPS = 1000;
/** Until then pools may still grow. */
const WARM_UP = 50;
const context = {};

before(async () => {
  context.server = await serveFolder();
  context.browser = await launchBrowser({ webgpu: true, arguments: ['--js-flags=--expose-gc'] });
});

after(async () => {
  await context.browser?.close();
  context.server?.close();
});

/** Counts, in a worker, the GPU buffers that are not destroyed, and the bytes of its JavaScript after a collection. */
function countResources() {
  if (typeof GPUDevice !== 'undefined' && !globalThis.liveBuffers) {
    globalThis.liveBuffers = new Set();
    const { createBuffer } = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (descriptor) {
      const buffer = createBuffer.call(this, descriptor);
      globalThis.liveBuffers.add(buffer);
      return buffer;
    };
    const { destroy } = GPUBuffer.prototype;
    GPUBuffer.prototype.destroy = function () {
      globalThis.liveBuffers.delete(this);
      return destroy.call(this);
    };
  }
  globalThis.gc?.();
  return { buffers: globalThis.liveBuffers?.size ?? 0, heap: performance.memory?.usedJSHeapSize ?? 0 };
}

/** Trains and samples what is held after the warm-up and at the end. */
async function soak(device) {
  const page = await openBlankPage(context.browser, context.server.url);
  const workers = [];
  page.on('worker', (worker) => {
    workers.push(worker);
    void worker.evaluate(countResources).catch(() => undefined);
  });
  const samples = [];
  await page.exposeFunction('sample', async (step, wasm) => {
    // A self-test on the CPU has a worker of its own.
    const worker = workers.find((worker) => worker.url().includes(`worker-${device}`));
    samples.push({ step, wasm, ...(await worker.evaluate(countResources)) });
  });
  await page.evaluate(
    async ([device, steps, warmUp]) => {
      // Smaller than scenes can be, so that a thousand steps are soon done.
      const drawFiles = () =>
        Promise.all(
          Array.from({ length: 8 }, async (_, index) => {
            const canvas = new OffscreenCanvas(8, 8);
            const context = canvas.getContext('2d');
            context.fillStyle = `hsl(${index * 45} 80% 50%)`;
            context.fillRect(index % 4, 1, 4, 3);
            const file = new File([await canvas.convertToBlob()], `${index}.png`);
            return { path: `images/${index}.png`, file };
          }),
        );
      const session = await globalThis.patchwise.open({ device });
      await session.load({ kind: 'files', imageSize: 8, files: await drawFiles() });
      let next = warmUp;
      for await (const event of session.pretrain({ method: 'patch-rotnet', batchSize: 2, epochs: steps / 4 })) {
        if (event.kind !== 'progress' || event.step < next) continue;
        await globalThis.sample(event.step, await session.memory());
        next += (steps - warmUp) / 5;
      }
      session.close();
    },
    [device, STEPS, WARM_UP],
  );
  await page.close();
  return samples;
}

function assertFlat(samples) {
  const [first, ...rest] = samples;
  console.log(samples.map((sample) => JSON.stringify(sample)).join('\n'));
  assert.ok(rest.length >= 4, `${samples.length} samples`);
  for (const sample of rest) {
    assert.equal(sample.wasm, first.wasm, `wasm memory grew by step ${sample.step}`);
    assert.ok(sample.buffers <= first.buffers, `GPU buffers grew to ${sample.buffers} by step ${sample.step}`);
  }
  // The collector leaves some slack; a step that leaked even a kilobyte would show as a megabyte.
  assert.ok(rest.at(-1).heap < first.heap + 1e6, `the JavaScript heap grew to ${rest.at(-1).heap}`);
}

test(`${STEPS} steps on the CPU leave memory as it was`, { timeout: 600_000 }, async () => {
  assertFlat(await soak('cpu'));
});

test(`${STEPS} steps on WebGPU leave memory and buffers as they were`, { timeout: 1_800_000 }, async (t) => {
  const page = await openBlankPage(context.browser, context.server.url);
  const hasAdapter = await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
  await page.close();
  if (!hasAdapter) return t.skip('this machine offers no WebGPU adapter');
  assertFlat(await soak('webgpu'));
});
