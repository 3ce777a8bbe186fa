// Real files: one larger than memory should hold, and the real data sets where PATCHWISE_DATA names their folder.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, ftruncateSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../tools/setup.mjs';
import { useBrowser } from './support.mjs';

const context = useBrowser();
const RECORD = 27_648;

test('a 2.76 GB STL-10 file opens in under a second and trains below 300 MB', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-'));
  try {
    const path = join(folder, 'unlabeled_X.bin');
    const file = openSync(path, 'w');
    ftruncateSync(file, 100_000 * RECORD);
    // Some records at the very end, so that reading past 2 GiB is seen to work.
    writeSync(file, Buffer.alloc(RECORD, 200), 0, RECORD, 99_999 * RECORD);
    closeSync(file);
    const page = await context.page();
    await page.setInputFiles('#files', path);
    const result = await page.evaluate(async () => {
      const session = await globalThis.patchwise.open({ device: 'cpu' });
      const started = performance.now();
      const data = await session.load({ kind: 'files', files: document.querySelector('#files').files });
      const openMs = performance.now() - started;
      const last = await session.images({ indices: [99_999] });
      const losses = [];
      for await (const event of session.pretrain({ batchSize: 2, epochs: 1 })) {
        if (event.kind === 'progress') losses.push(...event.losses);
        if (losses.length >= 4) break;
      }
      const engine = await session.memory();
      globalThis.session = session;
      return { openMs, images: data.unlabeled, last: last.pixels[0], losses, engine };
    });
    const memory = await tabMemory(page);
    console.log(`opened in ${result.openMs.toFixed(0)} ms; engine ${mb(result.engine)} MB, whole tab ${mb(memory)} MB`);
    assert.equal(result.images, 100_000);
    assert.equal(result.last, 200);
    assert.ok(result.openMs < 1000, `opened in ${result.openMs} ms`);
    assert.ok(result.losses.length >= 4 && result.losses.every(Number.isFinite), `losses ${result.losses}`);
    assert.ok(memory < 300e6, `the tab holds ${mb(memory)} MB`);
    await page.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** 24 x 16 pixels, the left half reddish. */
const AVIF =
  'AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAO' +
  'cGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAANgAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAA' +
  'AABqaXBycAAAAEtpcGNvAAAAFGlzcGUAAAAAAAAAGAAAABAAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAG' +
  'gAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAAAPm1kYXQSAAoJGBDv7ZAQ0GhAMidF4eHhiGAAGUAAAACA3qDHO8Pff/+6XnwN2jkkaMJZZWsL' +
  'FqF+2MA=';

test('AVIF and HEIC are read by the browser where it can and is asked to, else named', async () => {
  const page = await context.page();
  const { without, asked, pixel } = await page.evaluate(async (avif) => {
    const session = await globalThis.patchwise.open({ device: 'cpu' });
    const bytes = Uint8Array.from(atob(avif), (letter) => letter.charCodeAt(0));
    const heic = new TextEncoder().encode('\0\0\0\x18ftypheic, which this browser does not read');
    const files = ['a.avif', 'b.AVIF', 'c.heic'].map((name, index) => new File([index < 2 ? bytes : heic], name));
    const canvas = new OffscreenCanvas(16, 16);
    canvas.getContext('2d').fillRect(0, 0, 9, 9);
    files.push(new File([await canvas.convertToBlob()], 'd.png'), new File([await canvas.convertToBlob()], 'e.png'));
    const load = (more) => session.load({ kind: 'files', files, imageSize: 16, testFraction: 0, ...more });
    const without = await load({});
    const asked = await load({ decodeByBrowser: true });
    const { pixels } = await session.images({ indices: [0] });
    return { without, asked, pixel: Array.from(pixels.slice(0, 3)) };
  }, AVIF);
  assert.equal(without.unlabeled, 2);
  assert.deepEqual(
    without.skipped.map(({ reason }) => /^(AVIF|HEIC) images cannot be read/.test(reason)),
    [true, true, true],
  );
  assert.equal(asked.unlabeled, 4);
  assert.deepEqual(
    asked.skipped.map(({ name }) => name),
    ['c.heic'],
  );
  assert.ok(pixel[0] > 150 && pixel[2] < 110, `${pixel}`);
});

test(
  'loading stops at once, however large the photos are, and nothing of it is kept',
  { timeout: 120_000 },
  async () => {
    const page = await context.page();
    const { late, kinds, before, after, next } = await page.evaluate(async () => {
      const session = await globalThis.patchwise.open({ device: 'cpu' });
      await session.load({ kind: 'scenes', images: 16 });
      const before = (await session.images({ indices: [0] })).imageSize;
      // 24 megapixels take the engine much longer than a piece of work should.
      const canvas = new OffscreenCanvas(6000, 4000);
      const context = canvas.getContext('2d');
      for (let x = 0; x < 6000; x += 40) {
        context.fillStyle = `hsl(${x} 80% 50%)`;
        context.fillRect(x, 0, 40, 4000);
      }
      const photo = await canvas.convertToBlob({ type: 'image/jpeg' });
      const files = Array.from({ length: 12 }, (_, index) => new File([photo], `${index}.jpg`));
      const late = [];
      const kinds = [];
      for (const wait of [100, 400, 700]) {
        const run = session.load({ kind: 'files', files, imageSize: 64 });
        const events = (async () => {
          for await (const { kind } of run) kinds.push(kind);
        })();
        await new Promise((resolve) => setTimeout(resolve, wait));
        const started = performance.now();
        await run.stop();
        late.push(performance.now() - started);
        await events;
      }
      const after = (await session.images({ indices: [0] })).imageSize;
      const next = (await session.load({ kind: 'scenes', images: 17 })).unlabeled;
      return { late, kinds, before, after, next };
    });
    console.log(`stopped after ${late.map(Math.round).join(', ')} ms`);
    assert.ok(Math.max(...late) < 200, `${late}`);
    assert.ok(!kinds.includes('finished') && kinds.filter((kind) => kind === 'stopped').length === 3, `${kinds}`);
    assert.deepEqual([before, after, next], [32, 32, 17]);
  },
);

test('a folder too large for a tab is loaded or refused, and the instance lives on', { timeout: 600_000 }, async () => {
  const page = await context.page();
  const results = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(16, 16);
    canvas.getContext('2d').fillRect(0, 0, 9, 9);
    const photo = await canvas.convertToBlob();
    const results = [];
    for (const [count, imageSize] of [
      [2200, 512],
      [20_000, 512],
    ]) {
      const session = await globalThis.patchwise.open({ device: 'cpu' });
      const files = Array.from({ length: count }, (_, index) => ({ path: `all/${index}.png`, file: photo }));
      const started = performance.now();
      const loaded = await session.load({ kind: 'files', files, imageSize, testFraction: 0 }).then(
        (data) => data.unlabeled,
        (error) => error.message,
      );
      const ms = performance.now() - started;
      const alive = (await session.load({ kind: 'scenes', images: 16 })).unlabeled;
      results.push({ count, imageSize, loaded, ms, memory: await session.memory(), alive });
      session.close();
    }
    return results;
  });
  for (const { count, imageSize, loaded, ms, memory, alive } of results) {
    console.log(`${count} at ${imageSize} px: ${loaded}, ${Math.round(ms)} ms, engine ${mb(memory)} MB`);
    assert.equal(alive, 16);
    assert.ok(
      loaded === count || /`images` is for 20000 images in all, but must be at most \d+ at 512 px/.test(loaded),
      loaded,
    );
  }
});

const mb = (bytes) => Math.round(bytes / 1e6);

/** Memory that the page's process holds for itself, by the system's count; what processes share is not counted. */
async function tabMemory(page) {
  const devtools = await page.context().browser().newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => privateBytes(id));
  return Math.max(...sizes);
}

function privateBytes(pid) {
  const status = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const sum = [...status.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].reduce((total, [, kb]) => total + Number(kb), 0);
  return sum * 1024;
}

const data = process.env.PATCHWISE_DATA;
const isMissing = data ? false : 'set PATCHWISE_DATA to the folder of the real data';

function demo(...options) {
  const output = execFileSync('node', ['tools/demo.mjs', '--json', ...options], { cwd: root, encoding: 'utf8' });
  return JSON.parse(output);
}

test('the demo command learns from real CIFAR-10', { skip: isMissing, timeout: 600_000 }, () => {
  const source = `cifar10:${join(data ?? '', 'cifar-10-batches-bin')}`;
  const options = ['--method', 'rotnet', '--images', '300', '--epochs', '3', '--evaluation-epochs', '3'];
  const result = demo('--data', source, ...options);
  console.log(JSON.stringify(result));
  assert.deepEqual(result.errors, []);
  assert.ok(result.lastLoss < result.firstLoss, `the loss went from ${result.firstLoss} to ${result.lastLoss}`);
  assert.ok(result.pretextAccuracyUnseen > 0.3, `${result.pretextAccuracyUnseen} is not above chance, 0.25`);
});

for (const [name, path, size] of [
  ['stl10', 'stl10_binary', 96],
  ['tiny-imagenet', 'tiny-imagenet-200-mini.zip', 64],
]) {
  test(`the demo command trains on real ${name}`, { skip: isMissing, timeout: 300_000 }, () => {
    const source = `${name}:${join(data ?? '', path)}`;
    assert.ok(existsSync(join(data, path)));
    const result = demo('--data', source, '--images', '40', '--batch-size', '4', '--steps', '3', '--no-evaluation');
    console.log(JSON.stringify(result));
    assert.deepEqual([result.errors, result.imageSize, result.steps, result.skipped], [[], size, 3, 0]);
    assert.ok(result.losses.every(Number.isFinite));
  });
}

test('the demo command refuses what it does not know', () => {
  for (const [options, words] of [
    [['--colour'], /--colour/],
    [['--data', 'mnist:here'], /scenes or a format/],
    [['--images', 'many'], /must be a number/],
    [['--data', 'stl10:/nowhere'], /no such file/i],
    [['--method', 'jigsaw'], /one of .*rotnet/],
  ]) {
    assert.throws(
      () => execFileSync('node', ['tools/demo.mjs', ...options], { cwd: root, stdio: 'pipe' }),
      (error) => error.status === 2 && words.test(error.stderr),
    );
  }
});
