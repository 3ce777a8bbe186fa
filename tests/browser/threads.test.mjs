// Threads of the CPU in a tab: the same numbers for any count, and one thread or a typed error where they fail.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { page, serveFolder } from '../../tools/browser.mjs';
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

test('a page that is not isolated has one thread, and says why', async () => {
  const server = await serveFolder(root, 0, { isIsolated: false });
  const page = await context.browser.newPage();
  await page.goto(`${server.url}/tools/blank.html`);
  const { device, isolated } = await page.evaluate(async () => {
    const { open } = await import('/dist/index.js');
    const session = await open({ device: 'cpu', threads: 2 });
    return { device: session.device, isolated: crossOriginIsolated };
  });
  server.close();
  assert.deepEqual([device.threads, isolated], [1, false]);
  assert.match(device.reason, /on one thread, as the page is not cross-origin isolated/);
});

/** Opens the built page on a host that sends no headers, and counts how often it is loaded. */
async function openOnPlainHost(options = {}) {
  const server = await serveFolder(page, 0, { isIsolated: false });
  const tab = await context.browser.newContext(options);
  const opened = await tab.newPage();
  let loads = 0;
  // Not the event `load`: the page may be reloaded before it.
  opened.on('framenavigated', (frame) => (loads += frame === opened.mainFrame() ? 1 : 0));
  /** Waits from outside: looking at a page counts as using it, and one in use is not reloaded. */
  const isReloaded = async () => {
    for (let tries = 0; loads < 2; tries += 1) {
      assert.ok(tries < 600, 'not reloaded in half a minute');
      await setTimeout(50);
    }
    await opened.waitForFunction(() => crossOriginIsolated);
  };
  await opened.goto(`${server.url}/?device=cpu#lab`);
  const describe = async () => {
    await opened.waitForFunction(() => document.querySelector('#device').textContent.startsWith('Runs on'));
    return opened.evaluate(() => ({
      isolated: crossOriginIsolated,
      text: document.querySelector('#device').textContent,
    }));
  };
  const close = async () => {
    await tab.close();
    server.close();
  };
  return { opened, describe, isReloaded, loads: () => loads, close };
}

test('on a host that sends no headers, the page isolates itself in one reload', async () => {
  const { opened, describe, isReloaded, loads, close } = await openOnPlainHost();
  await isReloaded();
  const { text } = await describe();
  assert.match(text, /\d+ threads/);
  assert.equal(loads(), 2);
  await opened.reload();
  assert.equal((await describe()).isolated, true);
  assert.equal(loads(), 3);
  await close();
});

test('where service workers are refused, the page computes on one thread, says so and is not reloaded', async () => {
  const { describe, loads, close } = await openOnPlainHost({ serviceWorkers: 'block' });
  const { isolated, text } = await describe();
  assert.equal(isolated, false);
  assert.match(text, /on one thread, as the page is not cross-origin isolated/);
  assert.equal(loads(), 1);
  await close();
});

test('a page that reloading does not isolate is reloaded once', async () => {
  const { opened, describe, isReloaded, loads, close } = await openOnPlainHost();
  await isReloaded();
  // The service worker is gone, and this tab was reloaded for it before.
  await opened.evaluate(async () => {
    sessionStorage.setItem('patchwise-isolate', 'yes');
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  });
  await opened.reload();
  assert.equal((await describe()).isolated, false);
  await opened.waitForTimeout(1000);
  assert.equal(loads(), 3);
  await close();
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
      const run = session.pretrain({ epochs: 100, batchSize: 4 }, { restarts: 0 });
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
