// The package in Node: the same numbers as in a browser, from the same files, without anything left behind.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, openAsBlob, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { filesBelow, open, PatchwiseError } from 'patchwise/node';

import { launchBrowser, serveFolder } from '../../tools/browser.mjs';
import { root } from '../../tools/setup.mjs';

const FORMATS = join(root, 'tests', 'formats');
const SCENES = { kind: 'scenes', images: 24, labeledImages: 40, testImages: 20 };
const RUN = { epochs: 1, batchSize: 8, seed: 7 };
let patchwise;

before(async () => {
  patchwise = await open({ device: 'cpu' });
});
after(() => patchwise?.close());

test('the losses, features and bytes are those of a browser', { timeout: 120_000 }, async () => {
  await patchwise.load(SCENES);
  const losses = [];
  const run = patchwise.pretrain(RUN);
  for await (const event of run) if (event.kind === 'progress') losses.push(event.loss);
  const image = readFileSync(join(root, 'www', 'page.jpg'));
  const features = await patchwise.features(new Blob([image]));

  const server = await serveFolder(root);
  const browser = await launchBrowser({ webgpu: false });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}/tools/blank.html`);
    const found = await page.evaluate(
      async ([scenes, config]) => {
        const { open } = await import('/dist/index.js');
        const patchwise = await open({ device: 'cpu' });
        await patchwise.load(scenes);
        const losses = [];
        for await (const event of patchwise.pretrain(config)) if (event.kind === 'progress') losses.push(event.loss);
        const image = await (await fetch('/www/page.jpg')).blob();
        return { losses, features: Array.from(await patchwise.features(image)) };
      },
      [SCENES, RUN],
    );
    assert.deepEqual(Array.from(features), found.features);
    assert.equal(losses.at(-1), found.losses.at(-1));
  } finally {
    await browser.close();
    server.close();
  }
});

test('all cores compute, and one gives the same', { timeout: 60_000 }, async () => {
  const one = await open({ device: 'cpu', threads: 1 });
  try {
    await one.load(SCENES);
    await patchwise.load(SCENES);
    const [alone, together] = [await one.pretrain(RUN), await patchwise.pretrain(RUN)];
    assert.equal(one.device.threads, 1);
    assert.ok(patchwise.device.threads >= Math.min(2, availableParallelism()));
    assert.equal(alone.lastLoss, together.lastLoss);
  } finally {
    one.close();
  }
});

test('files of every kind are read from the disk, and from memory', { timeout: 60_000 }, async () => {
  const names = readdirSync(FORMATS).filter((name) =>
    /^(gnu\.tar\.gz|info\.zip|medmnist\.npz|bare-gzip\.parquet)$/.test(name),
  );
  for (const name of names) {
    const path = join(FORMATS, name);
    const fromDisk = await patchwise.load({ kind: 'files', files: await filesBelow(path) });
    const blob = new Blob([readFileSync(path)]);
    const fromMemory = await patchwise.load({ kind: 'files', files: [{ path: name, file: blob }] });
    assert.deepEqual(fromDisk, fromMemory, name);
    assert.ok(fromDisk.train + fromDisk.unlabeled > 0, name);
  }
  assert.equal(
    await patchwise.features([await openAsBlob(join(root, 'www', 'page.jpg'))]).then(({ length }) => length),
    64,
  );
});

test('a folder of images is found with its classes', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-images-'));
  try {
    execFileSync('tar', ['-xf', join(FORMATS, 'gnu.tar'), '-C', folder]);
    const data = await patchwise.load({ kind: 'files', files: await filesBelow(folder) });
    assert.deepEqual([data.train, data.test, data.classNames.length], [9, 6, 3]);
    await assert.rejects(filesBelow(join(folder, 'nothing')), {
      code: 'invalid-data',
      message: /ENOENT.*Check the path/,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an image is a file as it is listed, or its bytes', async () => {
  const path = join(root, 'www', 'page.jpg');
  const [file] = await filesBelow(path);
  const [listed, bytes] = [await patchwise.features(file), await patchwise.features(readFileSync(path))];
  assert.deepEqual(listed, bytes);
  assert.deepEqual(bytes, await patchwise.features([new Blob([readFileSync(path)])]));
});

test('an option that is misspelt is refused', async () => {
  const wrong = { code: 'invalid-config', message: /There is no option `(thread|resum|sgnal)` here/ };
  await assert.rejects(open({ thread: 1 }), wrong);
  await assert.rejects(patchwise.pretrain(RUN, { resum: new Uint8Array() }), wrong);
  await assert.rejects(patchwise.evaluate({}, { sgnal: 1 }), wrong);
  const endless = { task: {} };
  endless.task.task = endless.task;
  await assert.rejects(async () => patchwise.pretrain(endless), {
    code: 'invalid-config',
    message: /`task\.task.* must be no deeper/,
  });
});

test('what Node lacks is said', async () => {
  await assert.rejects(patchwise.features(['x']), {
    code: 'invalid-config',
    message: /a Blob, a Uint8Array, `\{ path, file \}` or/,
  });
  // Without the package `webgpu`, or a GPU for it.
  await assert.rejects(open({ device: 'webgpu' }), (error) => {
    assert.ok(error instanceof PatchwiseError);
    assert.equal(error.code, 'device-unavailable');
    return /`webgpu` is not installed|no WebGPU adapter/.test(error.message);
  });
  const auto = await open({ device: 'auto' });
  assert.equal(auto.device.kind, 'cpu');
  auto.close();
});

test('a program ends with its work, closed or not, and leaves no files', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-program-'));
  try {
    const program = `
      import { filesBelow, open } from ${JSON.stringify(join(root, 'dist', 'node.js'))};
      const patchwise = await open({ device: 'cpu' });
      await patchwise.load({ kind: 'files', files: await filesBelow(${JSON.stringify(join(FORMATS, 'gnu.tar.gz'))}) });
      console.log((await patchwise.pretrain({ epochs: 1, batchSize: 3 })).steps);
    `;
    const path = join(folder, 'program.mjs');
    writeFileSync(path, program);
    const env = { ...process.env, TMPDIR: folder };
    assert.equal(execFileSync('node', [path], { env, timeout: 30_000 }).toString().trim(), '3');
    assert.deepEqual(readdirSync(folder), ['program.mjs']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
