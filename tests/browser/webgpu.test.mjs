// The same API on WebGPU: the numbers of the CPU, and a lost device that loses nothing.
// Without an adapter these tests are skipped, and say so.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launchBrowser, openBlankPage, serveFolder } from '../../tools/browser.mjs';
import { FEW_SCENES } from './support.mjs';

const context = {};

before(async () => {
  context.server = await serveFolder();
  context.browser = await launchBrowser({ webgpu: true });
  context.page = await openBlankPage(context.browser, context.server.url);
  context.adapter = await context.page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
});

after(async () => {
  await context.browser?.close();
  context.server?.close();
});

/** A test that needs an adapter. */
function gpuTest(name, work) {
  test(name, { timeout: 600_000 }, async (t) => {
    if (!context.adapter) return t.skip('this machine offers no WebGPU adapter');
    await work(context.page);
  });
}

/** Tiny, as the adapter may be software. */
const SCENES = { ...FEW_SCENES, unlabeled: 8, train: 8, test: 4 };
const RUN = { batchSize: 2, epochs: 1, patchRatio: 0.4 };

gpuTest('the first loss is the CPU loss within 1e-3, the third within 1e-2', async (page) => {
  const result = await page.evaluate(
    async ([scenes, run]) => {
      const losses = {};
      let bytes;
      for (const device of ['cpu', 'webgpu']) {
        const session = await globalThis.patchwise.open({ device });
        await session.load(scenes);
        losses[device] = [];
        for await (const event of session.pretrain(run)) {
          if (event.kind === 'progress') losses[device].push(...event.losses);
        }
        if (device === 'webgpu') {
          bytes = await session.save();
          losses.webgpuMaps = Array.from((await session.attend({ indices: [0] })).maps);
        }
        losses[`${device}Info`] = session.device;
        session.close();
      }
      // What WebGPU saved, the CPU reads.
      const reader = await globalThis.patchwise.open({ device: 'cpu' });
      await reader.load(scenes);
      const info = await reader.loadModel(bytes);
      losses.cpuMaps = Array.from((await reader.attend({ indices: [0] })).maps);
      reader.close();
      return { ...losses, info };
    },
    [SCENES, RUN],
  );
  assert.equal(result.webgpuInfo.kind, 'webgpu');
  assert.equal(result.webgpu.length, 4);
  const difference = (step) => Math.abs(result.webgpu[step] - result.cpu[step]);
  console.log(`losses on the CPU ${result.cpu}, on WebGPU ${result.webgpu}`);
  assert.ok(difference(0) < 1e-3, `first losses differ by ${difference(0)}`);
  assert.ok(difference(2) < 1e-2, `third losses differ by ${difference(2)}`);
  assert.equal(result.info.step, 4);
  const worst = Math.max(...result.webgpuMaps.map((value, place) => Math.abs(value - result.cpuMaps[place])));
  // The same weights on both devices; maps run over 0..1.
  assert.ok(worst < 1e-3, `attention maps differ by ${worst}`);
});

gpuTest('with software only, `auto` takes the CPU and says why', async (page) => {
  const device = await page.evaluate(async () => {
    const session = await globalThis.patchwise.open();
    session.close();
    return session.device;
  });
  if (device.kind === 'cpu') assert.match(device.reason, /software/);
});

gpuTest('a lost device ends the run with a typed error and keeps the checkpoint', async (page) => {
  const running = page.evaluate(
    async ([scenes, run]) => {
      const session = await globalThis.patchwise.open({ device: 'webgpu' });
      await session.load(scenes);
      try {
        for await (const event of session.pretrain({ ...run, epochs: 100 }, { checkpointEveryMs: 0 })) {
          if (event.kind === 'progress') globalThis.isTraining = true;
        }
        return { code: 'no error' };
      } catch (error) {
        const checkpoint = session.lastCheckpoint;
        const again = await globalThis.patchwise.open({ device: 'cpu' });
        await again.load(scenes);
        let first;
        for await (const event of again.pretrain({}, { resume: checkpoint })) {
          if (event.kind !== 'progress') continue;
          first = event;
          break;
        }
        again.close();
        return { code: error.code, message: error.message, bytes: checkpoint?.length, first };
      }
    },
    [SCENES, RUN],
  );
  await page.waitForFunction(() => globalThis.isTraining, null, { timeout: 300_000 });
  const devtools = await context.browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess').catch(() => undefined);
  const result = await running;
  assert.equal(result.code, 'device-failed', result.message);
  assert.match(result.message, /checkpoint/);
  assert.ok(result.bytes > 0);
  assert.ok(result.first.step >= 2, 'the resumed run starts after the checkpoint');
});
