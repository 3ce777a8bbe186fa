// The published API on the CPU, in a real browser, from the built package.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../tools/setup.mjs';
import { FEW_SCENES, SHORT_RUN, useBrowser } from './support.mjs';

const context = useBrowser();

/** Runs `job` in a new page with an open device; arguments must be plain. */
async function inPage(job, argument) {
  const page = await context.page();
  try {
    return await page.evaluate(`(async () => {
      const { open, PatchwiseError } = globalThis.patchwise;
      const session = await open({ device: 'cpu' });
      const code = async (work) => { try { await work(); return 'no error'; } catch (error) { return [error.code, error.message, error instanceof PatchwiseError, error.field, error.parts]; } };
      try { return await (${job.toString()})({ session, code, open }, ${JSON.stringify(argument ?? null)}); }
      finally { session.close(); }
    })()`);
  } finally {
    await page.close();
  }
}

const both = { scenes: FEW_SCENES, run: SHORT_RUN };

/** Samples in a confusion matrix. */
const sumOf = (confusion) => confusion.flat().reduce((sum, count) => sum + count);

test('six lines pretrain, evaluate and save', async () => {
  const result = await inPage(async ({ session }, { scenes, run }) => {
    const data = await session.load({ ...scenes, labeledImages: 300, testImages: 100 });
    const summary = await session.pretrain({ ...run, batchSize: 4 });
    const report = await session.evaluate({ protocol: 'linear', epochs: 40 });
    return { data, summary, report, bytes: (await session.save()).length, device: session.device };
  }, both);
  const { data, summary, report } = result;
  assert.equal(result.device.kind, 'cpu');
  assert.deepEqual([data.unlabeled, data.train, data.test, data.classNames.length], [24, 300, 100, 10]);
  assert.deepEqual([summary.completed, summary.steps], [true, 6]);
  // Untrained, each of the eight views is as likely as the others: the loss is about ln 8.
  assert.ok(Math.abs(summary.firstLoss - Math.log(8)) < 1.5, `the first loss is ${summary.firstLoss}`);
  for (const { confusion, accuracy } of [report.pretrained, report.random]) {
    assert.equal(sumOf(confusion), 100, 'every test image is counted');
    const correct = confusion.reduce((sum, counts, label) => sum + counts[label], 0);
    assert.equal(accuracy, correct / 100);
  }
  assert.ok(report.pretrained.accuracy > report.chance, `${report.pretrained.accuracy} is not above chance`);
  assert.ok(result.bytes > 77392 * 4);
});

/** Kinds of events in their order, each once in a row. */
const kindsOf = (events) => events.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1]);

test('every job tells its events in one order', { timeout: 120_000 }, async () => {
  const jobs = await inPage(async ({ session }, { scenes, run }) => {
    const start = {
      load: () => session.load(scenes),
      pretrain: () => session.pretrain(run),
      resume: () => session.pretrain({}, { resume: session.lastCheckpoint }),
      evaluate: () => session.evaluate({ protocol: 'linear', epochs: 2 }),
      embed: () => session.embed({ perplexity: 4, iterations: 20 }),
      compare: () => session.compare({ rows: ['random'], seeds: 1, protocols: ['knn'] }),
    };
    const jobs = {};
    for (const [name, begin] of Object.entries(start)) {
      const events = [];
      const work = begin();
      for await (const event of work) events.push(event);
      const [result, again] = [await work, await work.then((result) => result)];
      jobs[name] = { events, hasResult: result !== undefined, isSame: result === again };
    }
    return jobs;
  }, both);
  for (const [name, { events, hasResult, isSame }] of Object.entries(jobs)) {
    // A run that is resumed at its end has nothing left to do.
    const expected = name === 'resume' ? ['started', 'finished'] : ['started', 'progress', 'finished'];
    assert.deepEqual(kindsOf(events), expected, name);
    assert.deepEqual([hasResult, isSame], [true, true], `${name}: awaiting after the loop gives the result`);
    assert.ok(events[0].total > 0, name);
    for (const { kind, done, total, elapsedMs, remainingMs } of events) {
      if (kind !== 'progress') continue;
      assert.ok(done >= 0 && done <= total && total === events[0].total, `${name}: ${done} of ${total}`);
      assert.ok(elapsedMs >= 0 && (remainingMs === null || remainingMs >= 0), `${name}: ${elapsedMs} ms`);
    }
  }
  const training = jobs.pretrain.events.filter(({ kind }) => kind === 'progress');
  assert.equal(jobs.pretrain.events[0].chance, 1 / 8);
  assert.equal(training.at(-1).step, 12);
  assert.equal(training.flatMap(({ losses }) => losses).length, 12);
  for (const event of training) {
    const mean = event.losses.reduce((sum, loss) => sum + loss) / event.losses.length;
    assert.ok(Math.abs(event.loss - mean) < 1e-5 && event.imagesPerSecond > 0 && event.remainingMs >= 0);
    const answers = event.pretextAccuracy * event.losses.length * 16;
    assert.ok(Math.abs(answers - Math.round(answers)) < 1e-3, `${event.pretextAccuracy} counts whole views`);
  }
});

test('stopping tells `stopped`, whichever way, and gives what there is so far', { timeout: 120_000 }, async () => {
  const ways = await inPage(async ({ session }, { scenes, run }) => {
    await session.load({ ...scenes, images: 200 });
    await session.pretrain(run);
    const { signal: never } = new AbortController();
    const start = {
      load: (signal) => session.load({ ...scenes, images: 5000 }, { signal }),
      evaluate: (signal) => session.evaluate({ protocol: 'linear', epochs: 5000 }, { signal }),
      embed: (signal) => session.embed({ perplexity: 4, iterations: 100_000 }, { signal }),
      compare: (signal) => session.compare({ rows: ['rotnet'], protocols: ['knn'], batchSize: 2 }, { signal }),
      pretrain: (signal) => session.pretrain({ ...run, epochs: 50 }, { signal }),
    };
    const ways = {};
    for (const [name, begin] of Object.entries(start)) {
      const outcome = async (signal, stop) => {
        const kinds = [];
        const work = begin(signal);
        for await (const { kind } of work) {
          kinds.push(kind);
          if (kind === 'progress' && stop(work) === 'leave') break;
        }
        const result = await work;
        return { kinds, result: result?.completed ?? result?.rows?.length ?? result ?? 'nothing' };
      };
      const controller = new AbortController();
      ways[name] = [
        await outcome(controller.signal, () => controller.abort()),
        await outcome(never, (work) => void work.stop()),
        await outcome(never, () => 'leave'),
      ];
    }
    return ways;
  }, both);
  for (const [name, outcomes] of Object.entries(ways)) {
    const [aborted, stopped, left] = outcomes.map(({ kinds }) => kinds);
    assert.deepEqual(aborted, ['started', 'progress', 'stopped'], name);
    assert.deepEqual(stopped, ['started', 'progress', 'stopped'], name);
    assert.deepEqual(left, ['started', 'progress'], name);
    const expected = { pretrain: false, compare: 1 }[name] ?? 'nothing';
    assert.deepEqual(
      outcomes.map(({ result }) => result),
      Array(3).fill(expected),
      name,
    );
  }
});

test('a run is a promise: `catch` and `finally` work, and its loop misses nothing', async () => {
  const found = await inPage(async ({ session }, { scenes, run }) => {
    const refused = await session.pretrain(run).catch((error) => error.code);
    let isOver = false;
    const loaded = await session.load(scenes).finally(() => (isOver = true));
    const work = session.pretrain(run);
    const early = work.then((summary) => summary.steps);
    const steps = [];
    for await (const event of work) if (event.kind === 'progress') steps.push(...event.losses);
    const broken = session.pretrain({ ...run, batchSize: 100 });
    const errors = [];
    for (let turn = 0; turn < 2; turn++) {
      try {
        for await (const _ of broken);
      } catch (error) {
        errors.push(error.code);
      }
    }
    errors.push(await broken.catch((error) => error.code));
    const idle = session.pretrain(run);
    const tag = Object.prototype.toString.call(idle);
    return { refused, isOver, images: loaded.unlabeled, early: await early, steps: steps.length, errors, tag };
  }, both);
  assert.deepEqual(found, {
    refused: 'out-of-order',
    isOver: true,
    images: 24,
    early: 12,
    steps: 12,
    errors: Array(3).fill('too-few-images'),
    tag: '[object Run]',
  });
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

test('aborting stops after the current piece of work and keeps the network', async () => {
  const result = await inPage(async ({ session }, { scenes, run }) => {
    await session.load(scenes);
    const controller = new AbortController();
    let step;
    const work = session.pretrain({ ...run, epochs: 50 }, { signal: controller.signal });
    for await (const event of work) {
      if (event.kind === 'progress') step = event.step;
      if (step >= 3) controller.abort();
    }
    const info = await session.loadModel(await session.save());
    return { step, summary: await work, saved: info.step };
  }, both);
  assert.deepEqual([result.summary.completed, result.summary.steps], [false, result.step]);
  assert.equal(result.saved, result.step, 'the network has learnt so many steps');
});

test('leaving the loop stops the run, keeps a checkpoint, and another run can start', async () => {
  const result = await inPage(async ({ session }, { scenes, run }) => {
    await session.load(scenes);
    let step;
    for await (const event of session.pretrain({ ...run, epochs: 50 })) {
      if (event.kind !== 'progress') continue;
      step = event.step;
      break;
    }
    const resumed = session.pretrain({}, { resume: session.lastCheckpoint })[Symbol.asyncIterator]();
    const { value: started } = await resumed.next();
    const { value: left } = await resumed.return();
    return { step, started, left, summary: await session.pretrain(run) };
  }, both);
  assert.deepEqual([result.started.done, result.started.total], [result.step, 600]);
  assert.deepEqual([result.left.completed, result.left.steps], [false, result.step]);
  assert.equal(result.summary.completed, true);
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
  assert.ok(second.elapsedMs - first.elapsedMs < 1400, 'the pause does not count as work');
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
  // Classes take turns within each split.
  assert.deepEqual(result.label, [Array(8).fill(1), 10]);
  assert.deepEqual(result.images, [32 * 32 * 3, [3]]);
});

test('a model can be loaded in another instance', async () => {
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
  assert.deepEqual([result.info.step, result.info.fingerprint.images], [12, 24]);
  assert.match(result.info.version, /^\d+\.\d+/);
  assert.deepEqual(result.reports[0], result.reports[1]);
  assert.ok(result.same);
});

test('a resumed run gives the losses of one that was never stopped', async () => {
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
    const first = await collect(session.pretrain(run), 3);
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
    errors.source = await code(() => session.load({ kind: 'video' }));
    errors.table = await code(() => session.exportTable('csv'));
    errors.index = await code(() => session.views({ indices: [99] }));
    errors.model = await code(() => session.loadModel(new Uint8Array([1, 2, 3])));
    errors.diverged = await code(() =>
      session.pretrain({ ...run, optimizer: { kind: 'sgd', learningRate: 1e30, momentum: 0 } }),
    );
    errors.keptCheckpoint = (session.lastCheckpoint?.length ?? 0) > 0;
    errors.label = await code(() => session.attend({ indices: [0], target: 'label' }));
    errors.kept = (await session.save()).length > 0;
    const checkpoint = (await session.pretrain(run), session.lastCheckpoint);
    await session.load({ ...scenes, seed: 4 });
    errors.other = await code(() => session.pretrain({}, { resume: checkpoint }));
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
  assert.equal(errors.batch[3], 'batchSize');
  assert.ok(
    errors.batch[4].some((part) => part.field === 'batchSize'),
    'the message names its field in a part',
  );
  const words = errors.batch[4].map((part) => (typeof part === 'string' ? part : `\`${part.field ?? part.call}\``));
  assert.equal(words.join(''), errors.batch[1]);
  check('source', 'invalid-config', /must be `scenes` or `files`/);
  check('table', 'out-of-order', /compare/);
  check('other', 'other-data', /other data/);
  check('ratio', 'invalid-config', /patchRatio/);
  check('index', 'invalid-config', /99/);
  check('model', 'invalid-model', /safetensors/);
  check('label', 'out-of-order', /evaluate/);
  check('diverged', 'non-finite-loss', /learningRate/);
  assert.equal(errors.keptCheckpoint, true, 'the last good weights of a run that failed can be resumed');
  assert.equal(errors.kept, true);
  check('busy', 'busy', /still running/);
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

test('image files of several formats are read, and what is skipped says why', async () => {
  const data = await inPage(async ({ session }) => {
    const bmp = () => {
      // 16 x 16 pixels of 24 bits, bottom row first: blue, green, red.
      const bytes = new DataView(new ArrayBuffer(54 + 16 * 16 * 3));
      const fields = [
        [0, 0x4d42, 2],
        [2, bytes.byteLength, 4],
        [10, 54, 4],
        [14, 40, 4],
        [18, 16, 4],
        [22, 16, 4],
        [26, 1, 2],
        [28, 24, 2],
      ];
      for (const [place, value, size] of fields) {
        if (size === 2) bytes.setUint16(place, value, true);
        else bytes.setUint32(place, value, true);
      }
      for (let place = 54; place < bytes.byteLength; place += 3) bytes.setUint8(place + 2, 200);
      return new Blob([bytes.buffer]);
    };
    const jpeg = async (length) => {
      const canvas = new OffscreenCanvas(64, 64);
      canvas.getContext('2d').fillRect(0, 0, 9, 64);
      return (await canvas.convertToBlob({ type: 'image/jpeg' })).slice(0, length);
    };
    const heic = new Blob(['\0\0\0\x18ftypheic\0\0\0\0mif1heic']);
    const files = [
      { path: 'set/train/a/1.bmp', file: bmp() },
      { path: 'set/train/b/2.jpg', file: await jpeg(1e6) },
      { path: 'set/test/a/3.bmp', file: bmp() },
      { path: 'set/test/b/4.jpg', file: await jpeg(1e6) },
      { path: 'set/train/a/photo.HEIC', file: heic },
      { path: 'set/train/b/cut.jpg', file: await jpeg(300) },
      { path: '__MACOSX/set/train/a/._1.bmp', file: heic },
    ];
    const dataset = await session.load({ kind: 'files', files, imageSize: 16 });
    const { pixels } = await session.images({ indices: [0] });
    return { ...dataset, first: Array.from(pixels.slice(0, 3)) };
  });
  assert.deepEqual(data.classes, [
    { name: 'a', train: 1, test: 1 },
    { name: 'b', train: 1, test: 1 },
  ]);
  assert.deepEqual([data.heldOut, data.square, data.first], ['the images in `test/`', 'crop', [200, 0, 0]]);
  assert.deepEqual(data.skipped.map(({ name }) => name.split('/').at(-1)).sort(), ['cut.jpg', 'photo.HEIC']);
  assert.match(data.skipped.find(({ name }) => name.endsWith('HEIC')).reason, /HEIC images cannot be read: export/);
});

test('an image that takes too much memory is skipped, and the instance lives on', async () => {
  const { reason, accuracy } = await inPage(async ({ session }, { scenes, run }) => {
    const canvas = new OffscreenCanvas(16, 16);
    canvas.getContext('2d').fillRect(0, 0, 9, 9);
    const good = await canvas.convertToBlob();
    const bytes = new Uint8Array(await good.arrayBuffer());
    const table = Array.from({ length: 256 }, (_, index) => {
      let value = index;
      for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
      return value;
    });
    const view = new DataView(bytes.buffer);
    view.setUint32(16, 22000);
    view.setUint32(20, 22000);
    let crc = 0xffffffff;
    for (const byte of bytes.slice(12, 29)) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
    view.setUint32(29, ~crc >>> 0);
    const files = ['1.png', '2.png', 'bomb.png'].map((path) => ({
      path,
      file: path === 'bomb.png' ? new Blob([bytes]) : good,
    }));
    const { skipped } = await session.load({ kind: 'files', files, imageSize: 16 });
    await session.load(scenes);
    await session.pretrain(run);
    return { reason: skipped[0].reason, accuracy: (await session.evaluate({ protocol: 'knn' })).pretrained.accuracy };
  }, both);
  assert.match(reason, /22000 x 22000 pixels are too many/);
  assert.ok(accuracy >= 0);
});

test('a run that is stopped before it starts leaves everything as it was', async () => {
  const result = await inPage(async ({ session }, { scenes, run }) => {
    await session.load(scenes);
    await session.pretrain(run);
    await session.evaluate({ protocol: 'retrieval' });
    const before = [await session.save(), session.lastCheckpoint];
    const aborted = AbortSignal.abort();
    const summary = await session.pretrain({ ...run, seed: 9 }).stop();
    const kinds = [];
    for await (const { kind } of session.pretrain({ ...run, seed: 9 }, { signal: aborted })) kinds.push(kind);
    const table = await session.compare({ rows: ['random'] }, { signal: aborted });
    const after = [await session.save(), session.lastCheckpoint];
    const same = before.map(
      (bytes, index) =>
        bytes.length === after[index].length && bytes.every((byte, place) => byte === after[index][place]),
    );
    return {
      summary,
      kinds,
      table: table ?? null,
      same,
      neighbors: (await session.neighbors({ index: 0, count: 3 })).length,
    };
  }, both);
  assert.deepEqual([result.summary.steps, result.summary.completed], [0, false]);
  assert.deepEqual(result.kinds, ['stopped']);
  assert.deepEqual([result.table, result.same, result.neighbors], [null, [true, true], 3]);
});

test('a run that fails does not stop the one after it', async () => {
  const { first, report } = await inPage(async ({ session, code }, { scenes, run }) => {
    await session.load(scenes);
    await session.pretrain(run);
    const failingRun = session.pretrain({ ...run, optimizer: { kind: 'sgd', learningRate: 1e30, momentum: 0 } });
    await failingRun[Symbol.asyncIterator]().next();
    const failing = code(() => failingRun);
    let report;
    while (!report)
      report = await session.evaluate({ protocol: 'knn' }).catch((error) => {
        if (error.code !== 'busy') throw error;
      });
    return { first: await failing, report };
  }, both);
  assert.equal(first[0], 'non-finite-loss');
  assert.ok(report.pretrained.accuracy >= 0);
});

test('the last checkpoint is of the last run, from its start on', async () => {
  const methods = await inPage(async ({ session }, { scenes, run }) => {
    await session.load(scenes);
    await session.pretrain({ ...run, method: 'rotnet' });
    for await (const { kind } of session.pretrain({ ...run, method: 'patch-relnet' })) if (kind === 'started') break;
    const info = await session.loadModel(new Blob([session.lastCheckpoint]));
    return [info.config.method, info.step];
  }, both);
  assert.deepEqual(methods, ['patch-relnet', 0]);
});

test('what no config can hold is refused, and the instance lives on', async () => {
  const errors = await inPage(async ({ session, code, open }, { scenes, run }) => {
    await session.load(scenes);
    await session.pretrain({ ...run, seed: undefined });
    const wrong = [
      () => session.pretrain({ epochs: NaN }),
      () => session.pretrain({ patchRatio: Infinity }),
      () => session.pretrain({ optimizer: { kind: 'adam', learningRate: NaN } }),
      () => session.pretrain({ epochs: () => 1 }),
      () => session.pretrain(['rotnet', 0.4]),
      () => session.evaluate('knn'),
      () => session.compare({ seeds: 1e9 }),
      () => session.load({ kind: 'scenes', images: 1e9 }),
      () => session.load({ kind: 'files', files: 'abc' }),
      () => session.load({ kind: 'files', files: [{ file: new Blob() }] }),
      () => session.load(undefined),
      () => session.loadModel(undefined),
      () => session.loadModel([1, 2]),
      () => session.images({ indices: [NaN] }),
      () => open({ device: 'tpu' }),
    ];
    const errors = [];
    for (const work of wrong) errors.push(await code(work));
    await session.evaluate({ protocol: 'knn', seed: undefined });
    await session.embed({ maxImages: 12, iterations: 5 });
    return errors;
  }, both);
  assert.deepEqual(
    errors.map(([code]) => code),
    errors.map(() => 'invalid-config'),
    JSON.stringify(errors),
  );
  assert.equal(errors[2][3], 'optimizer.learningRate');
});

test('a run starts from a network, and a finished one goes on for more epochs', async () => {
  const result = await inPage(async ({ session, code }, { scenes, run }) => {
    const losses = async (config, options) => {
      const found = [];
      for await (const event of session.pretrain({ ...run, method: 'rotnet', ...config }, options))
        if (event.kind === 'progress') found.push(...event.losses);
      return found;
    };
    await session.load(scenes);
    const whole = await losses({ epochs: 3 });
    const first = await losses({ epochs: 1 });
    const model = await session.save();
    const { lastCheckpoint } = session;
    const rest = await losses({ epochs: 3 }, { resume: lastCheckpoint });
    const fewer = await code(() => session.pretrain({ epochs: 0 }, { resume: lastCheckpoint }));
    const noState = await code(() => session.pretrain({}, { resume: model }));
    const fromIt = await losses({ method: 'patch-rotnet', epochs: 1 }, { init: new Blob([model]) });
    const { initial } = await session.loadModel(await session.save());
    const fresh = await losses({ method: 'patch-rotnet', epochs: 1 });
    return { whole, parts: [...first, ...rest], fewer, noState, fromIt, fresh, initial };
  }, both);
  assert.deepEqual(result.parts, result.whole);
  assert.deepEqual([result.fewer[0], result.fewer[3]], ['invalid-config', 'epochs']);
  assert.equal(result.noState[0], 'invalid-model');
  assert.match(result.noState[1], /the file holds its network only/);
  assert.notDeepEqual(result.fromIt, result.fresh);
  assert.equal(result.initial.method, 'rotnet');
});

test('random weights need no training', async () => {
  const result = await inPage(async ({ session, code }, { scenes, run }) => {
    const early = await code(() => session.initialize());
    await session.load(scenes);
    const info = await session.initialize({ ...run, method: 'rotnet', seed: 5 });
    const report = await session.evaluate({ protocol: 'knn' });
    const huge = await code(() => session.pretrain({ ...run, epochs: 4e9 }));
    const many = await code(() => session.evaluate({ protocol: 'linear', epochs: 4e9 }));
    return { early, info, report, huge, many };
  }, both);
  assert.equal(result.early[0], 'out-of-order');
  assert.deepEqual([result.info.step, result.info.config.method, result.info.config.seed], [0, 'rotnet', 5]);
  assert.ok(result.report.pretrained.accuracy >= 0);
  assert.deepEqual([result.huge[0], result.huge[3], result.many[0]], ['invalid-config', 'epochs', 'invalid-config']);
});

test('a WebGPU adapter without a description falls back to the CPU', async () => {
  const page = await context.page();
  const device = await page.evaluate(async () => {
    // As in Chrome 113 to 126.
    const gpu = { requestAdapter: async () => ({}) };
    Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
    const session = await globalThis.patchwise.open();
    session.close();
    return session.device;
  });
  assert.equal(device.kind, 'cpu');
  await page.close();
});

test('outside a browser, opening says what to do', async () => {
  const { open, PatchwiseError } = await import('../../dist/index.js');
  await assert.rejects(open(), (error) => error instanceof PatchwiseError && error.code === 'device-unavailable');
});

test('opening can be aborted', async () => {
  const errors = await inPage(async ({ code, open }) => {
    const controller = new AbortController();
    const opening = code(() => open({ device: 'cpu', signal: controller.signal }));
    controller.abort();
    return [await opening, await code(() => open({ signal: AbortSignal.abort() }))];
  });
  assert.deepEqual(
    errors.map(([code]) => code),
    ['closed', 'closed'],
  );
});

test('what is no signal is refused, and the instance lives on', async () => {
  const errors = await inPage(async ({ session, code, open }, { scenes, run }) => {
    await session.load(scenes);
    const errors = [];
    for (const signal of [new AbortController(), {}, true, 5, null]) {
      errors.push(await code(() => open({ device: 'cpu', signal })));
      errors.push(await code(() => session.load(scenes, { signal })));
      errors.push(await code(() => session.pretrain(run, { signal })));
      errors.push(await code(() => session.evaluate({ protocol: 'knn' }, { signal })));
    }
    await session.pretrain(run);
    return errors;
  }, both);
  assert.deepEqual(
    errors.map(([code, , , field]) => [code, field]),
    errors.map(() => ['invalid-config', 'signal']),
  );
});

test('opening that is aborted leaves no worker', async () => {
  const page = await context.page();
  const before = page.workers().length;
  const code = await page.evaluate(async () => {
    const { open } = await import('/dist/index.js');
    const controller = new AbortController();
    const opening = open({ device: 'cpu', signal: controller.signal }).catch((error) => error.code);
    // The worker is there; its module is still being compiled.
    await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    return opening;
  });
  assert.equal(code, 'closed');
  for (let tries = 0; tries < 100 && page.workers().length > before; tries += 1) await page.waitForTimeout(50);
  assert.equal(page.workers().length, before);
});

test('files have the limits that are asked for', async () => {
  const counts = await inPage(async ({ session }) => {
    const files = [];
    for (let index = 0; index < 40; index++) {
      const canvas = new OffscreenCanvas(16, 16);
      canvas.getContext('2d').fillRect(0, 0, index % 16, 9);
      files.push({ path: `${index % 2 ? 'cats' : 'dogs'}/${index}.png`, file: await canvas.convertToBlob() });
    }
    const load = async (limits) => {
      const { unlabeled, train, test } = await session.load({ kind: 'files', files, imageSize: 16, ...limits });
      return [unlabeled, train, test];
    };
    return [await load({}), await load({ images: 7 }), await load({ images: 7, labeledImages: 5, testImages: 3 })];
  });
  const [all, few, fewer] = counts;
  assert.equal(all[0] + all[2], 40);
  assert.deepEqual(few, [7, all[1], all[2]]);
  assert.deepEqual(fewer, [7, 5, 3]);
});

test('every method of the catalogue trains, saves and is evaluated', { timeout: 300_000 }, async () => {
  const { catalog, methods, found } = await inPage(async ({ session }, { scenes, run }) => {
    const catalog = await session.catalog();
    const methods = await session.methods();
    await session.load(scenes);
    const found = {};
    for (const { name } of methods) {
      const work = session.pretrain({ ...run, batchSize: 4, method: name });
      const events = [];
      for await (const event of work) events.push(event);
      const report = await session.evaluate({ protocol: 'linear', epochs: 2, labelsPerClass: 2, compareRandom: false });
      const info = await session.loadModel(await session.save());
      found[name] = { events, summary: await work, report, saved: info.config.method };
    }
    return { catalog, methods, found };
  }, both);
  assert.deepEqual(methods, catalog.methods);
  assert.deepEqual(Object.keys(found).length, methods.length);
  const protocols = catalog.protocols.map(({ name }) => name);
  for (const method of methods) {
    const { events, summary, report, saved } = found[method.name];
    for (const text of ['title', 'summary', 'description', 'source']) assert.ok(method[text].length > 3, text);
    assert.ok(method.evaluations.every((name) => protocols.includes(name)) && method.evaluations.includes('linear'));
    assert.ok(method.quick.epochs < method.paper.epochs && method.quick.optimizer.learningRate > 0);
    assert.equal(method.hasPatch, /\bpatch-/.test(method.name));
    assert.equal(saved, method.name);
    if (method.chance !== null) assert.equal(events[0].chance, method.chance, method.name);
    assert.ok(summary.completed && Number.isFinite(summary.lastLoss), method.name);
    assert.equal(sumOf(report.pretrained.confusion), 20);
    const isPreparing = events.some(({ preparing }) => preparing);
    assert.equal(isPreparing, method.targets === 'clusters', `${method.name} prepares its targets`);
  }
  assert.deepEqual(
    catalog.backbones.map(({ name, numFeatures, numParameters }) => [name, numFeatures, numParameters > 70_000]),
    [
      ['resnet8', 64, true],
      ['resnet32', 64, true],
      ['resnet56', 64, true],
    ],
  );
});

test('similar images are ranked, and features are mapped to two dimensions', { timeout: 120_000 }, async () => {
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
    const sizes = events.map((event) => (event.picture ?? event).embedding2d?.length);
    return { early, report, neighbors, outside, sizes: sizes.filter(Boolean), end: events.at(-1).kind, large };
  }, both);
  assert.equal(found.early[0], 'out-of-order');
  const { retrieval } = found.report.pretrained;
  assert.ok(retrieval.recallAt1 <= retrieval.recallAt5 && retrieval.recallAt5 <= retrieval.recallAt10);
  assert.equal(found.neighbors.length, 3);
  assert.ok(found.neighbors[0].similarity >= found.neighbors[2].similarity);
  assert.match(found.outside[1], /`index` is 20, but must be below 20/);
  assert.equal(found.end, 'finished');
  assert.ok(found.sizes.length > 2, 'the picture is seen on its way');
  assert.ok(found.sizes.every((size) => size === 30));
  assert.match(found.large[1], /`perplexity` is 30, but must be from 1 to/);
});

test('a comparison fills a table, keeps the network and is exported', { timeout: 240_000 }, async () => {
  const found = await inPage(async ({ session }, { scenes, run }) => {
    await session.load(scenes);
    await session.pretrain(run);
    const before = await session.save();
    const config = { recipe: 'quick', epochs: 1, batchSize: 4, linearEpochs: 2, protocols: ['linear', 'knn'] };
    const work = session.compare({ ...config, rows: ['random', 'rotnet'], seeds: 2, labelsPerClass: [2, null] });
    const events = [];
    for await (const event of work) events.push(event);
    const table = await work;
    const texts = {};
    for (const format of ['markdown', 'csv', 'json']) texts[format] = await session.exportTable(format);
    const after = await session.save();
    return { events, table, texts, isKept: after.every((byte, place) => byte === before[place]) };
  }, both);
  const { events, table, texts } = found;
  assert.equal(found.isKept, true, 'the network at hand is the same afterwards');
  assert.ok(events.some(({ kind, current }) => kind === 'progress' && /RotNet/.test(current)));
  assert.ok(events.filter((event) => event.table).length > 3, 'the table is seen on its way');
  assert.deepEqual(
    table.rows.map(({ name, error }) => [name, error]),
    [
      ['random', null],
      ['rotnet', null],
    ],
  );
  for (const row of table.rows) {
    for (const [index, { name }] of table.columns.entries()) {
      if (!/^(linear|knn)(-2)?$/.test(name)) continue;
      const { text, mean, deviation, values } = row.cells[index];
      assert.equal(values.length, 2, `${row.name}, ${name}: one value per seed`);
      assert.ok(Math.abs(mean - (values[0] + values[1]) / 2) < 1e-9);
      assert.ok(Math.abs(deviation - Math.abs(values[0] - values[1]) / Math.SQRT2) < 1e-9);
      assert.match(text, /^\d+\.\d ± \d+\.\d$/);
      assert.ok(texts.markdown.includes(text), 'the export has the same text');
      // 20 test images: every accuracy is a multiple of a twentieth.
      for (const value of values) assert.ok(Math.abs(value * 20 - Math.round(value * 20)) < 1e-6);
    }
  }
  const names = ['loss', 'pretext-train', 'linear-2', 'linear', 'knn-2', 'knn', 'seconds'];
  assert.deepEqual(
    table.columns.map(({ name }) => name),
    names,
  );
  assert.equal(table.columns[2].title, 'linear, 2 labels per class');
  assert.match(texts.csv, /^method,seed,measure,value,class\n/);
  const lines = texts.csv.split('\n').map((line) => line.split(','));
  const linesOf = (measure) => lines.filter(([method, , name]) => method === 'rotnet' && name === measure);
  for (const measure of ['knn', 'linear-2']) {
    assert.equal(linesOf(measure).filter(([, , , , name]) => name === '').length, 2, 'one line per seed');
  }
  const classes = JSON.parse(texts.json).rows[1].classes.kNN;
  assert.ok(Object.keys(classes).length >= 5);
  for (const [name, { mean, values }] of Object.entries(classes)) {
    const ofClass = linesOf('knn').filter((line) => line[4] === name);
    assert.deepEqual(
      ofClass.map(([, , , value]) => Number(value)),
      values,
      'the same in both',
    );
    assert.ok(Math.abs(mean - values.reduce((sum, value) => sum + value, 0) / values.length) < 1e-9);
  }
  assert.equal(JSON.parse(texts.json).rows.length, 2);
});

test('a row that fails does not end the others', { timeout: 120_000 }, async () => {
  const { table, failed } = await inPage(async ({ session, code }, { scenes }) => {
    await session.load(scenes);
    const config = { recipe: 'quick', batchSize: 100, protocols: ['knn'], seeds: 1 };
    const table = await session.compare({ ...config, rows: ['rotnet', 'random'] });
    return { table, failed: await code(() => session.compare({ ...config, rows: ['rotnet'] })) };
  }, both);
  const [rotnet, random] = table.rows;
  const knn = table.columns.findIndex(({ name }) => name === 'knn');
  assert.match(rotnet.error, /24 images are fewer than one batch of 100/);
  assert.equal(rotnet.cells[knn], null);
  assert.equal(random.error, null);
  assert.equal(random.cells[knn].values.length, 1);
  assert.equal(failed[0], 'too-few-images', 'where no row can run, the comparison is refused');
});

test('new images are described, classified and searched for, whatever they come as', { timeout: 120_000 }, async () => {
  const found = await inPage(async ({ session, code, open }, { scenes, run }) => {
    const order = await code(() => session.features(new Blob([])));
    await session.load({ ...scenes, labeledImages: 200 });
    await session.pretrain(run);
    const none = await code(() => session.classify(new Blob([])));
    await session.evaluate({ protocol: 'linear', epochs: 40, compareRandom: false });
    const { pixels, labels, imageSize: size } = await session.images({ split: 'test', indices: [0, 1, 2] });
    const area = 3 * size * size;
    const raw = labels.map((_, index) => ({
      data: pixels.slice(index * area, (index + 1) * area),
      width: size,
      height: size,
    }));
    // The first of them as everything that a page may have.
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [size, size];
    const context = canvas.getContext('2d');
    const frame = context.createImageData(size, size);
    for (let place = 0; place < size * size; place += 1) {
      frame.data.set(raw[0].data.subarray(3 * place, 3 * place + 3), 4 * place);
      frame.data[4 * place + 3] = 255;
    }
    context.putImageData(frame, 0, 0);
    const file = await new Promise((resolve) => canvas.toBlob(resolve));
    const image = new Image();
    image.src = URL.createObjectURL(file);
    const offscreen = new OffscreenCanvas(size, size);
    offscreen.getContext('2d').putImageData(frame, 0, 0);
    const bitmap = await createImageBitmap(frame);
    const video = new VideoFrame(canvas, { timestamp: 0 });
    const all = [raw[0], frame, canvas, offscreen, file, image, bitmap, video];
    const features = await session.features(all);
    const length = features.length / all.length;
    const first = features.slice(0, length);
    const distances = all.map((_, index) =>
      Math.max(...first.map((value, place) => Math.abs(value - features[index * length + place]))),
    );
    const largest = Math.max(...first);
    const classes = await session.classify(raw, { maps: true });
    const matches = [];
    const search = session.search(canvas, { count: 3, split: 'test' });
    for await (const event of search) matches.push(event.kind);
    // The classifier stays when other data are loaded, and goes with the network.
    const bytes = await session.save({ classifier: true });
    await session.load({ ...scenes, seed: 9 });
    const after = await session.classify(raw[1]);
    const info = await session.loadModel(bytes);
    const reloaded = await session.classify(raw);
    const during = [];
    const training = session.pretrain({ ...run, epochs: 3 });
    for await (const event of training) {
      if (event.kind === 'progress') during.push((await session.features(raw)).length);
    }
    const aborted = AbortSignal.abort(new Error('enough'));
    return {
      order,
      none,
      distances,
      largest,
      stillThere: [bitmap.width, video.codedWidth],
      length,
      classes: classes.map((one) => ({
        ...one,
        sum: one.probabilities.reduce((sum, value) => sum + value),
        most: Math.max(...one.map),
        map: one.map.length,
        overlay: one.overlay.length,
      })),
      matches,
      found: await search,
      after: [after[0].label, classes[1].label],
      info: info.classifier,
      reloaded: reloaded.map(({ label }) => label),
      during,
      errors: {
        aborted: await code(() => session.features(raw, { signal: aborted })),
        broken: await code(() => session.features(new File([new Uint8Array(9)], 'broken.png'))),
        size: await code(() => session.features({ data: new Uint8Array(5), width: 2, height: 1 })),
        kind: await code(() => session.features('a.png')),
        width: await code(() => session.features({ data: new Uint8Array(12), width: 1.5, height: 2 })),
        workload: await code(() => open({ device: 'cpu', workload: { imageSize: 32, batchSize: 2 ** 32 } })),
        none: await code(() => session.features([])),
        count: await code(() => session.search(raw[0], { count: 1000 })),
        maps: await code(() => session.classify(raw, { maps: 1 })),
      },
    };
  }, both);
  assert.equal(found.order[0], 'out-of-order');
  assert.match(found.none[1], /no classifier yet/);
  assert.equal(found.length, 64);
  // Every way to hold the pixels gives the same features, but for what a colour space or a video frame's chroma rounds.
  for (const [index, distance] of found.distances.entries()) {
    assert.ok(distance <= (index === 7 ? 0.3 : 0.001) * found.largest, `${index}: ${distance} of ${found.largest}`);
  }
  assert.deepEqual(found.stillThere, [32, 32], 'what the page gave is still its own');
  for (const one of found.classes) {
    assert.ok(Math.abs(one.sum - 1) < 1e-5);
    assert.equal(one.label, one.classNames[one.class]);
    assert.deepEqual([one.map, one.overlay, one.imageSize], [32 * 32, 3 * 32 * 32, 32]);
    assert.ok(one.most <= 1);
  }
  assert.equal(found.matches.at(-1), 'finished');
  assert.equal(found.found.length, 3);
  // It is one of the images searched.
  assert.equal(found.found[0].index, 0);
  assert.ok(found.found[0].similarity > 0.9999);
  assert.equal(found.after[0], found.after[1]);
  assert.equal(found.info.classNames.length, 10);
  assert.deepEqual(
    found.reloaded,
    found.classes.map(({ label }) => label),
  );
  assert.ok(found.during.length > 0 && found.during.every((length) => length === 3 * 64));
  const { errors } = found;
  assert.equal(errors.aborted[1], 'enough');
  assert.match(errors.broken[1], /^broken\.png: it is not an image that can be read\. JPEG/);
  assert.match(errors.size[1], /5 bytes for 2 x 1 pixels, but must be three bytes for each pixel/);
  assert.deepEqual([errors.kind[0], errors.kind[3]], ['invalid-config', 'images[0]']);
  assert.equal(errors.none[0], 'no-images');
  assert.equal(errors.width[3], 'images[0].width');
  assert.equal(errors.workload[3], 'workload.batchSize');
  assert.deepEqual([errors.count[0], errors.count[3]], ['invalid-config', 'count']);
  assert.equal(errors.maps[3], 'maps');
});

test('a few labels make a classifier, and it says what to label next', async () => {
  const found = await inPage(async ({ session, code }, { scenes, run }) => {
    const early = await code(() => session.label(0, 'a'));
    await session.load({ ...scenes, images: 60 });
    await session.pretrain(run);
    const first = await session.learnLabels({ suggestions: 4 });
    const { labels } = await session.images({ split: 'unlabeled', indices: [...Array(60).keys()] });
    const none = await session.labels();
    for (let index = 0; index < 30; index += 1) await session.label(index, index % 2 ? 'odd' : 'even');
    await session.label([0, 1], null);
    const all = await session.labels();
    const events = [];
    const learning = session.learnLabels();
    for await (const event of learning) events.push(event.kind);
    const report = await learning;
    const { pixels, imageSize } = await session.images({ split: 'unlabeled', indices: [7] });
    const [classified] = await session.classify({ data: pixels, width: imageSize, height: imageSize });
    const onnx = await session.toOnnx();
    await session.load(scenes);
    return {
      early,
      first,
      hasLabels: labels.some((label) => label !== null),
      none,
      all,
      events,
      report: { ...report, probabilities: Array.from(report.probabilities) },
      classified: { ...classified, probabilities: Array.from(classified.probabilities) },
      onnx: onnx.length,
      after: await session.labels(),
      errors: {
        index: await code(() => session.label(1e6, 'a')),
        negative: await code(() => session.label([-1], 'a')),
        name: await code(() => session.label(0, '')),
        kind: await code(() => session.label(0, 5)),
        option: await code(() => session.learnLabels({ suggestion: 1 })),
      },
    };
  }, both);
  assert.equal(found.early[0], 'out-of-order');
  assert.deepEqual(
    found.first.suggestions.map(({ reason }) => reason),
    ['typical', 'unlike', 'unlike', 'unlike'],
  );
  assert.deepEqual(found.none, { classNames: [], classes: {} });
  assert.deepEqual(found.all.classNames, ['even', 'odd']);
  assert.equal(Object.keys(found.all.classes).length, 28);
  assert.equal(found.all.classes[7], 1);
  assert.equal(found.events.at(-1), 'finished');
  const { report } = found;
  assert.deepEqual(report.counts, [14, 14]);
  assert.equal(report.heldOut.total, 28);
  assert.equal(report.mistakes.length, report.heldOut.total - report.heldOut.correct);
  assert.deepEqual([report.predictions.length, report.probabilities.length, report.suggestions.length], [60, 60, 8]);
  assert.equal(found.classified.class, report.predictions[7]);
  assert.ok(Math.abs(found.classified.probabilities[report.predictions[7]] - report.probabilities[7]) < 1e-4);
  assert.ok(found.onnx > 77392 * 4);
  assert.deepEqual(found.after.classes, {});
  const { errors } = found;
  assert.deepEqual([errors.index[0], errors.index[3]], ['invalid-config', 'indices']);
  assert.deepEqual([errors.negative[3], errors.name[3], errors.kind[3]], ['indices', 'class', 'className']);
  assert.equal(errors.option[0], 'invalid-config');
});

test('a classifier goes into one HTML file that gives its probabilities', async () => {
  const page = await context.page();
  const { html, expected, pixels } = await page.evaluate(
    async ([scenes, run]) => {
      const session = await globalThis.patchwise.open({ device: 'cpu' });
      await session.load({ ...scenes, labeledImages: 100 });
      await session.pretrain(run);
      await session.evaluate({ protocol: 'linear', epochs: 20, compareRandom: false });
      // A picture of another size and shape, with something to see.
      const [width, height] = [70, 50];
      const picture = new ImageData(width, height);
      picture.data.forEach((_, place, all) => (all[place] = place % 4 === 3 ? 255 : 127 + 127 * Math.sin(place / 97)));
      const [{ probabilities }] = await session.classify(picture);
      const html = await session.toHtml();
      session.close();
      return { html, expected: Array.from(probabilities), pixels: { width, height, data: Array.from(picture.data) } };
    },
    [FEW_SCENES, SHORT_RUN],
  );
  await page.close();
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-html-'));
  const path = join(folder, 'classifier.html');
  writeFileSync(path, html);
  const offline = await context.browser.newPage();
  const problems = [];
  offline.on('pageerror', (error) => problems.push(error.message));
  offline.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await offline.goto(`file://${path}`);
  const found = await offline.evaluate(({ width, height, data }) => {
    return globalThis.classify(new ImageData(new Uint8ClampedArray(data), width, height));
  }, pixels);
  assert.equal(found.length, 10);
  for (const [place, probability] of found.entries()) {
    assert.ok(Math.abs(probability - expected[place]) < 1e-3, `${probability} instead of ${expected[place]}`);
  }
  assert.match(await offline.locator('#classes').innerText(), /\d+ %/);
  await offline.setInputFiles('#file', { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no image') });
  await offline.waitForFunction(() => document.getElementById('problem').textContent.includes('no image'));
  assert.deepEqual(problems, []);
  await offline.close();
  rmSync(folder, { recursive: true });
});

test('the examples of the README for using what was learnt work as they are', { timeout: 600_000 }, async () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const part = (title) => readme.slice(readme.indexOf(`**${title}**`));
  const examples = ['Use what it learnt.', 'A few labels.', 'Projects.'].map((title) => {
    const code = /```js\n([\s\S]*?)```/.exec(part(title))[1];
    return code.replace(/^import .*$/gm, '');
  });
  assert.ok(examples[0].trim().split('\n').length <= 10);
  const page = await context.page();
  const result = await page.evaluate(async (code) => {
    const draw = (index) => {
      const canvas = new OffscreenCanvas(40, 30);
      const context = canvas.getContext('2d');
      context.fillStyle = index % 2 ? `rgb(220 ${index * 3} 0)` : `rgb(0 ${index * 3} 220)`;
      context.fillRect(0, 0, 40, 30);
      context.clearRect(index % 20, 5, 6, 6);
      return canvas;
    };
    const file = async (index) => ({
      path: `${index % 2 ? 'red' : 'blue'}/${index}.png`,
      file: await draw(index).convertToBlob(),
    });
    const files = await Promise.all(Array.from({ length: 84 }, (_, index) => file(index)));
    const { Projects } = await import('/dist/storage.js');
    const given = { ...globalThis.patchwise, Projects, files, photo: files[1].file, canvas: draw(3), video: draw(4) };
    const results = 'label, probabilities, map, features, similar, bytes, report, names: await project.files()';
    const run = new Function(...Object.keys(given), `return (async () => { ${code}\nreturn { ${results} }; })()`);
    const found = await run(...Object.values(given));
    return { ...found, bytes: found.bytes.length, names: found.names.map(({ path }) => path) };
  }, examples.join('\n'));
  assert.equal(result.label, 'red');
  assert.equal(Object.keys(result.probabilities).length, 2);
  assert.equal(Object.keys(result.features).length, 3 * 64);
  assert.equal(result.similar.length, 5);
  assert.ok(result.bytes > 300_000);
  assert.deepEqual(result.report.classNames, ['oak', 'birch']);
  assert.equal(result.report.suggestions.length, 8);
  assert.equal(result.names.length, 84);
});
