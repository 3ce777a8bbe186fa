// What the page keeps: its work is there after the browser is killed, and a run goes on to the same figures.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { chromium } from 'playwright-core';

import { CAMERAS, launchBrowser, page as pageFolder, serveFolder } from '../../tools/browser.mjs';
import { cargoEnv, ensureChromium, programFeatures, root } from '../../tools/setup.mjs';
import {
  METHODS,
  enabled,
  loadFew,
  openBuiltPage,
  picture,
  savedModel,
  trainToTheEnd,
  violations,
} from './support.mjs';

let server;
let profile;
const context = {};

const start = async () => {
  context.browser = await chromium.launchPersistentContext(profile, {
    handleSIGTERM: false,
    executablePath: ensureChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-features=WebGPU', ...CAMERAS.allowed],
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

test('a run that is cut short goes on to the very network of one that was not', { timeout: 900_000 }, async () => {
  const begin = async (epochs) => {
    const page = await openBuiltPage(context);
    await loadFew(page, 64);
    await page.fill('input[name=epochs]', String(epochs));
    await page.fill('input[name=batchSize]', '8');
    await page.click('#start');
    return page;
  };
  const ended = (page) =>
    page.waitForFunction(() => document.querySelector('#status').textContent === 'Training finished.', null, {
      timeout: 300_000,
    });
  let epochs = 30;
  let undisturbed;
  // A checkpoint is kept about every ten seconds: a run has to take longer.
  for (;;) {
    undisturbed = await begin(epochs);
    const started = Date.now();
    await ended(undisturbed);
    const seconds = (Date.now() - started) / 1000;
    if (seconds >= 18) break;
    await undisturbed.close();
    epochs = Math.ceil((epochs * 24) / seconds);
  }
  const expected = await savedModel(undisturbed);
  await undisturbed.close();

  const page = await begin(epochs);
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

/** `PATCHWISE_RUN_KILLS` sets how often the browser is killed during runs of all methods, one after the other (0). */
const RUN_KILLS = Number(process.env.PATCHWISE_RUN_KILLS ?? 0);

for (const [place, method] of METHODS.entries()) {
  const kills = Math.ceil((RUN_KILLS - place) / METHODS.length);
  test(
    `${method} killed at random moments ends with the same network`,
    { skip: kills <= 0, timeout: 900_000 },
    async () => {
      const status = (page) => textOf(page, '#status');
      const begin = async () => {
        const page = await openBuiltPage(context);
        await loadFew(page, 64);
        await page.selectOption('select[name=method]', method);
        await page.fill('input[name=epochs]', method === 'supervised' ? '3' : '40');
        await page.fill('input[name=batchSize]', '8');
        await page.click('#start');
        return page;
      };
      const ended = async (page) => {
        while ((await status(page)) !== 'Training finished.') await page.waitForTimeout(200);
      };
      const undisturbed = await begin();
      const started = Date.now();
      await ended(undisturbed);
      const whole = Date.now() - started;
      const expected = await savedModel(undisturbed);
      await undisturbed.close();

      let killed = 0;
      while (killed < kills) {
        let page = await begin();
        while (killed < kills) {
          await page.waitForTimeout(Math.random() * 0.8 * whole);
          if ((await status(page)) === 'Training finished.') break;
          await killBrowser();
          killed += 1;
          page = await openBuiltPage(context);
          await page.click('#continue');
          await page.waitForFunction(
            () => document.querySelector('#status').textContent === 'Your work is back.',
            null,
            {
              timeout: 60_000,
            },
          );
          // Before the first checkpoint there is nothing to resume.
          const canResume = await page.isEnabled('#resume');
          await page.click(canResume ? '#resume' : '#start');
        }
        await ended(page);
        console.log(`${method}: ${killed} kills in runs of ${Math.round(whole / 1000)} s`);
        assert.ok((await savedModel(page)).equals(expected), 'another network');
        await page.close();
      }
    },
  );
}

test('runs stay side by side, and one can be gone back to', { timeout: 240_000 }, async () => {
  const page = await openBuiltPage(context);
  await loadFew(page);
  const rows = () =>
    page
      .locator('#runs-table tbody tr')
      .evaluateAll((rows) => rows.map((row) => Array.from(row.cells, (cell) => cell.innerText)));
  await page.selectOption('select[name=method]', 'patch-rotnet');
  await trainToTheEnd(page, { batch: 8 });
  await page.click('#evaluate');
  await page.waitForSelector('#results article', { timeout: 120_000 });
  await page.waitForSelector(enabled('#evaluate'));
  const first = await savedModel(page);
  const results = await textOf(page, '#results');
  await page.selectOption('select[name=method]', 'rotnet');
  await trainToTheEnd(page, { batch: 4 });
  const second = await savedModel(page);
  const [one, two] = await rows();
  assert.equal(one[2], 'Patch RotNet');
  assert.match(one[3], /1 epoch, batch size 8, learning rate 0\.\d+, patch size 0\.4, seed 1$/);
  assert.match(one[8], /^[\d.]+% \(random weights [\d.]+%\)$/);
  assert.deepEqual([two[1], two[2], two[8]], ['current', 'RotNet', '–']);
  assert.deepEqual(await violations(page), []);
  await picture(page, 'runs');

  await page.click('[aria-label="Use: Run 1"]');
  await page.waitForFunction(() => document.querySelector('#status').textContent === 'Back at an earlier run.');
  assert.equal(await textOf(page, '#results'), results);
  assert.ok((await savedModel(page)).equals(first));
  assert.deepEqual((await rows())[0].slice(1, 3), ['current', 'Patch RotNet']);
  await untilKept(page, 'run', (run) => run?.info?.config.method === 'patch-rotnet');
  await killBrowser();

  const again = await openBuiltPage(context);
  await again.click('#continue');
  await again.waitForFunction(() => document.querySelectorAll('#runs-table tbody tr').length === 2, null, {
    timeout: 60_000,
  });
  assert.ok((await savedModel(again)).equals(first));
  await again.click('[aria-label="Use: Run 2"]');
  await again.waitForFunction(() => document.querySelector('#status').textContent === 'Back at an earlier run.');
  assert.ok((await savedModel(again)).equals(second), 'the other network is kept, too');
  // What was removed comes back whole, also from what was kept.
  await again.click('[aria-label="Remove: Run 1"]');
  await again.click('[aria-label="Undo: Run 1"]');
  await again.click('[aria-label="Use: Run 1"]');
  await again.waitForFunction(() => document.querySelector('#runs-table tbody td').textContent === 'current');
  assert.ok((await savedModel(again)).equals(first), 'the run that was removed');
  assert.deepEqual(again.problems, []);
  await again.close();
});

/** A folder of photos without classes: suns and hills, then houses. */
async function drawPhotos(page, count) {
  const folder = join(profile, 'photos');
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index++) {
    const bytes = await page.evaluate(async (index) => {
      const canvas = new OffscreenCanvas(160, 120);
      const context = canvas.getContext('2d');
      context.fillStyle = `hsl(${200 + ((index * 7) % 40)} 60% 70%)`;
      context.fillRect(0, 0, 160, 120);
      context.fillStyle = `hsl(${100 + ((index * 11) % 40)} 50% 35%)`;
      context.fillRect(0, 80, 160, 40);
      context.fillStyle = index % 2 ? `hsl(${(index * 5) % 30} 70% 45%)` : '#ffdd44';
      if (index % 2) context.fillRect(50 + (index % 9), 45, 45, 45);
      else context.arc(80 + (index % 9), 45, 24, 0, 7);
      context.fill();
      return Array.from(new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer()));
    }, index);
    writeFileSync(join(folder, `photo-${String(index).padStart(2, '0')}.png`), Buffer.from(bytes));
  }
  return folder;
}

/** The photos on tiles with suns, then with houses, as they were drawn: even and odd. */
const placesOf = (indices, isHouse) =>
  indices.map((index, place) => [index, place + 1]).filter(([index]) => index % 2 === isHouse);

test('from unlabelled photos to a classifier for the camera, through a kill', { timeout: 300_000 }, async () => {
  const page = await openBuiltPage(context);
  const photos = await drawPhotos(page, 32);
  await page.check('input[name=source][value=files]');
  await page.setInputFiles('#folder', photos);
  await page.fill('input[name=testPercent]', '0');
  await page.click('#load');
  await page.waitForFunction(() => document.querySelector('#data-text').textContent.includes(' 32 images to pretrain'));
  assert.match(await textOf(page, '#data-text'), /no classes/);
  await trainToTheEnd(page, { epochs: 3, batch: 8 });

  // Five labels a class.
  await page.selectOption('#sort-view', 'all');
  await page.waitForFunction(() => document.querySelectorAll('#sort-tiles .tile').length === 32);
  const indices = Array.from({ length: 32 }, (_, index) => index);
  for (const [name, isHouse] of [
    ['sun', 0],
    ['house', 1],
  ]) {
    for (const [, place] of placesOf(indices, isHouse).slice(0, 5))
      await page.click(`#sort-tiles .tile:nth-child(${place})`);
    await page.fill('#class-name', name);
    await page.click('#add-class');
    await page.waitForFunction(
      (name) => document.querySelector('#sort-classes').textContent.includes(`${name} (5)`),
      name,
    );
  }
  await page.waitForFunction(
    () => document.querySelector('#sort-report .result')?.textContent.includes('of 10 held-out labels'),
    null,
    { timeout: 60_000 },
  );
  await page.waitForSelector(enabled('#camera'));
  await page.click('#camera');
  await page.waitForSelector('#live-answer .bar', { timeout: 20_000 });
  assert.match(await textOf(page, '#live-answer .result'), /^(sun|house), /);
  await page.click('#camera');

  const expected = await savedModel(page);
  await untilKept(page, 'labels');
  await untilKept(page, 'model');
  // What is kept is written one after the other: nothing is being written any more.
  await page.waitForTimeout(1000);
  await killBrowser();

  const again = await openBuiltPage(context);
  await again.click('#continue');
  await again.waitForFunction(() => document.querySelector('#status').textContent === 'Your work is back.', null, {
    timeout: 60_000,
  });
  assert.match(await textOf(again, '#sort-classes'), /1 sun \(5\)2 house \(5\)/);
  assert.ok((await savedModel(again)).equals(expected), 'another network or classifier');
  await again.click('#camera');
  await again.waitForSelector('#live-answer .bar', { timeout: 20_000 });
  await again.click('#camera');
  // Sorting goes on where it was.
  await again.click('#suggest');
  await again.waitForFunction(() =>
    document.querySelector('#sort-report .result')?.textContent.includes('of 10 held-out labels'),
  );
  assert.deepEqual(again.problems, []);
  await again.close();
});

/** Labels the first image that is suggested. */
async function labelSuggested(page) {
  await page.click('#suggest');
  await page.waitForSelector('#sort-tiles .tile');
  await page.click('#sort-tiles .tile');
  await page.fill('#class-name', 'sun');
  await page.click('#add-class');
}

test('a project is renamed, saved as a file, opened and used natively', { timeout: 300_000 }, async (t) => {
  const page = await openBuiltPage(context);
  const photos = await drawPhotos(page, 32);
  await page.check('input[name=source][value=files]');
  await page.setInputFiles('#folder', photos);
  await page.click('#load');
  await page.waitForFunction(() => document.querySelector('#data-text').textContent.includes(' 26 images to pretrain'));
  await trainToTheEnd(page, { batch: 8 });
  await labelSuggested(page);
  await untilKept(page, 'labels');
  page.once('dialog', (dialog) => dialog.accept('Suns and houses'));
  await page.click('#projects button:has-text("Rename")');
  await isKept(page, /^Suns and houses \(open\)/);
  const expected = await savedModel(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('#projects button:has-text("Save as a file")'),
  ]);
  assert.equal(download.suggestedFilename(), 'Suns-and-houses.patchwise.zip');
  const file = join(profile, 'Suns-and-houses.patchwise.zip');
  await download.saveAs(file);
  await page.close();

  // In another browser, which has nothing.
  const other = await launchBrowser({ webgpu: false });
  t.after(() => other.close());
  const again = await openBuiltPage({ ...context, browser: other });
  // Hostile ones first: nothing is left of them.
  const whole = readFileSync(file);
  const broken = Buffer.from(whole);
  // A byte of the first image.
  broken[whole.indexOf('images/') + 400] ^= 255;
  const cases = [
    ['notes.zip', Buffer.from('hello'), /it is no zip, or it was cut short/],
    ['short.zip', whole.subarray(0, whole.length / 2), /it is no zip, or it was cut short/],
    ['broken.zip', broken, /in it is damaged/],
    [
      'newer.zip',
      Buffer.from(whole.toString('latin1').replaceAll('"version": 1', '"version": 9'), 'latin1'),
      /damaged|of version 9/,
    ],
  ];
  for (const [name, buffer, message] of cases) {
    await again.setInputFiles('#project-file', { name, mimeType: 'application/zip', buffer });
    await again.waitForFunction(
      (name) => document.querySelector('#kept-problem').textContent.includes('cannot be opened') && name,
      name,
    );
    assert.match(await textOf(again, '#kept-problem'), message, name);
    await again.evaluate(() => (document.querySelector('#kept-problem').textContent = ''));
  }
  assert.equal(await again.locator('#projects li').count(), 0);
  await again.setInputFiles('#project-file', file);
  await again.waitForFunction(() => document.querySelector('#status').textContent === 'Your work is back.', null, {
    timeout: 60_000,
  });
  assert.ok((await savedModel(again)).equals(expected));
  assert.match(await textOf(again, '#sort-classes'), /1 sun \(1\)/);
  assert.match(await textOf(again, '#data-text'), / 26 images to pretrain/);
  assert.deepEqual(again.problems, []);

  const command = ['run', '--quiet', '--locked', '--features', programFeatures(), '--bin', 'patchwise', '--'];
  const native = (...options) =>
    execFileSync('cargo', [...command, ...options], { cwd: root, env: cargoEnv, encoding: 'utf8', stdio: 'pipe' });
  const found = JSON.parse(native('inspect', '--data', `project:${file}`, '--json'));
  assert.deepEqual([found.unlabeled, found.test, found.imageSize], [26, 6, 64]);
  assert.throws(() => native('inspect', '--data', `project:${join(photos, 'photo-00.png')}`), /Save the project again/);
});

/** Replaces the bytes of an entry of the only project. */
const damage = (page, entry, text) =>
  page.evaluate(
    async ([entry, text]) => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('patchwise-projects');
      for await (const folder of root.values()) {
        const manifest = await (await folder.getFileHandle('manifest.json')).getFile();
        const { entries } = JSON.parse(await manifest.text());
        const writable = await (await folder.getFileHandle(entries[entry].file)).createWritable();
        await writable.write(text);
        await writable.close();
      }
    },
    [entry, text],
  );

test('a damaged project is said, and the page goes on without it', { timeout: 240_000 }, async (t) => {
  const browser = await launchBrowser({ webgpu: false });
  t.after(() => browser.close());
  const own = await browser.newContext();
  const open = () => openBuiltPage({ ...context, browser: { newPage: () => own.newPage() } });
  const first = await open();
  await loadFew(first);
  await trainToTheEnd(first, { batch: 8 });
  await labelSuggested(first);
  await first.waitForTimeout(1500);
  await first.close();
  for (const [entry, text] of [
    ['labels', '{}'],
    ['labels', '{"classNames":["a"],"classes":{"-1":0}}'],
    // Each is read before those above.
    ['run', '{"history":null}'],
    ['forms', '[1]'],
    ['runs', '[{"info":null}]'],
    ['source', '"abc"'],
    ['source', 'abc'],
  ]) {
    const page = await open();
    await damage(page, entry, text);
    await page.click('#continue');
    await page.waitForSelector('#error:not([hidden])');
    assert.match(await textOf(page, '#error'), /^Not opened: /);
    if (text !== 'abc') assert.match(await textOf(page, '#error'), new RegExp(`damaged .*“${entry}”`), text);
    await page.click('#error button');
    await page.waitForSelector(enabled('#start'));
    assert.deepEqual(page.problems, []);
    await page.close();
  }
  // The page works, and keeps what is new, until that is deleted.
  const last = await open();
  await loadFew(last);
  await trainToTheEnd(last, { batch: 8 });
  await isKept(last, /\(open\)/);
  await last.waitForSelector(enabled('#start'));
  await last.locator('#projects li', { hasText: '(open)' }).locator('button:has-text("Delete")').click();
  await isKept(last, /\(deleted\)/);
  assert.doesNotMatch(await textOf(last, '#projects'), /\(open\)/);
});

test('labels stay with the images that they were given to', { timeout: 240_000 }, async (t) => {
  const browser = await launchBrowser({ webgpu: false });
  t.after(() => browser.close());
  const page = await openBuiltPage({ ...context, browser });
  const labelFirst = async (name) => {
    await page.selectOption('#sort-view', 'all');
    await page.waitForSelector('#sort-tiles .tile');
    await page.click('#sort-tiles .tile');
    await page.fill('#class-name', name);
    await page.click('#add-class');
    await page.waitForFunction(
      (name) => document.querySelector('#sort-classes').textContent.includes(`${name} (1)`),
      name,
    );
  };
  await loadFew(page, 40);
  // As where thousands of photos are copied first.
  await page.evaluate(() => {
    const { createWritable } = FileSystemFileHandle.prototype;
    FileSystemFileHandle.prototype.createWritable = async function (...options) {
      await new Promise((resolve) => setTimeout(resolve, 700));
      return createWritable.apply(this, options);
    };
  });
  await labelFirst('first');
  await loadFew(page, 48);
  await labelFirst('second');
  await page.waitForFunction(() => document.querySelectorAll('#projects li').length === 2, null, { timeout: 60_000 });
  const kept = () =>
    page.evaluate(async () => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('patchwise-projects');
      const names = [];
      for await (const folder of root.values()) {
        const text = async (name) => (await (await folder.getFileHandle(name)).getFile()).text();
        const { labels } = JSON.parse(await text('manifest.json')).entries;
        if (labels) names.push(JSON.parse(await text(labels.file)).classNames.join());
      }
      return names.sort();
    });
  for (let tries = 0; tries < 100 && (await kept()).length < 2; tries += 1) await page.waitForTimeout(300);
  assert.deepEqual(await kept(), ['first', 'second']);
  assert.deepEqual(page.problems, []);
});
