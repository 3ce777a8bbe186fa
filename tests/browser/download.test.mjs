// Data by their addresses: kept, continued where they stopped, and never mixed of two versions; then in the page.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launchBrowser, page as built, serveFolder } from '../../tools/browser.mjs';
import { root } from '../../tools/setup.mjs';
import { enabled, openBuiltPage, picture } from './support.mjs';

const MB = 2 ** 20;
const context = {};

/** A server that lets other pages read its files. `files`: by path, each with its `bytes` and how it is served. */
function serveFiles() {
  const files = {};
  const asked = [];
  const server = createServer(async ({ url, headers }, response) => {
    const file = files[url];
    asked.push(headers.range ?? 'all');
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (!file) return response.writeHead(404).end('not there');
    if (file.isForeign) response.removeHeader('Access-Control-Allow-Origin');
    if (file.failures > 0) {
      file.failures -= 1;
      return response.writeHead(503).end('busy');
    }
    const { bytes, version, type = 'application/octet-stream', cutAfter, hasRanges = true } = file;
    response.setHeader('Content-Type', type);
    if (version) response.setHeader('Last-Modified', version);
    const start = hasRanges && headers.range ? Number(/^bytes=(\d+)-$/.exec(headers.range)[1]) : 0;
    // A server may begin elsewhere than it is asked to.
    const rest = bytes.subarray(Math.max(0, start - (file.lie ?? 0)));
    if (!file.isUnsized) response.setHeader('Content-Length', rest.length);
    if (start > 0) response.setHeader('Content-Range', `bytes ${start}-${bytes.length - 1}/${bytes.length}`);
    response.writeHead(start > 0 ? 206 : 200);
    if (cutAfter === undefined) return response.end(rest);
    // Slowly, as the browser throws away what it has not handed over when a connection ends.
    // Never whole where it gets stuck: the browser would ask for the next file on this connection, behind this answer.
    const end = Math.min(cutAfter, file.isStuck ? rest.length - 1 : rest.length);
    for (let place = 0; place < end; place += MB) {
      response.write(rest.subarray(place, Math.min(place + MB, end)));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    if (file.isStuck) return undefined;
    return response.destroy();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const url = `http://127.0.0.1:${server.address().port}`;
      const close = () => (server.closeAllConnections(), server.close());
      resolve({ url, files, asked, close });
    });
  });
}

before(async () => {
  context.files = await serveFiles();
  context.own = await serveFolder(root);
  context.server = await serveFolder(built);
  context.browser = await launchBrowser({ webgpu: false });
  context.page = await context.browser.newPage();
  await openEmpty(context.page);
});

after(async () => {
  await context.browser?.close();
  for (const server of [context.files, context.own, context.server]) server?.close();
});

async function openEmpty(page) {
  await page.goto(`${context.own.url}/tools/empty.html`);
  await page.evaluate(async () => {
    Object.assign(globalThis, await import('/dist/download.js'));
    globalThis.fetchFile = async (url, options = {}, stopAt = Infinity) => {
      const events = [];
      const run = globalThis.download(url, options);
      // Where all came at once, no event says so.
      const late = stopAt < Infinity ? setTimeout(() => run.stop(), 10_000) : undefined;
      try {
        for await (const event of run) {
          events.push(event);
          if (event.kind === 'progress' && event.done >= stopAt) run.stop();
        }
        const file = await run;
        if (!file) return { events };
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
        return { events, name: file.name, size: file.size, sum: digest.reduce((text, byte) => `${text} ${byte}`, '') };
      } catch (error) {
        return { events, code: error.code, message: error.message };
      } finally {
        clearTimeout(late);
      }
    };
  });
}

const get = (path, options, stopAt) =>
  context.page.evaluate(
    (given) => globalThis.fetchFile(...given),
    [`${context.files.url}${path}`, options ?? {}, stopAt ?? Infinity],
  );

async function sumOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return digest.reduce((text, byte) => `${text} ${byte}`, '');
}

const MONDAY = 'Mon, 02 Nov 2026 10:00:00 GMT';
const TUESDAY = 'Tue, 03 Nov 2026 10:00:00 GMT';

test('a file is downloaded once, also after a reload', async () => {
  const bytes = randomBytes(3 * MB);
  context.files.files['/a%20set.tar'] = { bytes, version: MONDAY };
  const first = await get('/a%20set.tar');
  assert.deepEqual([first.name, first.size, first.sum], ['a set.tar', bytes.length, await sumOf(bytes)]);
  assert.deepEqual(first.events[0], { kind: 'started', done: 0, total: bytes.length });
  assert.deepEqual(first.events.at(-1), { kind: 'finished', size: bytes.length, isKept: true });
  delete context.files.files['/a%20set.tar'];
  await openEmpty(context.page);
  const asked = context.files.asked.length;
  assert.equal((await get('/a%20set.tar')).sum, first.sum);
  assert.equal(context.files.asked.length, asked, 'nothing is asked for again');
  assert.equal((await get('/a%20set.tar', { fresh: true })).code, 'download-failed');
});

test('it goes on where it was stopped, and where the connection broke', async () => {
  const bytes = randomBytes(40 * MB);
  const sum = await sumOf(bytes);
  const file = { bytes, version: MONDAY, cutAfter: 40 * MB, isStuck: true };
  context.files.files['/stopped.tar'] = file;
  const stopped = await get('/stopped.tar', {}, 12 * MB);
  assert.equal(stopped.events.at(-1).kind, 'stopped');
  const { done } = stopped.events.at(-1);
  assert.ok(done >= 12 * MB && done < 40 * MB, `${done}`);
  await openEmpty(context.page);
  file.cutAfter = undefined;
  const rest = await get('/stopped.tar');
  assert.deepEqual(rest.events[0], { kind: 'started', done, total: bytes.length });
  assert.equal(context.files.asked.at(-1), `bytes=${done}-`);
  assert.equal(rest.sum, sum);

  context.files.files['/broken.tar'] = { bytes, version: MONDAY, cutAfter: 15 * MB };
  const asked = context.files.asked.length;
  assert.equal((await get('/broken.tar')).sum, sum);
  assert.ok(context.files.asked.slice(asked + 1).every((range) => range !== 'all'));
});

test('a file that has changed, or that cannot be continued, begins anew', async () => {
  const [old, bytes] = [randomBytes(20 * MB), randomBytes(18 * MB)];
  const slow = { bytes: old, cutAfter: 20 * MB, isStuck: true };
  const now = { bytes, version: TUESDAY };
  const cases = {
    changed: [MONDAY, now],
    ranges: [MONDAY, { ...now, hasRanges: false }],
    unknown: [undefined, now],
    longer: [TUESDAY, now],
  };
  for (const [name, [version, later]] of Object.entries(cases)) {
    const path = `/${name}.tar`;
    context.files.files[path] = { ...slow, version };
    assert.equal((await get(path, {}, 9 * MB)).events.at(-1).kind, 'stopped');
    context.files.files[path] = later;
    assert.equal((await get(path)).sum, await sumOf(bytes), name);
  }
});

test('an answer that is not the rest is not taken for it, and what a kill left of a removal not for a beginning', async () => {
  const bytes = randomBytes(20 * MB);
  for (const [name, lie] of Object.entries({ early: 1000, whole: 40 * MB })) {
    const path = `/lie-${name}.tar`;
    context.files.files[path] = { bytes, version: MONDAY, cutAfter: 20 * MB, isStuck: true };
    assert.equal((await get(path, {}, 9 * MB)).events.at(-1).kind, 'stopped');
    context.files.files[path] = { bytes, version: MONDAY, lie };
    // Asked again for all of it, the server has nothing to begin early.
    assert.equal((await get(path)).sum, await sumOf(bytes), name);
  }
  const path = '/lie-early.tar';
  for (const lost of ['info.json', '0', '1']) {
    await context.page.evaluate(
      async ([url, lost]) => {
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(url)));
        const name = Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('patchwise-downloads');
        await (await folder.getDirectoryHandle(name)).removeEntry(lost);
      },
      [`${context.files.url}${path}`, lost],
    );
    assert.equal((await get(path)).sum, await sumOf(bytes), lost);
  }
});

test('a server that is busy for a moment is asked again; one without a length, too, is read to its end', async () => {
  const bytes = randomBytes(MB);
  context.files.files['/busy.tar'] = { bytes, version: MONDAY, failures: 2 };
  assert.equal((await get('/busy.tar')).size, MB);
  context.files.files['/unsized.tar'] = { bytes, isUnsized: true };
  const unsized = await get('/unsized.tar');
  assert.deepEqual([unsized.events[0].total, unsized.size], [null, MB]);
  context.files.files['/none.tar'] = { bytes: Buffer.alloc(0), version: MONDAY };
  assert.equal((await get('/none.tar')).size, 0);
});

test('what cannot be downloaded says why and what to do', { timeout: 60_000 }, async () => {
  const { files } = context.files;
  files['/foreign.tar'] = { bytes: randomBytes(10), isForeign: true };
  files['/blob/main/x.parquet'] = { bytes: Buffer.from('<html>'), type: 'text/html; charset=utf-8' };
  assert.match((await get('/missing.tar')).message, /cannot be downloaded: the server answers 404 .*Check the address/);
  assert.match((await get('/foreign.tar')).message, /does not let other pages read its files \(CORS\).*yourself/);
  assert.match((await get('/blob/main/x.parquet')).message, /it is a web page\. Use the address of the file itself/);
  const codes = await context.page.evaluate(async () => {
    const wrong = ['', 'hello', 'example.org/x.zip', 'ftp://x/y', 'http://[', 'https://me:secret@x/y', 7, null];
    return Promise.all(wrong.map(async (url) => (await globalThis.fetchFile(url)).code));
  });
  assert.deepEqual(new Set(codes), new Set(['invalid-config']));
});

test('two at once of one address: the second is refused, and the first goes on', async () => {
  context.files.files['/twice.tar'] = { bytes: randomBytes(4 * MB), version: MONDAY };
  const [code, size] = await context.page.evaluate(async (url) => {
    const run = globalThis.download(url);
    await run[Symbol.asyncIterator]().next();
    const { code } = await globalThis.fetchFile(url);
    return [code, (await run).size];
  }, `${context.files.url}/twice.tar`);
  assert.deepEqual([code, size], ['busy', 4 * MB]);
});

test('what is kept is listed and can be removed', async () => {
  const [before, after] = await context.page.evaluate(async () => {
    const before = await globalThis.downloads();
    for (const { url } of before) await globalThis.removeDownload(url);
    return [before, await globalThis.downloads()];
  });
  const kept = before.find(({ url }) => url.endsWith('/broken.tar'));
  assert.deepEqual([kept.size, kept.isComplete], [40 * MB, true]);
  assert.deepEqual(after, []);
});

test(
  'the page loads a data set by its addresses, and a link with them waits for a click',
  { timeout: 120_000 },
  async () => {
    const bytes = readFileSync(join(root, 'tests', 'formats', 'gnu.tar'));
    const url = `${context.files.url}/sets/gnu.tar`;
    context.files.files['/sets/gnu.tar'] = { bytes, version: MONDAY, cutAfter: bytes.length, isStuck: true };
    context.files.files['/sets/gnu.tar'].isUnsized = true;
    const page = await openBuiltPage(context);
    const status = (text) =>
      page.waitForFunction((text) => document.querySelector('#status').textContent === text, text);
    await page.check('input[name=source][value=url]');
    await page.click('#load');
    await page.waitForSelector('#error:not([hidden])');
    assert.match(await page.textContent('#error'), /No address is given/);
    await page.fill('input[name=addresses]', url);
    await page.click('#load');
    await page.waitForFunction(() =>
      /^File 1 of 1: \d/.test(document.querySelector('#load-progress').textContent.trim()),
    );
    await picture(page, 'download');
    await page.click('#stop-loading');
    await status('Download stopped. What has arrived is kept.');
    const listed = (text) =>
      page.waitForFunction((text) => document.querySelector('#downloads').textContent.includes(text), text);
    await listed('MB, not complete');
    context.files.files['/sets/gnu.tar'] = { bytes, version: MONDAY };
    await page.waitForSelector(enabled('#load'));
    await page.click('#load');
    await page.waitForFunction(() =>
      /gnu: 9 images|9 images to pretrain/.test(document.querySelector('#data-text').textContent),
    );
    await picture(page, 'downloaded');
    await page.waitForFunction(() =>
      /gnu\.tar: [\d.]+ MB (?!,)/.test(document.querySelector('#downloads').textContent),
    );
    await page.click('#copy-settings');
    await page.waitForFunction(() => document.querySelector('#train-link').textContent !== '');
    const link = await page.textContent('#train-link');
    assert.match(link, /addresses=http/);

    const asked = context.files.asked.length;
    const other = await context.browser.newPage();
    await other.goto(link);
    await other.waitForSelector(enabled('#load'));
    assert.equal(await other.inputValue('input[name=addresses]'), url);
    assert.equal(context.files.asked.length, asked);
    assert.equal(await other.textContent('#data-text'), '');
    await other.click('#load');
    await other.waitForFunction(() => /9 images to pretrain/.test(document.querySelector('#data-text').textContent));

    await page.click('#downloads button');
    await page.waitForFunction(() => document.querySelector('#downloads').children.length === 0);
    assert.deepEqual(page.problems, []);
  },
);

test('the way photos become square is shown on the first one', async () => {
  const page = await openBuiltPage(context);
  await page.check('input[name=source][value=files]');
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(80, 40);
    const pen = canvas.getContext('2d');
    pen.fillStyle = 'red';
    pen.fillRect(0, 0, 80, 40);
    return Array.from(new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer()));
  });
  await page.setInputFiles('#files', { name: 'wide.png', mimeType: 'image/png', buffer: Buffer.from(png) });
  await page.waitForSelector('#square-preview:not([hidden])');
  const corners = await page.evaluate(() =>
    ['crop', 'fit'].map((way) => {
      const canvas = document.querySelector(`#square-${way}-picture`);
      return Array.from(canvas.getContext('2d').getImageData(48, 4, 1, 1).data);
    }),
  );
  assert.deepEqual(corners, [
    [255, 0, 0, 255],
    [0, 0, 0, 255],
  ]);
  const chosen = () => page.$$eval('#square-preview .chosen', (found) => found.map(({ id }) => id));
  assert.deepEqual(await chosen(), ['square-crop']);
  await page.selectOption('select[name=square]', 'fit');
  assert.deepEqual(await chosen(), ['square-fit']);
  await picture(page, 'square');
  await page.setInputFiles('#files', join(root, 'tests', 'formats', 'gnu.tar'));
  await page.waitForSelector('#square-preview', { state: 'hidden' });
  assert.deepEqual(page.problems, []);
});
