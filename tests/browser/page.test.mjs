// The page in a real browser: the whole path, pause and stop, keyboard, errors, accessibility, sizes.
// With PATCHWISE_SCREENSHOTS set to a folder, pictures of it are left there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launchBrowser, page as pageFolder, serveFolder } from '../../tools/browser.mjs';
import { root } from '../../tools/setup.mjs';
import { enabled, loadFew, openBuiltPage, picture, savedModel, trainToTheEnd, violations } from './support.mjs';

const context = {};

before(async () => {
  context.server = await serveFolder(pageFolder);
  context.browser = await launchBrowser({ webgpu: false });
});

after(async () => {
  await context.browser?.close();
  context.server?.close();
});

const openPage = (options) => openBuiltPage(context, options);

test('from opening to attention maps, every part of the path works', { timeout: 300_000 }, async () => {
  const page = await openPage();
  assert.match(await page.textContent('#device'), /Runs on the CPU \(\d+ threads\): .*WebGPU/);
  assert.equal(await page.locator('#preview .tile').count(), 20);
  assert.equal(await page.locator('#views figure').count(), 8);
  await picture(page, 'start');
  await page.locator('#preview .tile').nth(4).click();
  await page.waitForSelector('#preview .tile:nth-child(5)[aria-pressed=true]');
  await loadFew(page);
  await page.check('input[name=onlineKnn]');
  await trainToTheEnd(page, { epochs: 2 });
  assert.match(await page.textContent('#chart-summary'), /After 20 steps the loss went from/);
  await page.waitForSelector('#charts [aria-label="kNN accuracy by step"] svg');
  assert.ok((await page.locator('#chart-table tbody tr').count()) >= 2);
  for (const protocol of ['linear', 'knn', 'pretext']) {
    await page.selectOption('select[name=protocol]', protocol);
    await page.click('#evaluate');
    await page.waitForSelector(enabled('#evaluate'), { timeout: 120_000 });
  }
  assert.equal(await page.locator('#results article').count(), 3);
  assert.match(await page.textContent('#results article'), /percentage points (above|below) random weights/);
  await page.click('#attend');
  await page.waitForSelector('#gallery figure');
  assert.equal(await page.locator('#gallery figure').count(), 16);
  const download = page.waitForEvent('download');
  await page.click('#save');
  assert.equal((await download).suggestedFilename(), 'patchwise.safetensors');
  await picture(page, 'results');
  const path = await (await download).path();
  await page.setInputFiles('#model', path);
  await page.waitForFunction(() => document.querySelector('#status').textContent === 'Model loaded.');
  assert.match(await page.textContent('#network-text'), /^Loaded: Patch RotNet, ResNet-8, 20 steps on /);
  assert.deepEqual(page.problems, []);
  assert.deepEqual(await violations(page), []);
  await page.close();
});

test('similar images, a feature map and a table of methods', { timeout: 400_000 }, async () => {
  const page = await openPage();
  await loadFew(page);
  await trainToTheEnd(page);
  await page.click('#rank');
  await page.waitForSelector('#queries .tile', { timeout: 60_000 });
  assert.equal(await page.locator('#queries .tile').count(), 20);
  await page.locator('#queries .tile').nth(2).click();
  await page.waitForSelector('#similar > .tiles figure');
  assert.equal(await page.locator('#similar > .tiles figure').count(), 10);
  assert.match(await page.textContent('#similar p'), /of the 10 images most similar to this .* are of its class/);
  assert.match(await page.textContent('#results article'), /most similar image is of the same class/);

  await page.click('#map');
  await page.waitForFunction(() => document.querySelector('#status').textContent === 'Feature map drawn.', null, {
    timeout: 120_000,
  });
  assert.equal(await page.locator('#plot path').count(), 400);
  assert.equal(await page.locator('#map-legend li').count(), 10);
  assert.match(await page.textContent('#map-summary'), /400 test images, .* are of its class/);
  await page.focus('#plot');
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('#map-image canvas');
  await page.hover('#plot', { position: { x: 200, y: 200 } });
  await picture(page, 'similar');

  for (const row of ['rotnet', 'patch-rotnet']) await page.uncheck(`input[name=row][value=${row}]`);
  await page.check('input[name=row][value=deep-cluster]');
  await page.check('input[name=few-labels]');
  await page.check('input[name=finetune]');
  const numReports = await page.locator('#results article').count();
  await page.click('#compare');
  await page.waitForFunction(() => document.querySelector('#status').textContent === 'Comparison finished.', null, {
    timeout: 200_000,
  });
  const cells = await page.locator('#compare-table tbody tr').allTextContents();
  assert.equal(cells.length, 3);
  const heads = await page.locator('#compare-table thead th').allTextContents();
  for (const head of ['linear', 'linear, 5 labels per class', 'fine-tuned', 'kNN', 'recall@1', 'mAP']) {
    const column = page.locator(`#compare-table tbody tr > :nth-child(${heads.indexOf(head) + 1})`);
    for (const text of await column.allTextContents()) assert.match(text, /^\d+\.\d$/, head);
  }
  assert.equal(await page.locator('#compare-errors li').count(), 0);
  assert.equal(await page.locator('#results article').count(), numReports, 'evaluations of the own network stay');
  assert.match(await page.textContent('#compare-table caption'), /40 images.*seed 1\..*Batch size 4/);
  for (const [kind, words] of [
    ['markdown', /^\| method \|.* linear \|/],
    ['csv', /^method,seed,measure,value,class\nrandom,1,/],
    ['json', /^\{\n {2}"/],
  ]) {
    const download = page.waitForEvent('download');
    await page.click(`#export-${kind}`);
    assert.match(readFileSync(await (await download).path(), 'utf8'), words);
  }
  await picture(page, 'more');
  await page.fill('input[name=batchSize]', '100');
  await page.uncheck('input[name=row][value=random]');
  await page.click('#compare');
  await page.waitForSelector('#error:not([hidden])');
  assert.match(await page.textContent('#error p'), /^40 images are fewer than one batch of 100.*“Batch size”/);
  assert.deepEqual(await page.locator('#compare-table tbody tr').allTextContents(), cells, 'the table before stays');
  await page.click('#error button');
  await page.uncheck('input[name=finetune]');
  await page.check('input[name=row][value=random]');
  await page.click('#compare');
  await page.waitForFunction(() => document.querySelector('#status').textContent === 'Comparison finished.', null, {
    timeout: 100_000,
  });
  const errors = await page.locator('#compare-errors li').allTextContents();
  assert.equal(errors.length, 2, 'rows that failed say why, the others are evaluated');
  assert.match(errors[0], /^Patch RelNet 0.4: 40 images are fewer than one batch of 100/);
  assert.match(await page.textContent('#compare-table tbody tr'), /^Random weights.*\d+\.\d/);
  assert.deepEqual(page.problems, []);
  assert.deepEqual(await violations(page), []);
  await page.close();
});

test(
  'two classifiers stand side by side, and a table that is not exported is asked for',
  { timeout: 180_000 },
  async () => {
    const page = await openPage();
    await loadFew(page, 24);
    await trainToTheEnd(page, { batch: 8 });
    for (const classifier of ['two-layer', 'single-layer', 'two-layer']) {
      await page.selectOption('select[name=classifier]', classifier);
      await page.click('#evaluate');
      await page.waitForSelector(enabled('#evaluate'), { timeout: 120_000 });
    }
    const results = await page.locator('#results article').allTextContents();
    assert.equal(results.length, 2);
    assert.match(results[0], /The classifier has two layers/);
    assert.match(results[1], /The classifier has a single layer/);
    const download = page.waitForEvent('download');
    await page.click('#save');
    await download;
    const asks = () => page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));
    await page.waitForTimeout(50);
    assert.equal(await asks(), false);
    for (const row of ['rotnet', 'patch-rotnet', 'patch-relnet']) {
      await page.uncheck(`input[name=row][value=${row}]`);
    }
    await page.click('#compare');
    await page.waitForFunction(() => document.querySelector('#status').textContent === 'Comparison finished.', null, {
      timeout: 100_000,
    });
    assert.equal(await asks(), true, 'a table that is not exported');
    const exported = page.waitForEvent('download');
    await page.click('#export-csv');
    await exported;
    await page.waitForTimeout(50);
    assert.equal(await asks(), false, 'an exported one');
    assert.deepEqual(page.problems, []);
    await page.close();
  },
);

test('pause and stop take effect at the next report, and the page never blocks', { timeout: 180_000 }, async () => {
  const page = await openPage();
  await loadFew(page);
  await page.fill('input[name=batchSize]', '4');
  await page.fill('input[name=epochs]', '50');
  const tasks = await watchTasks(page);
  await page.click('#start');
  const steps = () =>
    page.textContent('#train-progress .progress-text').then((text) => Number(/Step (\d+)/.exec(text)?.[1] ?? 0));
  await page.waitForFunction(() =>
    /Step ([5-9]|\d\d)/.test(document.querySelector('#train-progress .progress-text').textContent),
  );
  await picture(page, 'training');
  await page.evaluate(() => {
    const text = document.querySelector('#train-progress .progress-text');
    const count = () => /Step (\d+)/.exec(text.textContent)?.[1];
    const pause = () => {
      const atPause = count();
      globalThis.shownAfterPause = new Set();
      new MutationObserver(() => {
        if (count() !== atPause) globalThis.shownAfterPause.add(count());
      }).observe(text, { childList: true, characterData: true, subtree: true });
    };
    document.querySelector('#pause').addEventListener('click', pause, { capture: true, once: true });
  });
  await page.click('#pause');
  await page.waitForTimeout(1500);
  // The piece that was under way may still report: 200 ms of steps, or one step that takes longer.
  const shownAfterPause = await page.evaluate(() => [...globalThis.shownAfterPause]);
  assert.ok(shownAfterPause.length <= 1, `steps ${shownAfterPause.join(', ')} were shown after the pause`);
  const settled = await steps();
  await page.waitForTimeout(1000);
  assert.equal(await steps(), settled, 'a paused run stands still');
  await page.click('#attend');
  await page.waitForSelector('#gallery figure');
  await page.click('#pause');
  await page.waitForFunction(
    (settled) =>
      Number(/Step (\d+)/.exec(document.querySelector('#train-progress .progress-text').textContent)?.[1]) > settled,
    settled,
  );
  const started = Date.now();
  await page.click('#stop');
  await page.waitForFunction(() => document.querySelector('#status').textContent.startsWith('Training stopped'));
  console.log(`stopped after ${Date.now() - started} ms`);
  const longTasks = (await tasks.end()).filter((milliseconds) => milliseconds >= 50);
  assert.deepEqual(longTasks, [], 'tasks of 50 ms or more on the main thread');
  await page.waitForSelector(enabled('#evaluate'));
  const stopped = await lastStep(page);
  await page.click('#resume');
  await page.waitForFunction(
    (stopped) => Number(/After (\d+) steps/.exec(document.querySelector('#chart-summary').textContent)?.[1]) > stopped,
    stopped,
  );
  await page.click('#stop');
  await page.waitForSelector(enabled('#start'));
  await page.close();
});

test('the best settings are set for the minutes there are', { timeout: 60_000 }, async () => {
  const page = await openPage();
  await loadFew(page);
  await page.fill('input[name=minutes]', '1');
  await page.click('#use-best');
  await page.waitForFunction(() =>
    /SimCLR, \d+ epochs: about one minute/.test(document.querySelector('#best-text').textContent),
  );
  const value = (name) => page.inputValue(`#train-form [name=${name}]`);
  assert.equal(await value('method'), 'simclr');
  assert.equal(await value('smallStart'), '0.8');
  const epochs = Number(await value('epochs'));
  assert.ok(epochs > 10 && epochs <= 1000, `${epochs} epochs of 40 images`);
  await page.fill('input[name=batchSize]', '8');
  await page.fill('input[name=epochs]', '1');
  await page.click('#start');
  await page.waitForFunction(() => document.querySelector('#status').textContent === 'Training finished.');
  assert.deepEqual(page.problems, []);
  await page.close();
});

/** Notes how long tasks on the page's main thread compute; that they wait for a processor is not their fault. */
async function watchTasks(page) {
  const { browser } = context;
  await browser.startTracing(page, { categories: ['toplevel'] });
  return {
    async end() {
      const { traceEvents } = JSON.parse(await browser.stopTracing());
      const isMain = ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain';
      const mains = traceEvents.filter(isMain).map(({ tid }) => tid);
      const tasks = traceEvents.filter(({ name, tid, tdur }) => mains.includes(tid) && /RunTask$/.test(name) && tdur);
      assert.ok(tasks.length > 0, 'the trace has tasks');
      return tasks.map(({ tdur }) => tdur / 1000);
    },
  };
}

/** The last step that the charts show. */
async function lastStep(page) {
  return Number(/After (\d+) steps/.exec(await page.textContent('#chart-summary'))?.[1]);
}

test('choosing a method explains it and sets what suits it', { timeout: 60_000 }, async () => {
  const page = await openPage();
  const valuesOf = (selector) => page.locator(selector).evaluateAll((all) => all.map(({ value }) => value));
  const names = await valuesOf('select[name=method] option');
  assert.deepEqual(await valuesOf('input[name=row]'), ['random', ...names]);
  const summaries = new Set();
  const epochs = new Set();
  for (const name of names) {
    await page.selectOption('select[name=method]', name);
    summaries.add(await page.textContent('#method-summary'));
    epochs.add(await page.inputValue('input[name=epochs]'));
    assert.ok(Number(await page.inputValue('input[name=learningRate]')) > 0, name);
  }
  assert.ok(names.length >= 6 && summaries.size === names.length, 'each has a sentence of its own');
  assert.ok(epochs.size > 1, 'epochs follow the method');
  await page.selectOption('select[name=method]', 'patch-rotnet');
  assert.equal(await page.inputValue('input[name=epochs]'), '3', 'and come back with it');
  await page.fill('input[name=epochs]', '7');
  await page.selectOption('select[name=method]', 'rotnet');
  assert.equal(await page.inputValue('input[name=epochs]'), '7', 'but what was typed stays');
  await page.close();
});

test('errors are shown, and nothing is lost by them', { timeout: 120_000 }, async () => {
  const page = await openPage();
  await loadFew(page);
  await trainToTheEnd(page);
  await page.selectOption('select[name=protocol]', 'knn');
  await page.click('#evaluate');
  await page.waitForSelector('#results article');
  const summary = await page.textContent('#chart-summary');
  await page.selectOption('select[name=method]', 'rotnet');
  await page.fill('input[name=batchSize]', '100');
  await page.click('#start');
  await page.waitForSelector('#error:not([hidden])');
  assert.match(await page.textContent('#error'), /40 images are fewer than one batch of 100.*“Batch size”/);
  assert.equal(await page.textContent('#chart-summary'), summary, 'the run before stays');
  assert.equal(await page.locator('#results article').count(), 1, 'its evaluations stay');
  await picture(page, 'error');
  assert.deepEqual(await violations(page), []);
  await page.click('#error button');
  await page.waitForSelector('#error', { state: 'hidden' });
  await page.check('input[value=files]');
  await page.setInputFiles('#files', { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
  await page.click('#load');
  await page.waitForSelector('#error:not([hidden])');
  assert.match(await page.textContent('#error'), /No images in notes.txt. The most common reason: it is not an image/);
  assert.match(await page.textContent('#data-text'), /40 images/, 'the data before stays');
  await page.setInputFiles('#model', { name: 'x.safetensors', mimeType: '', buffer: Buffer.from('junk') });
  await page.waitForFunction(() => /Not a patchwise model/.test(document.querySelector('#error').textContent));
  await page.fill('input[name=batchSize]', '4');
  await trainToTheEnd(page);
  await page.close();
});

/** Bytes of a small picture. */
function drawPicture(page) {
  return page.evaluate(async () => {
    const canvas = new OffscreenCanvas(30, 30);
    canvas.getContext('2d').fillRect(0, 0, 20, 9);
    return Array.from(new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp' })).arrayBuffer()));
  });
}

test('own images can be chosen, broken ones are named', { timeout: 60_000 }, async () => {
  const page = await openPage();
  const buffer = Buffer.from(await drawPicture(page));
  await page.check('input[value=files]');
  const files = Array.from({ length: 10 }, (_, index) => ({ name: `${index}.webp`, mimeType: 'image/webp', buffer }));
  await page.setInputFiles('#files', [
    ...files,
    { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('x') },
  ]);
  await page.click('#load');
  await page.waitForFunction(() => document.querySelector('#data-text').textContent.startsWith('Images: '));
  const [pretrain, , tests] = (await page.textContent('#data-text'))
    .match(/\d+(?= (images to|labelled|test))/g)
    .map(Number);
  assert.equal(pretrain + tests, 10);
  assert.match(await page.textContent('#remarks'), /Skipped broken.png: it is not an image/);
  await page.close();
});

test('own images can be dropped', { timeout: 60_000 }, async () => {
  const page = await openPage();
  await page.check('input[value=files]');
  await page.evaluate(
    (bytes) => {
      const dataTransfer = new DataTransfer();
      for (let index = 0; index < 10; index++) {
        dataTransfer.items.add(new File([new Uint8Array(bytes)], `${index}.webp`, { type: 'image/webp' }));
      }
      const drop = document.querySelector('#drop');
      for (const kind of ['dragover', 'drop']) {
        drop.dispatchEvent(new DragEvent(kind, { dataTransfer, cancelable: true }));
      }
    },
    await drawPicture(page),
  );
  await page.waitForFunction(() => document.querySelector('#chosen').textContent === '10 files chosen.');
  await page.click('#load');
  await page.waitForFunction(() => /8 images to pretrain on/.test(document.querySelector('#data-text').textContent));
  await page.close();
});

test('a folder can be dropped, its folders become classes', { timeout: 60_000 }, async () => {
  const page = await openPage();
  await page.check('input[value=files]');
  // A script cannot make a folder to drop, so its entries are simulated.
  await page.evaluate(
    (bytes) => {
      const fileEntry = (path) => ({
        isFile: true,
        fullPath: path,
        file: (resolve) => resolve(new File([new Uint8Array(bytes)], path.split('/').at(-1))),
      });
      const folderEntry = (fullPath, children) => ({
        isFile: false,
        fullPath,
        createReader: () => {
          const pieces = [children.slice(0, 3), children.slice(3), []].filter((piece, at) => piece.length || at === 2);
          return { readEntries: (resolve) => resolve(pieces.shift()) };
        },
      });
      const folders = ['cats', 'dogs'].map((name) => {
        const path = `/pets/${name}`;
        return folderEntry(
          path,
          Array.from({ length: 5 }, (_, index) => fileEntry(`${path}/${index}.webp`)),
        );
      });
      const drop = new Event('drop', { cancelable: true });
      const items = [{ webkitGetAsEntry: () => folderEntry('/pets', folders) }];
      Object.defineProperty(drop, 'dataTransfer', { value: { items } });
      document.querySelector('#drop').dispatchEvent(drop);
    },
    await drawPicture(page),
  );
  await page.waitForFunction(() => document.querySelector('#chosen').textContent === '10 files chosen.');
  await page.click('#load');
  await page.waitForFunction(() => / 2 classes/.test(document.querySelector('#data-text').textContent));
  await page.close();
});

test('the keyboard alone starts, pauses and stops a run', { timeout: 120_000 }, async () => {
  const page = await openPage();
  await loadFew(page);
  const reach = async (selector) => {
    for (let presses = 0; presses < 80; presses++) {
      if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`Tab does not reach ${selector}`);
  };
  await reach('input[name=batchSize]');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('4');
  await reach('#start');
  await page.keyboard.press('Enter');
  await page.waitForSelector(enabled('#pause'));
  await reach('#pause');
  await page.keyboard.press('Space');
  await page.waitForFunction(() => document.querySelector('#pause').textContent === 'Resume');
  await reach('#stop');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#status').textContent.startsWith('Training stopped'));
  await page.close();
});

test('at phone width nothing is cut off', { timeout: 120_000 }, async () => {
  const page = await openPage({ viewport: { width: 360, height: 740 } });
  await loadFew(page);
  await trainToTheEnd(page);
  await page.click('#evaluate');
  await page.waitForSelector('#results article', { timeout: 60_000 });
  await page.click('#attend');
  await page.waitForSelector('#gallery figure');
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `the page is ${content} px wide in a window of ${window} px`);
  await picture(page, 'phone');
  assert.deepEqual(await violations(page), []);
  await page.close();
});

test('in dark mode contrast holds', { timeout: 120_000 }, async () => {
  const page = await openPage({ colorScheme: 'dark' });
  await loadFew(page);
  await trainToTheEnd(page);
  await page.selectOption('select[name=protocol]', 'knn');
  await page.click('#evaluate');
  await page.waitForSelector('#results article');
  await picture(page, 'dark');
  assert.deepEqual(await violations(page), []);
  await page.close();
});

test('without scripts the page says what it needs', async () => {
  const page = await context.browser.newPage({ javaScriptEnabled: false });
  await page.goto(context.server.url);
  assert.match(await page.textContent('noscript'), /needs JavaScript/);
  await page.close();
});

test('the first step on scenes is done soon after a visit with a warm cache', { timeout: 120_000 }, async () => {
  const visit = async (page) => {
    // Going to where it is would not load it again.
    await page.goto('about:blank');
    await page.goto(`${context.server.url}/?device=cpu#lab`);
    await page.waitForSelector(enabled('#start'));
    await page.click('#start');
    await page.waitForFunction(() => /After \d+ step/.test(document.querySelector('#chart-summary').textContent));
    // Since navigation, with the click that a visitor has to make.
    return page.evaluate(() => performance.now());
  };
  const page = await context.browser.newPage();
  const cold = await visit(page);
  const warm = [await visit(page), await visit(page)];
  await page.close();
  console.log(`navigation to first step: ${[cold, ...warm].map((ms) => `${Math.round(ms)} ms`).join(', ')}`);
  // 2 s is the aim on an idle machine; other work may be on.
  assert.ok(Math.min(...warm) < 4000, `${Math.min(...warm)} ms`);
});

test('the page is served as on the web: its own files only, compressed, and bad addresses do no harm', async () => {
  const { url } = context.server;
  assert.equal((await fetch(`${url}/%E0%A4%A`)).status, 404);
  const response = await fetch(url, { headers: { 'Accept-Encoding': 'br' } });
  assert.equal(response.headers.get('content-encoding'), 'br');
  assert.match(
    response.headers.get('content-security-policy'),
    /default-src 'none'; script-src 'self' 'wasm-unsafe-eval'/,
  );
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  const page = await openPage();
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  const problem = page.waitForEvent('console', (message) => /Content Security Policy/.test(message.text()));
  await page.evaluate(() =>
    document.body.append(Object.assign(document.createElement('script'), { text: 'document.title = "x"' })),
  );
  await problem;
  assert.doesNotMatch(await page.title(), /^x$/);
  await page.close();
});

test('opened as a file, the page says what to do', async () => {
  const page = await context.browser.newPage();
  await page.goto(`file://${join(pageFolder, 'index.html')}`);
  assert.match(await page.textContent('#device'), /opened as a file: browsers run it from a web server only/);
  await page.close();
});

test('the preview shows every class, however the images lie', { timeout: 60_000 }, async () => {
  const page = await openPage();
  await page.check('#show-names');
  const shown = () => page.locator('#preview .tile span').allTextContents();
  assert.equal(new Set(await shown()).size, 10, 'classes of scenes take turns');
  const buffer = Buffer.from(await drawPicture(page));
  await page.check('input[value=files]');
  assert.equal(await page.inputValue('select[name=imageSize]'), '64');
  await page.evaluate((bytes) => {
    const dataTransfer = new DataTransfer();
    for (let index = 0; index < 90; index++) dataTransfer.items.add(new File([new Uint8Array(bytes)], 'x.webp'));
    const files = Array.from(dataTransfer.files, (file, index) => {
      Object.defineProperty(file, 'webkitRelativePath', {
        value: `set/${index < 40 ? 'a' : index < 80 ? 'b' : 'c'}/${index}.webp`,
      });
      return file;
    });
    const input = document.querySelector('#folder');
    Object.defineProperty(input, 'files', { value: files });
    input.dispatchEvent(new Event('change'));
  }, Array.from(buffer));
  await page.click('#load');
  await page.waitForFunction(() => document.querySelector('#data-text').textContent.startsWith('Images: '));
  const names = await shown();
  assert.deepEqual([...new Set(names)], ['a', 'b', 'c']);
  assert.deepEqual(names.slice(0, 3), ['a', 'b', 'c']);
  // Some 300 steps of eight images.
  assert.equal(await page.inputValue('input[name=epochs]'), '33');
  await page.selectOption('select[name=method]', 'rotnet');
  assert.equal(await page.inputValue('input[name=epochs]'), '33', 'the number of images counts for every method');
  await page.close();
});

test(
  'dropping beside the zone, choosing the same file again and leaving lose nothing',
  { timeout: 120_000 },
  async () => {
    const page = await openPage();
    await loadFew(page, 16);
    const isPrevented = await page.evaluate(() => {
      const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() });
      document.querySelector('h1').dispatchEvent(event);
      return event.defaultPrevented;
    });
    assert.ok(isPrevented);
    const leave = () =>
      page.evaluate(() => {
        const event = new Event('beforeunload', { cancelable: true });
        window.dispatchEvent(event);
        return event.defaultPrevented;
      });
    assert.equal(await leave(), false);
    await trainToTheEnd(page, { batch: 8 });
    assert.equal(await leave(), true, 'a network that is not saved');
    const download = page.waitForEvent('download');
    await page.click('#save');
    const path = await (await download).path();
    await page.waitForTimeout(50);
    assert.equal(await leave(), false, 'a saved one');
    for (let time = 0; time < 2; time++) {
      await page.setInputFiles('#model', { name: 'again.safetensors', mimeType: '', buffer: readFileSync(path) });
      await page.waitForFunction(() => document.querySelector('#status').textContent === 'Model loaded.');
      assert.equal(await page.inputValue('#model'), '', 'the input takes the same file again');
    }
    assert.deepEqual(page.problems, []);
    await page.close();
  },
);

test('the focus stays where it was, and the slider has its name', { timeout: 120_000 }, async () => {
  const page = await openPage();
  await loadFew(page);
  assert.equal(await page.getByRole('slider', { name: /^Patch size/ }).count(), 1);
  const focused = () => page.evaluate(() => document.activeElement.id);
  await page.fill('input[name=batchSize]', '4');
  await page.fill('input[name=epochs]', '50');
  await page.focus('#start');
  await page.keyboard.press('Enter');
  await page.waitForSelector(enabled('#stop'));
  assert.deepEqual([await focused(), await page.isEnabled('#start')], ['start', false]);
  // Doing it again does nothing.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  assert.equal(await page.textContent('#status'), 'Training started.');
  await page.click('#stop');
  await page.waitForSelector(enabled('#start'));
  assert.deepEqual([await focused(), await page.getAttribute('#stop', 'disabled')], ['stop', null]);
  await page.keyboard.press('Tab');
  assert.notEqual(await page.getAttribute('#stop', 'disabled'), null);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('groups are reached by their links, and a setting that is refused is unfolded', { timeout: 60_000 }, async () => {
  const page = await openPage();
  const isAtTop = () =>
    page.waitForFunction(() => {
      const title = document.activeElement;
      return title.id === 'group-train' && Math.abs(title.getBoundingClientRect().top) < 2;
    });
  // The second time, the address is there already.
  for (let time = 0; time < 2; time++) {
    await page.click('#lab-nav a[href="#lab/train"]');
    await isAtTop();
    await page.evaluate(() => scrollTo(0, 0));
  }
  assert.equal(await page.getAttribute('#doors a[href="#lab"]', 'aria-current'), 'page');
  await page.fill('input[name=batchSize]', '1');
  await page.evaluate(() => document.querySelectorAll('.settings').forEach((settings) => (settings.open = false)));
  await page.click('#start');
  await page.waitForFunction(() => document.activeElement.name === 'batchSize');
  assert.ok(await page.isVisible('input[name=batchSize]'));
  assert.ok(await page.isHidden('input[name=seeds]'), 'other settings stay folded');
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('loading can be stopped', { timeout: 60_000 }, async () => {
  const page = await openPage();
  await page.fill('input[name=images]', '60000');
  await page.click('#load');
  await page.waitForSelector(enabled('#stop-loading'));
  await page.waitForTimeout(300);
  await page.click('#stop-loading');
  await page.waitForFunction(() => document.querySelector('#status').textContent === 'Loading stopped.', null, {
    timeout: 2000,
  });
  assert.match(await page.textContent('#data-text'), /1,500 images/, 'the data before stays');
  await page.close();
});

test('a link with settings gives the same images and the same network', { timeout: 120_000 }, async () => {
  const page = await openPage();
  await loadFew(page, 24);
  await page.selectOption('select[name=method]', 'rotnet');
  await page.fill('input[name=epochs]', '2');
  await page.fill('input[name=batchSize]', '4');
  await page.fill('#train-form input[name=seed]', '9');
  await page.click('#copy-settings');
  await page.waitForFunction(() => document.querySelector('#train-link').textContent !== '');
  const link = await page.textContent('#train-link');
  assert.match(link, /\?device=cpu#lab\/train\?.*data\.images=24&.*train\.method=rotnet&/);
  const train = async (page) => {
    await page.waitForSelector(enabled('#start'));
    await page.click('#start');
    await page.waitForFunction(() => document.querySelector('#status').textContent === 'Training finished.');
    return savedModel(page);
  };
  const first = await train(page);
  await page.close();
  const other = await context.browser.newPage();
  // What does not exist, and what is no number, leaves the setting as it is.
  await other.goto(`${link}&train.backbone=resnet9&train.patchRatio=wide&train.nothing=1`);
  await other.waitForFunction(() =>
    document.querySelector('#data-text').textContent.includes(' 24 images to pretrain'),
  );
  assert.equal(await other.inputValue('select[name=backbone]'), 'resnet8');
  assert.equal(await other.inputValue('select[name=method]'), 'rotnet');
  assert.ok((await train(other)).equals(first), 'another network');
  await other.close();
});
