// Runs that go on by themselves: a dead worker, a lost device, too little memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { page as pageFolder } from '../../tools/browser.mjs';
import { FEW_SCENES, loadFew, openBuiltPage, useBrowser } from './support.mjs';

const context = useBrowser();
const page = useBrowser({ folder: pageFolder });

/** In a page: keeps the workers of the engine, which can then be made to fail. */
function keepWorkers() {
  const { Worker } = globalThis;
  globalThis.workers = [];
  globalThis.Worker = class extends Worker {
    constructor(url, options) {
      super(url, options);
      if (String(url).includes('worker-cpu')) globalThis.workers.push(this);
    }
  };
}

/** Trains 24 images for 4 epochs; workers fail as `failures` says, one after each so many events of progress. */
async function train(tab, { failures, options = {}, config = {} }) {
  await tab.evaluate(keepWorkers);
  return tab.evaluate(
    async ({ source, failures, options, config }) => {
      const ends = {
        dead: (worker) => worker.dispatchEvent(new ErrorEvent('error', { message: 'it was ended' })),
        lost: (worker) => fatal(worker, 'device-failed', 'The device failed.'),
        memory: (worker) => fatal(worker, 'out-of-memory', 'There is not enough memory.'),
      };
      const fatal = (worker, code, message) =>
        worker.dispatchEvent(new MessageEvent('message', { data: { fatal: { code, message } } }));
      const session = await globalThis.patchwise.open({ device: 'cpu' });
      await session.load(source);
      await session.label([1, 2], 'house');
      const left = [...failures];
      const seen = { events: [], losses: [], restarts: [], error: null };
      // What the test itself does is no option of the package.
      const { isAtOnce, isStopped, ...own } = options;
      const run = session.pretrain(
        { batchSize: 4, epochs: 4, augmentation: { crop: false, flip: true }, seed: 3, ...config },
        { checkpointEveryMs: 0, ...own },
      );
      try {
        for await (const event of run) {
          seen.events.push(event.kind);
          if (event.kind === 'restarted') {
            const { done, restarts, reason, imagesAtOnce } = event;
            seen.restarts.push([restarts, imagesAtOnce, reason.code]);
            seen.losses.length = done;
          }
          if (event.kind === 'progress') seen.losses.push(...event.losses);
          const isDue = event.kind === 'progress' || isAtOnce;
          if (isDue && left.length > 0) ends[left.shift()](globalThis.workers.at(-1));
          if (isDue && isStopped) void run.stop();
        }
        seen.summary = await run;
        seen.model = Array.from(await session.save());
        seen.labels = await session.labels();
      } catch (error) {
        seen.error = [error.code, error.message];
      }
      session.close();
      return seen;
    },
    { source: FEW_SCENES, failures, options, config },
  );
}

test(
  'a run goes on to the same network after its worker died or its device was lost',
  { timeout: 120_000 },
  async () => {
    const tab = await context.page();
    const whole = await train(tab, { failures: [] });
    const repaired = await train(tab, { failures: ['dead', 'lost'] });
    assert.equal(repaired.error, null);
    assert.deepEqual(
      repaired.restarts.map(([, images, code]) => [images, code]),
      [
        [4, 'internal-error'],
        [4, 'device-failed'],
      ],
    );
    assert.equal(repaired.events.filter((kind) => kind === 'started').length, 1);
    assert.deepEqual(repaired.losses, whole.losses);
    assert.deepEqual(repaired.model, whole.model);
    assert.equal(repaired.summary.completed, true);
    assert.deepEqual(repaired.labels, { classNames: ['house'], classes: { 1: 0, 2: 0 } });
    await tab.close();
  },
);

test('three restarts in a row are the most, and none where they are not wanted', { timeout: 120_000 }, async () => {
  const tab = await context.page();
  const failures = ['dead', 'dead', 'dead', 'dead'];
  // Each fails before it has taken a step.
  const given = await train(tab, { failures, options: { isAtOnce: true } });
  assert.deepEqual(
    given.restarts.map(([restarts]) => restarts),
    [1, 2, 3],
  );
  assert.deepEqual(given.error, ['internal-error', 'The worker stopped: it was ended.']);
  const none = await train(tab, { failures: ['dead'], options: { restarts: 0 } });
  assert.deepEqual([none.restarts, none.error[0]], [[], 'internal-error']);
  const wrong = await train(tab, { failures: [], options: { restarts: -1 } });
  assert.deepEqual(wrong.error, ['invalid-config', '`restarts` is -1, but must be a whole number, 0 or more.']);
  await tab.close();
});

test('a run that is stopped while it is restarted keeps its network', { timeout: 120_000 }, async () => {
  const tab = await context.page();
  const { events, summary, model, error } = await train(tab, { failures: ['dead'], options: { isStopped: true } });
  assert.equal(error, null);
  assert.equal(events.at(-1), 'stopped');
  assert.ok(summary.steps > 0 && !summary.completed, `${summary.steps} steps`);
  assert.ok(model.length > 300_000);
  await tab.close();
});

test('where memory is short, gradients are computed for half as many images', { timeout: 120_000 }, async () => {
  const tab = await context.page();
  const config = { batchSize: 8 };
  const repaired = await train(tab, { failures: ['memory', 'memory'], config });
  assert.deepEqual(
    repaired.restarts.map(([, images, code]) => [images, code]),
    [
      [4, 'out-of-memory'],
      [2, 'out-of-memory'],
    ],
  );
  assert.equal(repaired.summary.completed, true);
  assert.equal(repaired.summary.steps, 12, 'the batch size stays');
  const last = await train(tab, { failures: ['memory'], config: { batchSize: 3 } });
  assert.equal(last.error[0], 'out-of-memory', 'fewer than two images are too few for batch norm');
  // Asked for from the start, it is another run, but a near one.
  const [whole, micro] = [
    await train(tab, { failures: [], config }),
    await train(tab, { failures: [], config: { ...config, microBatch: 4 } }),
  ];
  assert.notDeepEqual(micro.losses, whole.losses);
  assert.ok(Math.abs(micro.losses[0] - whole.losses[0]) < 0.5);
  await tab.close();
});

test('a batch that no memory holds is trained all the same', { timeout: 300_000 }, async () => {
  const tab = await context.page();
  const found = await tab.evaluate(async () => {
    const session = await globalThis.patchwise.open({ device: 'cpu' });
    await session.load({ kind: 'scenes', imageSize: 96, images: 96, labeledImages: 1, testImages: 1 });
    const restarts = [];
    let losses;
    for await (const event of session.pretrain({ batchSize: 96, epochs: 1 })) {
      if (event.kind === 'restarted') restarts.push([event.reason.code, event.imagesAtOnce]);
      if (event.kind === 'progress') ({ losses } = event);
      if (losses) break;
    }
    session.close();
    return { restarts, losses };
  });
  assert.deepEqual(found.restarts, [['out-of-memory', 48]]);
  assert.ok(found.losses[0] > 1 && found.losses[0] < 4, `${found.losses}`);
});

test('the page tells of a restart, and keeps the screen on while it trains', { timeout: 120_000 }, async () => {
  const tab = await page.browser.newPage();
  await tab.addInitScript(() => {
    globalThis.locks = [];
    const request = async () => {
      const lock = { released: false, release: async () => void (lock.released = true) };
      globalThis.locks.push(lock);
      return lock;
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  });
  await tab.addInitScript(keepWorkers);
  const built = await openBuiltPage({ ...page, browser: { newPage: async () => tab } });
  await loadFew(built);
  const locks = () => built.evaluate(() => globalThis.locks.map(({ released }) => released));
  await built.waitForFunction(() => globalThis.locks.every(({ released }) => released));
  const before = (await locks()).length;
  await built.fill('input[name=epochs]', '30');
  await built.click('#start');
  await built.waitForFunction(() =>
    document.querySelector('#train-progress .progress-text').textContent.startsWith('Step'),
  );
  assert.deepEqual((await locks()).slice(before), [false]);
  await built.evaluate(() => {
    globalThis.workers.at(-1).dispatchEvent(new ErrorEvent('error', { message: 'it was ended' }));
  });
  await built.waitForFunction(() => document.querySelector('#restart-text').textContent !== '');
  assert.match(
    await built.textContent('#restart-text'),
    /^Restarted once by itself, the last time at step \d+: The worker stopped: it was ended\.$/,
  );
  await built.waitForFunction(() => document.querySelector('#status').textContent === 'Training finished.', null, {
    timeout: 60_000,
  });
  await built.waitForFunction(() => globalThis.locks.every(({ released }) => released));
  assert.deepEqual(built.problems, []);
  await built.close();
});
