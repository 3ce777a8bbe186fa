// What the page keeps: its work is there after the browser is killed, and a run goes on to the same figures.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { chromium } from 'playwright-core';

import { page as pageFolder, serveFolder } from '../../tools/browser.mjs';
import { ensureChromium } from '../../tools/setup.mjs';
import { enabled, loadFew, openBuiltPage, picture, trainToTheEnd, violations } from './support.mjs';

let server;
let profile;
const context = {};

const start = async () => {
  context.browser = await chromium.launchPersistentContext(profile, {
    executablePath: ensureChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-features=WebGPU'],
    headless: true,
  });
};

before(async () => {
  server = await serveFolder(pageFolder);
  context.server = server;
  profile = mkdtempSync(join(tmpdir(), 'patchwise-kept-'));
  await start();
});

after(async () => {
  await context.browser.close().catch(() => undefined);
  server.close();
  rmSync(profile, { recursive: true, force: true });
});

/** Ends every process of the browser at once, as a crash of the machine would, and starts it again. */
async function killBrowser() {
  const lines = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n');
  for (const line of lines.filter((line) => line.includes(profile))) {
    try {
      process.kill(Number.parseInt(line, 10), 'SIGKILL');
    } catch {
      // It ended with another.
    }
  }
  await context.browser.close().catch(() => undefined);
  await start();
}

/** An entry of the project that was changed last: what is kept of its run, or that there is one; null without. */
const readKept = (page, entry) =>
  page.evaluate(async (entry) => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('patchwise-projects');
    let [last, found] = [0, null];
    for await (const folder of root.values()) {
      try {
        const text = async (name) => (await (await folder.getFileHandle(name)).getFile()).text();
        const { entries, changed } = JSON.parse(await text('manifest.json'));
        if (changed < last) continue;
        [last, found] = [changed, null];
        if (entries[entry]) found = entry === 'run' ? JSON.parse(await text(entries[entry].file)) : true;
      } catch {
        // It is being written.
      }
    }
    return found;
  }, entry);

/** The bytes of the model that the page saves. */
async function savedModel(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
  return readFileSync(await download.path());
}

/** Waits until what is kept is as it should be. */
async function untilKept(page, entry, isAsExpected = Boolean) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (isAsExpected(await readKept(page, entry))) return;
    await page.waitForTimeout(200);
  }
  assert.fail(`no ${entry} is kept as expected`);
}

const textOf = (page, selector) => page.textContent(selector);
const isKept = (page, pattern) =>
  page.waitForFunction(
    (source) => new RegExp(source).test(document.querySelector('#projects').textContent),
    pattern.source,
    { timeout: 30_000 },
  );

test('a finished training and its results are there after the browser is killed', { timeout: 240_000 }, async () => {
  const page = await openBuiltPage(context);
  assert.ok(await page.isHidden('#continue-box'), 'nothing was kept yet');
  await loadFew(page);
  await trainToTheEnd(page, { batch: 8 });
  await page.click('#evaluate');
  await page.waitForSelector('#results article', { timeout: 120_000 });
  await page.waitForSelector(enabled('#evaluate'));
  await isKept(page, /Scenes.*\(open\)/i);
  await untilKept(page, 'run', (run) => run?.reports.length === 1 && run.training !== null);
  await untilKept(page, 'model');
  const results = await textOf(page, '#results');
  const training = await textOf(page, '#chart-summary');
  await killBrowser();

  const again = await openBuiltPage(context);
  await again.waitForSelector('#continue-box:not([hidden])');
  assert.match(await textOf(again, '#continue-text'), /^You worked here on .*Scenes/i);
  await picture(again, 'continue');
  assert.deepEqual(await violations(again), []);
  await again.click('#continue');
  await again.waitForFunction(() => document.querySelector('#status').textContent === 'Your work is back.', null, {
    timeout: 60_000,
  });
  assert.equal(await textOf(again, '#results'), results);
  assert.equal(await textOf(again, '#chart-summary'), training);
  assert.match(await textOf(again, '#data-text'), / 40 images to pretrain/);
  // The network and its classifier are back, too.
  await again.waitForSelector(enabled('#save'));
  await again.waitForSelector(enabled('#photo'));
  assert.deepEqual(again.problems, []);

  // Projects are deleted, and that is undone.
  const second = await openBuiltPage(context);
  await second.waitForSelector('#continue-box:not([hidden])');
  await second.click('#continue');
  await second.waitForFunction(() => document.querySelector('#kept-problem').textContent.includes('another tab'));
  await again.close();
  await second.click('#projects button:has-text("Delete")');
  await isKept(second, /\(deleted\)/);
  await second.click('#projects button:has-text("Undo")');
  await second.waitForSelector('#projects button:has-text("Open")');
  await second.close();
});

test('a run that is cut short goes on to the very network of one that was not', { timeout: 300_000 }, async () => {
  const begin = async () => {
    const page = await openBuiltPage(context);
    await loadFew(page, 64);
    await page.fill('input[name=epochs]', '45');
    await page.fill('input[name=batchSize]', '8');
    await page.click('#start');
    return page;
  };
  const ended = (page) =>
    page.waitForFunction(() => document.querySelector('#status').textContent === 'Training finished.', null, {
      timeout: 120_000,
    });
  const undisturbed = await begin();
  await ended(undisturbed);
  const expected = await savedModel(undisturbed);
  await undisturbed.close();

  const page = await begin();
  // A checkpoint is kept about every ten seconds.
  await untilKept(page, 'run', (run) => run && run.training === null);
  await untilKept(page, 'checkpoint');
  assert.notEqual(await textOf(page, '#status'), 'Training finished.', 'this machine is too fast: train longer');
  await killBrowser();
  const again = await openBuiltPage(context);
  await again.waitForSelector('#continue-box:not([hidden])');
  await again.click('#continue');
  await again.waitForSelector(enabled('#resume'), { timeout: 60_000 });
  await again.click('#resume');
  await ended(again);
  assert.ok((await savedModel(again)).equals(expected), 'another network');
  assert.deepEqual(again.problems, []);
  await again.close();
});
