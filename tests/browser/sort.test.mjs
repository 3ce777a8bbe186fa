// Section "Sort images with a few labels" of the page in a real browser.
// With PATCHWISE_SCREENSHOTS set to a folder, pictures of it are left there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { page as pageFolder } from '../../tools/browser.mjs';
import { enabled, loadFew, openBuiltPage, picture, trainToTheEnd, useBrowser, violations } from './support.mjs';

const context = useBrowser({ folder: pageFolder });

/** The page with a network that was trained shortly. */
async function openTrained(options = {}) {
  const page = await openBuiltPage(context, options);
  await loadFew(page, 60);
  await trainToTheEnd(page, { batch: 8 });
  return page;
}

async function suggest(page) {
  await page.click('#suggest');
  await page.waitForSelector('#sort-tiles .tile');
  await page.waitForSelector(enabled('#suggest'));
}

async function addClass(page, name) {
  await page.fill('#class-name', name);
  await page.click('#add-class');
}

const tile = (place) => `#sort-tiles .tile:nth-child(${place})`;
const captionsOf = (page) => page.locator('#sort-tiles .tile span').allTextContents();
const chipsOf = (page) => page.locator('#sort-classes .chip').allTextContents();

/** Waits until the classifier has learnt from that many labels with held-out ones. */
const waitForReport = (page, words) =>
  page.waitForFunction((words) => document.querySelector('#sort-report .result')?.textContent.includes(words), words, {
    timeout: 30_000,
  });

test('a few labels sort the rest, by click, key and drag', { timeout: 240_000 }, async () => {
  const page = await openBuiltPage(context);
  assert.match(await page.textContent('#sort-text'), /^Needs a trained network/);
  assert.equal(await page.isEnabled('#suggest'), false);
  await loadFew(page, 60);
  await trainToTheEnd(page, { batch: 8 });

  await suggest(page);
  const first = await captionsOf(page);
  assert.equal(first.length, 12);
  assert.equal(first[0], 'near the average of all');
  for (const caption of first.slice(1)) assert.match(caption, /^least like the others \(similarity -?0\.\d\d\)$/);

  // By click: a class that is named labels what is selected.
  await page.click(tile(1));
  await page.click(tile(3), { modifiers: ['Shift'] });
  assert.equal(await page.locator('#sort-tiles [aria-pressed=true]').count(), 3);
  await addClass(page, 'house');
  await page.waitForFunction(() => document.querySelector('#sort-tiles span').textContent === '✓ house');
  assert.deepEqual(await chipsOf(page), ['1 house (3)', '0 no class']);
  // A class without images can be removed.
  await addClass(page, 'tere');
  await page.click('[aria-label="Remove the class tere"]');
  assert.deepEqual(await chipsOf(page), ['1 house (3)', '0 no class']);
  // By key, on the tile with the focus.
  await addClass(page, 'tree');
  await page.focus(tile(4));
  await page.keyboard.press('2');
  await page.waitForFunction(() => document.querySelectorAll('#sort-tiles span')[3].textContent === '✓ tree');
  // By drag.
  await page.dragAndDrop(tile(5), '#sort-classes [data-class=tree]');
  await page.waitForFunction(() => document.querySelectorAll('#sort-tiles span')[4].textContent === '✓ tree');
  await waitForReport(page, 'of 5 held-out labels');
  assert.match(
    await page.textContent('#sort-report .result'),
    /^Right on \d of 5 held-out labels: [\d.]+% \(95% interval: \d+% to \d+%\)/,
  );

  // Those suggested stay until new ones are asked for; of these some are between two classes.
  assert.equal((await captionsOf(page)).filter((caption) => caption.startsWith('✓')).length, 5);
  await suggest(page);
  const next = await captionsOf(page);
  assert.ok(next.every((caption) => !caption.startsWith('✓')));
  assert.ok(next.some((caption) => /^(house|tree) [\d.]+% or (house|tree) [\d.]+%\?$/.test(caption)));
  assert.ok(next.some((caption) => caption.startsWith('least like the others')));

  // Every image is sorted, the surest first.
  const views = await page.locator('#sort-view option').allTextContents();
  const counts = views.map((title) => /^Sorted as .* \((\d+)\)$/.exec(title)?.[1]).filter(Boolean);
  assert.equal(
    counts.reduce((sum, count) => sum + Number(count), 0),
    60,
  );
  await page.selectOption('#sort-view', 'all');
  await page.waitForFunction(() => document.querySelectorAll('#sort-tiles .tile').length === 48);
  assert.equal(await page.textContent('#sort-page'), '1 to 48 of 60');
  await page.click('#sort-forward');
  await page.waitForFunction(() => document.querySelectorAll('#sort-tiles .tile').length === 12);

  // A label can be taken back, and the classifier knows its classes to a photo.
  await page.selectOption('#sort-view', 'labeled');
  await page.waitForFunction(() => document.querySelectorAll('#sort-tiles .tile').length === 5);
  await page.focus(tile(1));
  await page.keyboard.press('0');
  await page.waitForFunction(() => document.querySelector('#sort-classes').textContent.includes('(2)'));
  assert.match(await page.textContent('#try-text'), /knows these classes: house, tree/);
  await waitForReport(page, 'of 4 held-out labels');
  for (const [button, name, head] of [
    ['#save-onnx', 'patchwise.onnx', ''],
    ['#save-html', 'patchwise.html', '<!doctype html>'],
  ]) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
    assert.equal(download.suggestedFilename(), name);
    const bytes = readFileSync(await download.path());
    assert.ok(bytes.length > 300_000 && bytes.toString('utf8', 0, 40).includes(head));
  }
  assert.deepEqual(await violations(page), []);
  await picture(page, 'sort');
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('labels and the classifier are there after a reload', { timeout: 240_000 }, async () => {
  const browserContext = await context.browser.newContext();
  const open = (url) => openBuiltPage({ ...context, browser: { newPage: () => browserContext.newPage() } }, url);
  const page = await open();
  await loadFew(page, 60);
  await trainToTheEnd(page, { batch: 8 });
  await suggest(page);
  for (const name of ['house', 'tree']) {
    await page.click(tile(1 + (await chipsOf(page)).length));
    await addClass(page, name);
    await page.waitForFunction((name) => document.querySelector('#sort-tiles').textContent.includes(`✓ ${name}`), name);
  }
  await page.waitForFunction(() => document.querySelector('#try-text').textContent.includes('house, tree'));
  await page.waitForSelector(enabled('#suggest'));
  // Written one after the other: the list of projects is shown once all is kept.
  await page.waitForTimeout(1000);
  await page.close({ runBeforeUnload: false });

  const again = await open();
  await again.click('#continue');
  await again.waitForFunction(() => document.querySelector('#sort-classes').textContent.includes('tree (1)'));
  assert.deepEqual(await chipsOf(again), ['1 house (1)', '2 tree (1)', '0 no class']);
  await again.waitForFunction(() => document.querySelector('#try-text').textContent.includes('house, tree'));
  assert.deepEqual(again.problems, []);
  await browserContext.close();
});

test('labels fit on a phone', { timeout: 240_000 }, async () => {
  const page = await openTrained({ viewport: { width: 390, height: 844 } });
  await suggest(page);
  await page.click(tile(1));
  await addClass(page, 'a class with quite a long name, which has to be wrapped');
  await page.waitForFunction(() => document.querySelector('#sort-tiles span').textContent.startsWith('✓'));
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, `the page is ${width} pixels wide`);
  await picture(page, 'sort-phone');
  await page.close();
});

test('labels that are given while the classifier learns are learnt from, too', { timeout: 240_000 }, async () => {
  const page = await openBuiltPage(context);
  await loadFew(page, 1500);
  await page.fill('input[name=epochs]', '1');
  await page.fill('input[name=batchSize]', '64');
  await page.click('#start');
  await page.waitForFunction(() => document.querySelector('#status').textContent === 'Training finished.', null, {
    timeout: 120_000,
  });
  await page.selectOption('#sort-view', 'all');
  await page.waitForSelector(tile(8));
  const give = async (places, name) => {
    for (const place of places) await page.click(tile(place));
    await addClass(page, name);
  };
  await give([1], 'a');
  await give([2], 'b');
  // The features of all images are computed now.
  await page.waitForSelector('#sort-progress:not([hidden])');
  await give([3], 'a');
  await give([4], 'b');
  await waitForReport(page, 'of 4 held-out labels');
  assert.deepEqual(page.problems, []);
  await page.close();
});
