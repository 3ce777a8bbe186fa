// Threads of the CPU in a tab: the same numbers for any count, and one thread or a typed error where they fail.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';

import sirv from 'sirv';

import { root } from '../../tools/setup.mjs';
import { FEW_SCENES, SHORT_RUN, useBrowser } from './support.mjs';

const context = useBrowser();

/** Trains and evaluates a little on a number of threads. */
async function work(page, threads) {
  return page.evaluate(
    async ([threads, scenes, run]) => {
      const session = await globalThis.patchwise.open({ device: 'cpu', threads });
      await session.load(scenes);
      const losses = [];
      for await (const event of session.pretrain({ ...run, epochs: 2 }))
        if (event.kind === 'progress') losses.push(...event.losses);
      const reports = [];
      for (const protocol of ['linear', 'knn', 'finetune', 'retrieval']) {
        reports.push(await session.evaluate({ protocol, epochs: 2, compareRandom: false }));
      }
      const bytes = await session.save();
      // The weights, which follow a header with its length.
      const weights = bytes.slice(8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)));
      const model = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', weights)));
      const { embedding2d } = await session.embed({ maxImages: 20, iterations: 50 });
      session.close();
      return { threads: session.device.threads, losses, reports, model, map: Array.from(embedding2d) };
    },
    [threads, FEW_SCENES, SHORT_RUN],
  );
}

test('one, two and three threads give the same bits', { timeout: 180_000 }, async () => {
  const page = await context.page();
  const [one, two, three] = [await work(page, 1), await work(page, 2), await work(page, 3)];
  assert.deepEqual([one.threads, two.threads, three.threads], [1, 2, 3]);
  assert.deepEqual({ ...two, threads: 0 }, { ...one, threads: 0 });
  assert.deepEqual({ ...three, threads: 0 }, { ...one, threads: 0 });
});

test('by default every core is used; wrong counts are refused', async () => {
  const page = await context.page();
  const [threads, cores, ...codes] = await page.evaluate(async () => {
    const { open } = globalThis.patchwise;
    const session = await open({ device: 'cpu' });
    const code = (threads) => open({ device: 'cpu', threads }).catch((error) => [error.code, error.field].join());
    return [session.device.threads, navigator.hardwareConcurrency, await code(0), await code(1.5), await code('two')];
  });
  assert.equal(threads, cores);
  assert.deepEqual(codes, Array(3).fill('invalid-config,threads'));
});

test('a page that is not isolated has one thread', async () => {
  const server = createServer(sirv(root, { dev: true }));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await context.browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/tools/blank.html`);
  const { threads, isolated } = await page.evaluate(async () => {
    const { open } = await import('/dist/index.js');
    const session = await open({ device: 'cpu', threads: 2 });
    return { threads: session.device.threads, isolated: crossOriginIsolated };
  });
  server.close();
  assert.deepEqual([threads, isolated], [1, false]);
});

test('where a thread cannot be started, one thread computes, and says why', async () => {
  const page = await context.page();
  await page.route('**/worker-thread.js', (route) => route.fulfill({ status: 404 }));
  const { device, steps } = await page.evaluate(async (scenes) => {
    const session = await globalThis.patchwise.open({ device: 'cpu', threads: 2 });
    await session.load(scenes);
    const { steps } = await session.pretrain({ epochs: 1, batchSize: 12 });
    return { device: session.device, steps };
  }, FEW_SCENES);
  assert.equal(device.threads, 1);
  assert.match(device.reason, /on one thread, as more could not be started/);
  assert.equal(steps, 2);
});

test(
  'a thread that fails later ends the instance with a typed error, and no call hangs',
  { timeout: 60_000 },
  async () => {
    const page = await context.page();
    const codes = await page.evaluate(async (scenes) => {
      const workers = [];
      const { Worker } = globalThis;
      globalThis.Worker = class extends Worker {
        constructor(...values) {
          super(...values);
          workers.push(this);
        }
      };
      const session = await globalThis.patchwise.open({ device: 'cpu', threads: 2 });
      globalThis.Worker = Worker;
      await session.load(scenes);
      const run = session.pretrain({ epochs: 100, batchSize: 4 });
      await run[Symbol.asyncIterator]().next();
      const ended = run.then(
        () => 'completed',
        (error) => error.code,
      );
      workers[1].dispatchEvent(new ErrorEvent('error', { message: 'unreachable' }));
      return [workers.length, await ended, await session.save().catch((error) => error.code)];
    }, FEW_SCENES);
    assert.deepEqual(codes, [2, 'internal-error', 'internal-error']);
  },
);
