// Two hundred steps, a thousand in the long run: nothing that a step takes may stay behind.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launchBrowser, openBlankPage, serveFolder } from '../../tools/browser.mjs';
import { isLong } from '../long.mjs';

const [STEPS, EVERY] = isLong ? [1000, 100] : [200, 50];
/** Until then pools may still grow. */
const WARM_UP = 100;
/** Bytes of about one checkpoint, for which the allocator may once find no free block: a kilobyte per step. */
const SLACK = 1_048_576;
const context = {};

before(async () => {
  context.server = await serveFolder();
  context.browser = await launchBrowser({ webgpu: true });
});

after(async () => {
  await context.browser?.close();
  context.server?.close();
});

/** In a worker, before its device opens: keeps the GPU buffers that are not destroyed. */
function watchBuffers() {
  if (typeof GPUDevice === 'undefined') return;
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

/** Calls the developer tools of the worker whose script has this name. */
async function openTools(page, script) {
  const client = await page.context().newCDPSession(page);
  const answers = new Map();
  let session;
  client.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.url.includes(script)) session = sessionId;
  });
  client.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    answers.get(id)?.(result);
  });
  await client.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return (method) =>
    new Promise((resolve) => {
      const id = answers.size + 1;
      answers.set(id, resolve);
      void client.send('Target.sendMessageToTarget', { sessionId: session, message: JSON.stringify({ id, method }) });
    });
}

/** Trains and samples what is held after the warm-up and later. */
async function soak(device) {
  const page = await openBlankPage(context.browser, context.server.url);
  const tools = await openTools(page, `worker-${device}`);
  const workers = [];
  page.on('worker', (worker) => {
    workers.push(worker);
    void worker.evaluate(watchBuffers).catch(() => undefined);
  });
  const samples = [];
  await page.exposeFunction('sample', async (step, wasm) => {
    // A self-test on the CPU has a worker of its own.
    const worker = workers.find((worker) => worker.url().includes(`worker-${device}`));
    const buffers = await worker.evaluate(() => globalThis.liveBuffers?.size ?? 0);
    await tools('HeapProfiler.collectGarbage');
    const { usedSize } = await tools('Runtime.getHeapUsage');
    samples.push({ step, wasm, buffers, heap: usedSize });
  });
  await page.evaluate(
    async ([device, steps, every, warmUp]) => {
      // Smaller than scenes can be, so that the steps are soon done.
      const drawFile = async (index) => {
        const canvas = new OffscreenCanvas(8, 8);
        const context = canvas.getContext('2d');
        context.fillStyle = `hsl(${index * 45} 80% 50%)`;
        context.fillRect(index % 4, 1, 4, 3);
        return { path: `images/${index}.png`, file: new File([await canvas.convertToBlob()], `${index}.png`) };
      };
      const files = await Promise.all(Array.from({ length: 8 }, (_, index) => drawFile(index)));
      const session = await globalThis.patchwise.open({ device });
      const data = await session.load({ kind: 'files', imageSize: 8, files });
      // One epoch more than is sampled: at its end a run reads its whole network once.
      const epochs = Math.ceil(steps / Math.floor(data.unlabeled / 2)) + 1;
      let next = warmUp;
      // Checkpoints from the start, as the first one needs room too.
      const options = { checkpointEveryMs: device === 'cpu' ? 300 : 3000 };
      for await (const event of session.pretrain({ method: 'patch-rotnet', batchSize: 2, epochs }, options)) {
        if (event.kind !== 'progress' || event.step < next) continue;
        await globalThis.sample(event.step, await session.memory());
        if (event.step >= steps) break;
        next = Math.min(event.step + every, steps);
      }
      session.close();
    },
    [device, STEPS, EVERY, WARM_UP],
  );
  await page.close();
  return samples;
}

function assertFlat(samples) {
  const [first, ...rest] = samples;
  console.log(samples.map((sample) => JSON.stringify(sample)).join('\n'));
  assert.ok(rest.length >= 2 && rest.at(-1).step >= STEPS, `${samples.length} samples`);
  for (const sample of rest) {
    assert.ok(sample.buffers <= first.buffers, `GPU buffers grew to ${sample.buffers} by step ${sample.step}`);
    assert.ok(sample.wasm - first.wasm <= SLACK, `wasm memory grew to ${sample.wasm} by step ${sample.step}`);
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
