// Methods that compare draws of images: in the tab on both devices, and on the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  FEW_SCENES,
  enabled,
  loadFew,
  openBuiltPage,
  picture,
  trainToTheEnd,
  useGpuBrowser,
  violations,
} from './support.mjs';

const METHODS = ['simclr', 'vicreg', 'relational-reasoning', 'byol', 'simclr-patch-rotnet', 'vicreg-patch-rotnet'];

const context = useGpuBrowser();

/** Losses of a few steps of each method on a device, and how much features differ. */
const lossesOn = (device, config) =>
  context.page.evaluate(
    async ([device, scenes, methods, config]) => {
      const session = await globalThis.patchwise.open({ device });
      await session.load(scenes);
      const runs = {};
      for (const method of methods) {
        const [losses, spreads] = [[], []];
        for await (const event of session.pretrain({ method, ...config })) {
          if (event.kind !== 'progress') continue;
          losses.push(...event.losses);
          if (event.spread) spreads.push(event.spread);
        }
        runs[method] = { losses, spreads };
      }
      session.close();
      return runs;
    },
    [device, { ...FEW_SCENES, images: 8, labeledImages: 8, testImages: 8 }, METHODS, config],
  );

test('WebGPU computes the losses of the CPU, augmentation included', { timeout: 900_000 }, async (t) => {
  const blur = { kind: 'gaussian-blur' };
  const strong = ['random-resized-crop', 'horizontal-flip', 'color-jitter', 'grayscale'].map((kind) => ({ kind }));
  const config = {
    batchSize: 4,
    epochs: 1,
    augmentation: [{ kind: 'random-crop', fill: 'reflect' }, ...strong, blur],
    smallStart: { scale: 0.5, part: 0.5 },
  };
  const cpu = await lossesOn('cpu', config);
  for (const [method, { losses, spreads }] of Object.entries(cpu)) {
    assert.equal(losses.length, 2, method);
    assert.ok(losses.every(Number.isFinite), `${method}: ${losses}`);
    assert.ok(
      spreads.every(({ rank, hasCollapsed }) => rank >= 1 && rank <= 64 && !hasCollapsed),
      method,
    );
  }
  if (!context.adapter) return t.skip('this machine offers no WebGPU adapter');
  const gpu = await lossesOn('webgpu', config);
  for (const method of METHODS) {
    for (const [step, loss] of gpu[method].losses.entries()) {
      const expected = cpu[method].losses[step];
      // The second loss comes after an update, which amplifies rounding errors.
      const allowed = (step === 0 ? 1e-3 : 2e-2) * Math.max(1, expected);
      assert.ok(Math.abs(loss - expected) <= allowed, `${method}, step ${step}: ${loss} and ${expected}`);
    }
  }
});

test('maps say by what views, and by what two images, are alike', { timeout: 120_000 }, async () => {
  const found = await context.page.evaluate(async (scenes) => {
    const session = await globalThis.patchwise.open({ device: 'cpu' });
    await session.load(scenes);
    await session.pretrain({ method: 'byol', batchSize: 8, epochs: 1 });
    const attention = await session.attend({ split: 'test', indices: [1] });
    const alike = await session.alike({ split: 'test', index: 0, others: [0, 3] });
    const refused = await session.alike({ split: 'test', index: 0, others: [1000] }).catch(({ message }) => message);
    const none = await session.alike({ split: 'test', index: 0, others: [] }).catch(({ message }) => message);
    session.close();
    return { attention, alike, refused, none };
  }, FEW_SCENES);
  const { attention, alike, refused, none } = found;
  assert.equal(attention.similarities.length, 8);
  assert.ok(Math.abs(attention.similarities[0] - 1) < 1e-5, 'a view is like itself');
  assert.deepEqual([attention.targetClasses, attention.predictedClasses], [[], []]);
  assert.equal(Object.keys(attention.overlays).length, 8 * 32 * 32 * 3);
  assert.ok(Math.abs(alike.similarities[0] - 1) < 1e-5 && alike.similarities[1] < 1);
  assert.equal(Object.keys(alike.maps).length, 2 * 2 * 32 * 32);
  assert.equal(Object.keys(alike.overlays).length, 2 * 2 * 32 * 32 * 3);
  assert.match(refused, /1000.*below 20/);
  assert.match(none, /others/);
});

test('the page trains SimCLR with its own settings and shows what is alike', { timeout: 300_000 }, async () => {
  const page = await openBuiltPage({ ...context, server: context.site });
  await loadFew(page, 64);
  assert.equal(await page.locator('#task-fields label:visible').count(), 0, 'Patch RotNet has no such settings');
  await page.selectOption('select[name=method]', 'simclr');
  assert.equal(await page.locator('#task-fields label:visible').count(), 1);
  assert.equal(await page.inputValue('input[name=batchSize]'), '32');
  await page.fill('input[name=task-temperature]', '0.2');
  await trainToTheEnd(page, { epochs: 2, batch: 16 });
  // Of 32 rows, the draws of a batch of 16.
  assert.match(await page.textContent('#spread-text'), /differ in about \d+(\.\d)? of 32 directions/);
  await page.click('#attend');
  await page.waitForSelector('#gallery figure');
  const captions = await page.locator('#gallery figcaption').allTextContents();
  assert.equal(captions.length, 16);
  assert.match(captions[0], /100% like the upright image/);
  await page.click('#rank');
  await page.waitForSelector('#queries .tile', { timeout: 60_000 });
  await page.locator('#queries .tile').nth(2).click();
  await page.waitForSelector('#similar > .tiles figure');
  await page.click('#similar details summary');
  assert.equal(await page.locator('#similar details figure canvas').count(), 20);
  await picture(page, 'methods');
  await page.setViewportSize({ width: 390, height: 800 });
  await picture(page, 'methods-phone');
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(page.problems, []);
  await page.waitForSelector(enabled('#start'));
  await page.close();
});
