// The published API on the CPU, in a real browser, from the built package.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FEW_SCENES, SHORT_RUN, useBrowser } from './support.mjs';

const context = useBrowser();

/** Runs `job` in a new page with an open device; arguments must be plain. */
async function inPage(job, argument) {
  const page = await context.page();
  try {
    return await page.evaluate(`(async () => {
      const { open, PatchwiseError } = globalThis.patchwise;
      const session = await open({ device: 'cpu' });
      const code = async (work) => { try { await work(); return 'no error'; } catch (error) { return [error.code, error.message, error instanceof PatchwiseError]; } };
      try { return await (${job.toString()})({ session, code, open }, ${JSON.stringify(argument ?? null)}); }
      finally { session.close(); }
    })()`);
  } finally {
    await page.close();
  }
}

const both = { scenes: FEW_SCENES, run: SHORT_RUN };

test('six lines pretrain, measure and save', async () => {
  const result = await inPage(async ({ session }, { scenes, run }) => {
    const data = await session.load(scenes);
    const summary = await session.pretrain({ ...run, batchSize: 4 });
    const report = await session.evaluate({ protocol: 'linear', epochs: 5 });
    return { data, summary, report, bytes: (await session.save()).length, device: session.device };
  }, both);
  assert.equal(result.device.kind, 'cpu');
  assert.equal(result.data.unlabeled, 24);
  assert.equal(result.data.classNames.length, 10);
  assert.equal(result.summary.completed, true);
  assert.equal(result.summary.steps, 6);
  assert.ok(result.summary.firstLoss > 1 && result.summary.firstLoss < 4);
  assert.ok(result.report.pretrained.accuracy >= 0 && result.report.random.accuracy <= 1);
  assert.equal(
    result.report.pretrained.confusion.flat().reduce((sum, count) => sum + count),
    20,
  );
  assert.ok(result.bytes > 77392 * 4);
});

test('events carry loss, accuracy, speed and time left', async () => {
  const events = await inPage(async ({ session }, { scenes, run }) => {
    const events = [];
    for await (const event of session.load(scenes)) events.push(event);
    for await (const event of session.pretrain(run)) events.push(event);
    return events;
  }, both);
  const training = events.filter((event) => event.kind === 'progress' && 'loss' in event);
  assert.equal(training.at(-1).step, 12);
  for (const event of training) {
    assert.ok(event.losses.every(Number.isFinite) && event.imagesPerSecond > 0 && event.remainingMs >= 0);
    assert.ok(event.pretextAccuracy >= 0 && event.pretextAccuracy <= 1);
  }
  assert.deepEqual(events.filter((event) => event.kind === 'finished').length, 2);
});

test('a seed repeats a run bit for bit', async () => {
  const losses = await inPage(async ({ session }, { scenes, run }) => {
    await session.load(scenes);
    const losses = [];
    for (let round = 0; round < 2; round++) {
      losses.push([]);
      for await (const event of session.pretrain(run))
        if (event.kind === 'progress') losses[round].push(...event.losses);
    }
    return losses;
  }, both);
  assert.deepEqual(losses[0], losses[1]);
});

test('aborting stops after the current step and keeps what was learnt', async () => {
  const result = await inPage(async ({ session }, { scenes, run }) => {
    await session.load(scenes);
    const controller = new AbortController();
    let after = 0;
    let summary;
    for await (const event of session.pretrain({ ...run, epochs: 50 }, { signal: controller.signal })) {
      if (controller.signal.aborted && event.kind === 'progress') after++;
      if (event.kind === 'progress' && event.step >= 3) controller.abort();
      if (event.kind === 'finished') summary = event;
    }
    return { after, summary, bytes: (await session.save()).length };
  }, both);
  assert.equal(result.after, 0);
  assert.equal(result.summary.completed, false);
  assert.ok(result.bytes > 0);
});

test('leaving the loop stops the run, and another can start', async () => {
  const result = await inPage(async ({ session }, { scenes, run }) => {
    await session.load(scenes);
    for await (const event of session.pretrain({ ...run, epochs: 50 })) if (event.kind === 'progress') break;
    return session.pretrain(run);
  }, both);
  assert.equal(result.completed, true);
});

test('not asking for the next event pauses the run', async () => {
  const steps = await inPage(async ({ session }, { scenes, run }) => {
    await session.load(scenes);
    const events = session.pretrain({ ...run, epochs: 50 })[Symbol.asyncIterator]();
    await events.next();
    const first = (await events.next()).value;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const second = (await events.next()).value;
    await events.return();
    return [first, second];
  }, both);
  const [first, second] = steps;
  assert.equal(second.step - second.losses.length, first.step, 'nothing ran in between');
  assert.ok(second.elapsedMs - first.elapsedMs < 1400, 'the pause is not counted as work');
});

test('views and attention have their documented shapes', async () => {
  const result = await inPage(async ({ session }, { scenes, run }) => {
    await session.load(scenes);
    await session.pretrain(run);
    const views = await session.views({ indices: [0, 5], patchRatio: 0.5 });
    const attention = await session.attend({ indices: [1], split: 'test' });
    await session.evaluate({ protocol: 'linear', epochs: 2 });
    const label = await session.attend({ indices: [1], split: 'test', target: 'label' });
    const images = await session.images({ indices: [3], split: 'train' });
    return {
      views: [views.pixels.length, views.boxes, views.targets],
      maps: attention.maps.length,
      extremes: [Math.min(...attention.maps), Math.max(...attention.maps)],
      overlays: attention.overlays.length,
      targets: attention.targetClasses,
      label: [label.targetClasses, label.classNames.length],
      images: [images.pixels.length, images.labels],
    };
  }, both);
  assert.equal(result.views[0], 2 * 8 * 32 * 32 * 3);
  assert.equal(result.views[1].length, 2);
  assert.equal(result.views[1][0].side, 16);
  assert.deepEqual(result.views[2], [0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7]);
  assert.equal(result.maps, 8 * 32 * 32);
  assert.ok(result.extremes[0] >= 0 && result.extremes[1] <= 1.000001 && result.extremes[1] > 0.5);
  assert.equal(result.overlays, 8 * 32 * 32 * 3);
  assert.deepEqual(result.targets, [0, 1, 2, 3, 4, 5, 6, 7]);
  // Classes take turns over all splits: image 24 + 40 + 1 has label 5, image 24 + 3 has label 7.
  assert.deepEqual(result.label, [Array(8).fill(5), 10]);
  assert.deepEqual(result.images, [32 * 32 * 3, [7]]);
});

test('a network goes from one instance to another', async () => {
  const result = await inPage(async ({ session, open }, { scenes, run }) => {
    await session.load(scenes);
    await session.pretrain({ ...run, method: 'patch-relnet' });
    const bytes = await session.save();
    const other = await open({ device: 'cpu' });
    const info = await other.loadModel(bytes.slice());
    await other.load(scenes);
    const reports = [await session.evaluate({ protocol: 'knn' }), await other.evaluate({ protocol: 'knn' })];
    const again = await other.save();
    other.close();
    return { info, reports, same: again.every((byte, place) => byte === bytes[place]) };
  }, both);
  assert.equal(result.info.config.method, 'patch-relnet');
  assert.deepEqual(result.reports[0], result.reports[1]);
  assert.ok(result.same);
});

test('a run goes on from a checkpoint as if it had not stopped', async () => {
  const [whole, resumed] = await inPage(async ({ session }, { scenes, run }) => {
    await session.load(scenes);
    const collect = async (events, stopAt) => {
      const losses = [];
      for await (const event of events) {
        if (event.kind === 'progress') losses.push(...event.losses);
        if (losses.length >= stopAt) break;
      }
      return losses;
    };
    const whole = await collect(session.pretrain(run), Infinity);
    const controller = new AbortController();
    const first = [];
    for await (const event of session.pretrain(run, { signal: controller.signal })) {
      if (event.kind === 'progress') first.push(...event.losses);
      if (first.length >= 3) controller.abort();
    }
    const rest = await collect(session.pretrain({}, { resume: session.lastCheckpoint }), Infinity);
    return [whole, [...first, ...rest]];
  }, both);
  assert.deepEqual(resumed, whole);
});

test('errors have codes and say what to do', async () => {
  const errors = await inPage(async ({ session, code, open }, { scenes, run }) => {
    const errors = {};
    errors.webgpu = await code(() => open({ device: 'webgpu' }));
    errors.early = await code(() => session.pretrain(run));
    errors.unsaved = await code(() => session.save());
    await session.load(scenes);
    errors.unknown = await code(() => session.pretrain({ ...run, metod: 'rotnet' }));
    errors.batch = await code(() => session.pretrain({ batchSize: 100 }));
    errors.ratio = await code(() => session.pretrain({ ...run, patchRatio: 2 }));
    errors.index = await code(() => session.views({ indices: [99] }));
    errors.model = await code(() => session.loadModel(new Uint8Array([1, 2, 3])));
    errors.diverged = await code(() =>
      session.pretrain({ ...run, optimizer: { kind: 'sgd', learningRate: 1e30, momentum: 0 } }),
    );
    errors.label = await code(() => session.attend({ indices: [0], target: 'label' }));
    errors.kept = (await session.save()).length > 0;
    const first = session.pretrain({ ...run, epochs: 9 })[Symbol.asyncIterator]();
    await first.next();
    errors.busy = await code(() => session.evaluate());
    const pending = first.next();
    session.close();
    errors.closing = await code(() => pending);
    errors.closed = await code(() => session.load(scenes));
    return errors;
  }, both);
  const check = (name, code, words) => {
    assert.equal(errors[name][0], code, `${name}: ${errors[name]}`);
    assert.match(errors[name][1], words);
    assert.equal(errors[name][2], true, `${name} is a PatchwiseError`);
  };
  check('webgpu', 'device-unavailable', /`cpu`/);
  check('early', 'out-of-order', /`load`/);
  check('unsaved', 'out-of-order', /`pretrain`/);
  check('unknown', 'invalid-config', /metod/);
  check('batch', 'too-few-images', /24 images/);
  check('ratio', 'invalid-config', /patchRatio/);
  check('index', 'invalid-config', /99/);
  check('model', 'invalid-model', /safetensors/);
  check('label', 'out-of-order', /evaluate/);
  check('diverged', 'non-finite-loss', /learningRate/);
  assert.equal(errors.kept, true);
  check('busy', 'busy', /still on/);
  check('closing', 'closed', /open/);
  check('closed', 'closed', /open/);
});

test('files of a folder become classes, broken ones are named', async () => {
  const data = await inPage(async ({ session }) => {
    const draw = async (color) => {
      const canvas = new OffscreenCanvas(40, 30);
      const brush = canvas.getContext('2d');
      brush.fillStyle = color;
      brush.fillRect(0, 0, 40, 30);
      return canvas.convertToBlob({ type: 'image/jpeg' });
    };
    const files = [];
    for (let index = 0; index < 6; index++) {
      files.push({
        path: `set/${index % 2 ? 'red' : 'blue'}/${index}.jpg`,
        file: await draw(index % 2 ? 'red' : 'blue'),
      });
    }
    files.push({ path: 'set/red/broken.png', file: new Blob(['nothing']) });
    return session.load({ kind: 'files', files, imageSize: 32 });
  });
  assert.deepEqual(data.classNames, ['blue', 'red']);
  assert.equal(data.unlabeled + data.test, 6);
  assert.equal(data.skipped[0].name, 'set/red/broken.png');
});

test('every baseline trains, saves and is measured', { timeout: 240_000 }, async () => {
  const found = await inPage(async ({ session }, { scenes, run }) => {
    await session.load(scenes);
    const found = [];
    for (const method of ['deep-infomax', 'deep-cluster', 'supervised']) {
      const kinds = new Set();
      const config = { ...run, batchSize: 4, method, ...(method === 'deep-cluster' ? { numTargets: 3 } : {}) };
      for await (const event of session.pretrain(config)) kinds.add(event.kind);
      const report = await session.evaluate({ protocol: 'linear', epochs: 2, labelsPerClass: 2 });
      const info = await session.loadModel(await session.save());
      found.push({ kinds: [...kinds], accuracy: report.pretrained.accuracy, method: info.config.method });
    }
    return found;
  }, both);
  assert.deepEqual(
    found.map(({ method }) => method),
    ['deep-infomax', 'deep-cluster', 'supervised'],
  );
  assert.ok(found[1].kinds.includes('preparing'), 'clusters are found piece by piece');
  assert.ok(found.every(({ accuracy }) => accuracy >= 0 && accuracy <= 1));
});

test('images are ranked by likeness, and features drawn in two dimensions', { timeout: 120_000 }, async () => {
  const found = await inPage(async ({ session, code }, { scenes, run }) => {
    await session.load(scenes);
    await session.pretrain(run);
    const early = await code(() => session.neighbors({ index: 0, count: 3 }));
    const report = await session.evaluate({ protocol: 'retrieval' });
    const neighbors = await session.neighbors({ index: 0, count: 3 });
    const outside = await code(() => session.neighbors({ index: 20, count: 3 }));
    const events = [];
    for await (const event of session.embed({ perplexity: 4, iterations: 40, maxImages: 15 })) events.push(event);
    const large = await code(() => session.embed({ perplexity: 30 }));
    return { early, report, neighbors, outside, events, large };
  }, both);
  assert.equal(found.early[0], 'out-of-order');
  const { retrieval } = found.report.pretrained;
  assert.ok(retrieval.recallAt1 <= retrieval.recallAt5 && retrieval.recallAt5 <= retrieval.recallAt10);
  assert.equal(found.neighbors.length, 3);
  assert.ok(found.neighbors[0].similarity >= found.neighbors[2].similarity);
  assert.match(found.outside[1], /`index` is 20, but must be below 20/);
  const finished = found.events.at(-1);
  assert.equal(finished.kind, 'finished');
  assert.equal(Object.keys(finished.embedding2d).length, 30);
  assert.ok(found.events.filter((event) => event.picture).length > 1, 'the picture is seen on its way');
  assert.match(found.large[1], /`perplexity` is 30, but must be from 1 to/);
});
