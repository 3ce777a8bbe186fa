// The API and the page on WebGPU: the numbers of the CPU, and a lost device that loses nothing.
// Without an adapter these tests are skipped, and say so.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { openBlankPage } from '../../tools/browser.mjs';
import { root } from '../../tools/setup.mjs';
import { isLong } from '../long.mjs';
import { FEW_SCENES, enabled, openSettings, useGpuBrowser } from './support.mjs';

const context = useGpuBrowser();

/** A test that needs an adapter. */
function gpuTest(name, work) {
  test(name, { timeout: 600_000 }, async (t) => {
    if (!context.adapter) return t.skip('this machine offers no WebGPU adapter');
    await work(context.page);
  });
}

/** Tiny, as the adapter may be software. */
const SCENES = { ...FEW_SCENES, images: 8, labeledImages: 8, testImages: 4 };
const RUN = { batchSize: 2, epochs: 1, patchRatio: 0.4 };

gpuTest('a run that diverges fails, and no weight that is kept is infinite or NaN', async (page) => {
  const runs = await page.evaluate(
    async ([scenes, run, methods, rates]) => {
      const session = await globalThis.patchwise.open({ device: 'webgpu' });
      await session.load(scenes);
      const runs = [];
      for (const method of methods) {
        for (const learningRate of rates) {
          const optimizer = { kind: 'sgd', learningRate, momentum: 0.9 };
          const error = await session.pretrain({ ...run, method, optimizer }).then(
            () => null,
            ({ code }) => code,
          );
          const bytes = await session.save();
          const start = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
          const weights = new Float32Array(bytes.slice(start).buffer);
          runs.push({ method, learningRate, error, bad: weights.filter((value) => !Number.isFinite(value)).length });
        }
      }
      session.close();
      return runs;
    },
    isLong
      ? [SCENES, RUN, ['patch-rotnet', 'patch-relnet', 'rotnet', 'supervised'], [1e10, 1e20, 1e30]]
      : [SCENES, RUN, ['patch-rotnet', 'supervised'], [1e10, 1e30]],
  );
  for (const run of runs) {
    assert.equal(run.bad, 0, JSON.stringify(run));
    assert.ok(run.error === 'non-finite-loss' || run.learningRate < 1e30, JSON.stringify(run));
  }
});

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

gpuTest('`auto` takes the faster device by the time of a step, and says both times', async () => {
  const page = await openBlankPage(context.browser, context.server.url);
  const devices = await page.evaluate(async () => {
    // As if the software adapter were hardware.
    const info = { vendor: 'test', architecture: '', description: 'Fast GPU', isFallbackAdapter: false };
    Object.defineProperty(GPUAdapter.prototype, 'info', { get: () => info });
    const opened = async () => {
      const session = await globalThis.patchwise.open();
      session.close();
      return session.device;
    };
    const measured = await opened();
    const [key] = Object.keys(localStorage).filter((name) => name.startsWith('patchwise-times'));
    const known = localStorage.getItem(key);
    const again = await opened();
    localStorage.setItem(key, JSON.stringify({ value: { webgpu: 1.5, cpu: 50 }, at: Date.now() }));
    const faster = await opened();
    localStorage.removeItem(key);
    const fits = Object.keys(localStorage).filter((name) => name.startsWith('patchwise-fit'));
    const fit = JSON.parse(localStorage.getItem(fits[0])).value;
    return { measured, key, known: JSON.parse(known).value, again, faster, fit };
  });
  // On a software adapter the CPU is faster.
  assert.equal(devices.measured.kind, 'cpu');
  assert.match(
    devices.measured.reason,
    /faster here than WebGPU, which takes \d+ ms a step against [\d.]+ ms on the CPU/,
  );
  assert.match(devices.key, /Fast GPU test/);
  assert.ok(devices.known.webgpu > devices.known.cpu, JSON.stringify(devices.known));
  assert.deepEqual(devices.again, devices.measured);
  assert.equal(devices.faster.kind, 'webgpu');
  // What was measured of the adapter is kept, too.
  assert.deepEqual(devices.faster.fit, devices.fit);
  assert.ok(
    devices.fit.micros.every((micros) => micros > 0),
    JSON.stringify(devices.fit),
  );
  assert.match(devices.faster.reason, /is faster: 1\.5 ms a step against 50 ms on the CPU/);
  await page.close();
});

/** A lost device, as after a crash of its driver. */
async function crashGpu() {
  const devtools = await context.browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess').catch(() => undefined);
}

gpuTest('a lost device ends the run with a typed error and keeps the checkpoint, optimiser included', async (page) => {
  const running = page.evaluate(
    async ([scenes, run]) => {
      const session = await globalThis.patchwise.open({ device: 'webgpu' });
      await session.load(scenes);
      const checkpoints = [];
      let error;
      try {
        for await (const event of session.pretrain({ ...run, epochs: 100 }, { checkpointEveryMs: 0, restarts: 0 })) {
          if (event.kind !== 'progress') continue;
          checkpoints.push({ step: event.step, bytes: session.lastCheckpoint });
          globalThis.numCheckpoints = checkpoints.length;
        }
      } catch (caught) {
        error = caught;
      }
      /** Losses on the CPU by step. */
      const resume = async (bytes, untilStep) => {
        const again = await globalThis.patchwise.open({ device: 'cpu' });
        await again.load(scenes);
        const losses = {};
        for await (const event of again.pretrain({}, { resume: bytes })) {
          if (event.kind !== 'progress') continue;
          event.losses.forEach((loss, index) => (losses[event.step - event.losses.length + index + 1] = loss));
          if (event.step >= untilStep) break;
        }
        again.close();
        return losses;
      };
      const [before, last] = checkpoints.slice(-2);
      const resumed = await resume(session.lastCheckpoint, last.step + 4);
      const undisturbed = await resume(before.bytes, last.step + 4);
      return { code: error?.code, message: error?.message, step: last.step, resumed, undisturbed };
    },
    [SCENES, RUN],
  );
  await page.waitForFunction(() => globalThis.numCheckpoints >= 4, null, { timeout: 300_000 });
  await crashGpu();
  const { code, message, step, resumed, undisturbed } = await running;
  assert.equal(code, 'device-failed', message);
  assert.match(message, /checkpoint/);
  const first = Math.min(...Object.keys(resumed).map(Number));
  assert.ok(first > step, `resumed at step ${first} after a checkpoint of step ${step}`);
  // Without the optimiser's state, the second update would be another one.
  for (const [later, tolerance] of [1e-3, 1e-3, 1e-2].entries()) {
    const [loss, expected] = [resumed[first + later], undisturbed[first + later]];
    console.log(`step ${first + later}: loss ${loss} after the lost device, ${expected} undisturbed`);
    assert.ok(Math.abs(loss - expected) <= tolerance, `step ${first + later}: ${loss} instead of ${expected}`);
  }
});

gpuTest('the page trains on WebGPU, and goes on by itself after a lost device', async () => {
  const page = await context.browser.newPage();
  await page.goto(`${context.site.url}/?device=webgpu#lab`);
  await page.waitForSelector('#views figure', { timeout: 300_000 });
  assert.match(await page.textContent('#device'), /Runs on WebGPU/);
  await openSettings(page);
  await page.fill('input[name=images]', '8');
  await page.click('#load');
  await page.waitForFunction(() => document.querySelector('#data-text').textContent.includes(' 8 images'));
  await page.fill('input[name=batchSize]', '2');
  await page.fill('input[name=epochs]', '4');
  await page.click('#start');
  const reach = (least) =>
    page.waitForFunction(
      (least) => {
        const { textContent } = document.querySelector('#train-progress .progress-text');
        return Number(/Step (\d+)/.exec(textContent)?.[1]) >= least;
      },
      least,
      { timeout: 300_000 },
    );
  // A stopped run has a checkpoint at once; a running one, every ten seconds.
  await reach(2);
  await page.click('#stop');
  await page.waitForSelector(enabled('#resume'), { timeout: 60_000 });
  await page.click('#resume');
  await reach(3);
  await crashGpu();
  await page.waitForFunction(() => document.querySelector('#restart-text').textContent !== '', null, {
    timeout: 300_000,
  });
  assert.match(await page.textContent('#restart-text'), /^Restarted once by itself, .*device failed/i);
  assert.match(await page.textContent('#device'), /Runs on WebGPU/);
  await page.waitForFunction(() => document.querySelector('#status').textContent === 'Training finished.', null, {
    timeout: 300_000,
  });
  assert.match(await page.textContent('#chart-summary'), /After 16 steps/);
  await page.close();
});
