// Files of each format in the tab: the same pixels, splits and labels as natively, and memory that stays small.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launchBrowser, serveFolder } from '../../tools/browser.mjs';
import { root } from '../../tools/setup.mjs';

const folder = join(root, 'tests', 'formats');
const context = {};

before(async () => {
  context.server = await serveFolder(root);
  context.browser = await launchBrowser({ webgpu: false });
  context.page = await context.browser.newPage();
  await context.page.goto(`${context.server.url}/tools/blank.html`);
  await context.page.evaluate(async () => {
    const { open } = await import('/dist/index.js');
    globalThis.patchwise = await open({ device: 'cpu' });
  });
});

after(async () => {
  await context.browser?.close();
  context.server?.close();
});

/** Loads files of the folder; gives the summary, and the pixels and labels of both splits. */
async function load(names, config = {}) {
  const files = await Promise.all(
    names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')]),
  );
  return context.page.evaluate(
    async ([files, config]) => {
      const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const named = files.map(([name, text]) => new File([bytes(text)], name));
      const data = await globalThis.patchwise.load({ kind: 'files', files: named, ...config });
      const of = async (split, count) => {
        if (count === 0) return { pixels: [], labels: [] };
        const { pixels, labels } = await globalThis.patchwise.images({ split, indices: [...Array(count).keys()] });
        return { pixels: [...pixels], labels };
      };
      return { data, train: await of('train', data.train), test: await of('test', data.test) };
    },
    [files, config],
  );
}

const value = (image, y, x, channel) => (37 * image + 11 * y + 7 * x + 53 * channel) % 256;

/** The numbers of the images of a split, all of whose pixels and labels are compared. */
function numbers({ pixels, labels }, side, channels) {
  const size = 3 * side * side;
  const known = [...Array(9).keys(), 100, 101, 102, 103, 104, 105, 200, 201, 202];
  return labels.map((label, index) => {
    const own = pixels.slice(index * size, (index + 1) * size);
    const image = known.find((image) => value(image, 0, 0, 0) === own[0]);
    for (const [place, pixel] of own.entries()) {
      const [y, x] = [Math.floor(place / 3 / side), Math.floor(place / 3) % side];
      assert.equal(pixel, value(image, y, x, channels === 1 ? 0 : place % 3));
    }
    assert.equal(label, image % 3);
    return image;
  });
}

const range = (start, end) => Array.from({ length: end - start }, (_, index) => start + index);
const [TRAIN, TEST] = [range(0, 9), range(100, 106)];
const startingWith = async (beginning) => (await readdir(folder)).filter((name) => name.startsWith(beginning));

const SPLIT = [
  ['gnu.tar', 16],
  ['gnu.tar.gz', 16],
  ['info.zip', 16],
  ['macos.zip', 16],
  ['medmnist.npz', 16],
  ['keras.npz', 16, 1],
  ['cifar-10-python.tar.gz', 32],
  ['cifar-10-binary.tar.gz', 32],
  ['cifar-100-python.tar.gz', 32],
  ['cifar-100-binary.tar.gz', 32],
];

test('every format has the same pixels, labels and splits in the tab', { timeout: 120_000 }, async (t) => {
  for (const [name, side, channels = 3] of SPLIT) {
    await t.test(name, async () => {
      const { train, test: held } = await load([name], { imageSize: side });
      assert.deepEqual(
        numbers(train, side, channels).sort((a, b) => a - b),
        TRAIN,
      );
      assert.deepEqual(
        numbers(held, side, channels).sort((a, b) => a - b),
        TEST,
      );
    });
  }
  for (const [beginning, config, channels] of [
    ['web-t', {}, 3],
    ['hub-', {}, 3],
    ['t', {}, 1],
  ]) {
    await t.test(`several: ${beginning}`, async () => {
      const { train, test: held } = await load(await startingWith(beginning), { imageSize: 16, ...config });
      assert.deepEqual(
        numbers(train, 16, channels).sort((a, b) => a - b),
        TRAIN,
      );
      assert.deepEqual(
        numbers(held, 16, channels).sort((a, b) => a - b),
        TEST,
      );
    });
  }
  for (const name of [
    'deep.npz',
    'channels-first.npz',
    'bare-snappy.parquet',
    'bare-gzip.parquet',
    'web-json-000000.tar',
  ]) {
    await t.test(name, async () => {
      const { train, test: held } = await load([name], { imageSize: 16 });
      const found = [...numbers(train, 16, 3), ...numbers(held, 16, 3)];
      assert.deepEqual(
        found.sort((a, b) => a - b),
        TRAIN,
      );
    });
  }
});

test('what is wrong with a file is said with its name', async () => {
  const message = async (names, config) => {
    const error = await load(names, config).catch((error) => error);
    return String(error.message);
  };
  assert.match(await message(['floats.npz']), /float64, not uint8/);
  assert.match(await message(['bare-zstd.parquet']), /compressed by zstd.*snappy/i);
  assert.match(await message(['hub-test-00000-of-00001.parquet'], { labelColumn: 'colour' }), /label, coarse/);
});

test('what is unpacked lies in a file that is gone with the next load', async () => {
  await load(['cifar-10-python.tar.gz']);
  await load(['gnu.tar']);
  const count = await context.page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('patchwise-scratch');
    let count = 0;
    for await (const _ of folder.keys()) count++;
    return count;
  });
  // Two of the last load, and two of the one before, which were in use when the last one began.
  assert.ok(count <= 4, `${count} files`);
});
