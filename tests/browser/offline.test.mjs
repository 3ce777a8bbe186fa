// The page without a network: kept whole on the first visit, updated by a click only, installable, from any static host.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { chromium } from 'playwright-core';

import { launchBrowser, page as built, serveFolder } from '../../tools/browser.mjs';
import { copyPage } from '../../tools/folder.mjs';
import { filesOf, isKept, listFiles } from '../../tools/offline.mjs';
import { POLICY } from '../../tools/policy.mjs';
import { ensureChromium } from '../../tools/setup.mjs';
import { enabled, loadFew, openBuiltPage, picture, trainToTheEnd, violations } from './support.mjs';

const KEPT = /^Works offline: \d+ MB are kept in this browser\.$/;
const PYTHON = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import http.server']).status === 0);

let browser;
before(async () => (browser = await launchBrowser({ webgpu: false })));
after(() => browser?.close());

/** A copy of the built page below a folder, on a host that sends no headers, in a browser of its own. */
async function host(t, { files = built, options = {} } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'patchwise-offline-'));
  const folder = join(root, 'some', 'folder');
  cpSync(files, folder, { recursive: true, filter: (path) => !path.endsWith('.br') });
  const server = await serveFolder(root, 0, { isIsolated: false });
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, ...options });
  t.after(async () => {
    await context.close();
    server.close();
    rmSync(root, { recursive: true });
  });
  const url = `${server.url}/some/folder/`;
  return { folder, server, context, url, open: (page) => openDoor(context, url, page) };
}

/** A door of the page that needs no images, opened and settled. */
async function openDoor(context, url, page) {
  page ??= await watched(context);
  const address = `${url}?device=cpu#teachers`;
  // Going to where it is would not load it again.
  await (page.url() === address ? page.reload() : page.goto(address));
  await settled(page);
  return page;
}

async function watched(context) {
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && page.problems.push(message.text()));
  return page;
}

/** Waits for what the page says of its use offline, and gives it. */
async function settled(page) {
  await page.waitForFunction(() => document.querySelector('#offline-text')?.textContent);
  if (await page.evaluate(() => crossOriginIsolated)) return page.textContent('#offline-text');
  // Looking at a page counts as using it, and one in use is isolated from its next visit on.
  await page.reload();
  return settled(page);
}

/** Another version of the page, which says so. */
function change(folder, name) {
  const path = join(folder, 'index.html');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/<html( data-name="\w+")?/, `<html data-name="${name}"`));
  return listFiles(folder);
}

const nameOf = (page) => page.evaluate(() => document.documentElement.dataset.name ?? 'First');

const cacheNames = (page) => page.evaluate(() => caches.keys());

test(
  'after one visit the page works without network and server, also after the browser was restarted',
  { timeout: 240_000 },
  async (t) => {
    const profile = mkdtempSync(join(tmpdir(), 'patchwise-profile-'));
    const { server, url, folder } = await host(t);
    const start = () =>
      chromium.launchPersistentContext(profile, {
        handleSIGTERM: false,
        executablePath: ensureChromium(),
        args: ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
        headless: true,
      });
    let context = await start();
    t.after(async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    });
    assert.match(await settled(await openDoor(context, url)), KEPT);
    await context.close();
    server.close();

    context = await start();
    await context.setOffline(true);
    const lab = await openBuiltPage({ browser: context, server: { url: `${url}?device=cpu` } });
    assert.match(await settled(lab), KEPT);
    assert.match(await lab.textContent('#device'), /\d+ threads/);
    await loadFew(lab, 24);
    await trainToTheEnd(lab, { batch: 12 });
    // The module that reads images, in the engine's worker and in its threads.
    const buffer = readFileSync(join(built, 'icon-192.png'));
    await lab.check('input[value=files]');
    const images = Array.from({ length: 10 }, (_, index) => ({ name: `${index}.png`, mimeType: 'image/png', buffer }));
    await lab.setInputFiles('#files', images);
    await lab.click('#load');
    await lab.waitForFunction(() => document.querySelector('#data-text').textContent.startsWith('Images: '));
    assert.deepEqual(lab.problems, []);
    // All that the page consists of, such as languages and the module for WebGPU.
    const sizes = await lab.evaluate(
      (paths) => Promise.all(paths.map(async (path) => (await (await fetch(path)).arrayBuffer()).byteLength)),
      filesOf(folder).filter((path) => isKept(path) && path !== 'index.html'),
    );
    assert.ok(sizes.length > 20 && sizes.every((size) => size > 0), sizes.join());
    for (const address of [`${url}index.html`, `${url}?lang=en`]) {
      await lab.goto(address);
      assert.match(await settled(lab), KEPT);
    }
    if (!(await lab.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter())))) {
      return t.diagnostic('not opened on WebGPU: this machine offers no adapter');
    }
    await lab.goto(`${url}?device=webgpu#teachers`);
    await lab.waitForFunction(() => document.querySelector('#device').textContent.startsWith('Runs on'), null, {
      timeout: 150_000,
    });
    assert.match(await lab.textContent('#device'), /^Runs on WebGPU/);
  },
);

test('a new version is offered, and used after a click only', { timeout: 120_000 }, async (t) => {
  const { folder, open, context, url } = await host(t);
  const page = await open();
  const before = await nameOf(page);
  const [, kept] = (await cacheNames(page)).sort();
  change(folder, 'Second');
  await page.reload();
  await page.waitForSelector('#update:not([hidden])');
  assert.equal(await nameOf(page), before);
  await picture(page, 'update');
  assert.deepEqual(await violations(page), []);
  // Neither a reload nor a new tab nor closing all of them is a click.
  await page.reload();
  await settled(page);
  assert.equal(await nameOf(page), before);
  await page.close();
  const next = await open();
  assert.equal(await nameOf(next), before);
  // A tab that stays open needs the files of its own version.
  const other = await open();
  await next.waitForSelector('#update:not([hidden])');
  await next.click('#update-now');
  await next.waitForFunction(() => document.documentElement.dataset.name === 'Second');
  assert.match(await settled(next), KEPT);
  assert.equal(await next.isHidden('#update'), true);
  assert.equal(await nameOf(other), before, 'another tab is not reloaded');
  assert.ok((await cacheNames(next)).includes(kept));
  await other.close();
  await open(next);
  await context.setOffline(true);
  await next.goto(`${url}#lesson`);
  assert.equal(await nameOf(next), 'Second');
  const names = await cacheNames(next);
  assert.equal(names.length, 2, names.join());
  assert.ok(!names.includes(kept), 'the old version is removed');
  assert.deepEqual(next.problems, []);
});

test('half an update leaves the old version, until the rest is there', { timeout: 120_000 }, async (t) => {
  const { folder, open, context, url } = await host(t);
  const page = await open();
  const before = await nameOf(page);
  writeFileSync(join(folder, 'assets', 'more.js'), 'export {};\n');
  change(folder, 'Second');
  renameSync(join(folder, 'assets', 'more.js'), join(folder, 'more.js'));
  const isMissed = page.context().waitForEvent('response', (response) => response.url().endsWith('/assets/more.js'));
  await page.reload();
  assert.equal((await isMissed).status(), 404);
  assert.match(await settled(page), KEPT);
  assert.equal(await page.isHidden('#update'), true);
  await context.setOffline(true);
  await page.goto(`${url}?device=cpu#lab`);
  await page.waitForSelector('#views figure');
  assert.equal(await nameOf(page), before);
  await context.setOffline(false);
  // Not what was listed either.
  writeFileSync(join(folder, 'assets', 'more.js'), 'export const other = 1;\n');
  await open(page);
  assert.equal(await page.isHidden('#update'), true);
  renameSync(join(folder, 'more.js'), join(folder, 'assets', 'more.js'));
  await open(page);
  await page.waitForSelector('#update:not([hidden])');
  await page.click('#update-now');
  await page.waitForFunction(() => document.documentElement.dataset.name === 'Second');
});

test('a page that was isolated by isolate.js alone keeps itself from its next visit on', async (t) => {
  const { folder, context, url, open } = await host(t);
  const index = readFileSync(join(folder, 'index.html'), 'utf8');
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Old</title><script src="isolate.js"></script>');
  const page = await watched(context);
  let loads = 0;
  // Looking at a page counts as using it, and one in use is not reloaded.
  const reloaded = page.waitForEvent('framenavigated', () => ++loads === 2);
  await page.goto(url);
  await reloaded;
  await page.waitForFunction(() => crossOriginIsolated && navigator.serviceWorker.controller);
  writeFileSync(join(folder, 'index.html'), index);
  assert.match(await settled(await open(page)), KEPT);
  await page.close();
  await context.setOffline(true);
  assert.match(await settled(await open()), KEPT);
});

test('where the browser has no space, the page says so and works', { timeout: 120_000 }, async (t) => {
  const { context, server, url } = await host(t);
  const page = await watched(context);
  const devtools = await context.newCDPSession(page);
  const limit = (quotaSize) =>
    devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url, ...(quotaSize && { quotaSize }) });
  await limit(5_000_000);
  await page.goto(`${url}?device=cpu#lab`);
  assert.match(await settled(page), /^Does not work offline: the browser has no space left/);
  await page.waitForSelector('#views figure');
  await loadFew(page, 24);
  await trainToTheEnd(page, { batch: 12 });
  assert.deepEqual(await page.evaluate(() => caches.keys()), [], 'no part is left');
  await limit();
  await page.goto(`${url}?device=cpu#teachers`);
  await page.reload();
  assert.match(await settled(page), KEPT);
});

test('where service workers or caches are refused, the page says so and works', async (t) => {
  const { context, url } = await host(t);
  await context.addInitScript(() => {
    navigator.serviceWorker.register = () => Promise.reject(new DOMException('No.', 'SecurityError'));
  });
  const page = await watched(context);
  await page.goto(`${url}?device=cpu#lab`);
  await page.waitForSelector('#views figure');
  await page.waitForFunction(() => document.querySelector('#offline-text').textContent);
  assert.match(await page.textContent('#offline-text'), /^Does not work offline: this browser does not keep pages/);
  await loadFew(page, 24);
  assert.deepEqual(page.problems, []);
});

test('the page may load its own files and contact nothing else, on any host', async (t) => {
  const { context, url, open } = await host(t);
  const page = await open();
  const own = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content');
  assert.equal(own, POLICY);
  assert.deepEqual(page.problems, []);
  // The policy of a document does not hold for its workers: theirs comes with them.
  const started = context.waitForEvent('response', (response) => /worker-cpu-threads/.test(response.url()));
  const reloaded = await page.reload();
  for (const response of [reloaded, await started]) {
    assert.equal(response.fromServiceWorker(), true);
    assert.equal(response.headers()['content-security-policy'], POLICY);
  }
  await settled(page);
  assert.deepEqual(page.problems, []);
  const elsewhere = new URL(url);
  elsewhere.hostname = elsewhere.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  const isRefused = await page.evaluate(
    (address) =>
      fetch(address, { mode: 'no-cors' }).then(
        () => false,
        () => true,
      ),
    elsewhere.href,
  );
  assert.equal(isRefused, true);
  assert.match(page.problems.join(), /Content Security Policy/);
});

test('the page can be installed, and its icons are pictures of their sizes', async (t) => {
  const { context, url, open } = await host(t);
  const page = await open();
  const devtools = await context.newCDPSession(page);
  const { errors, data, url: address } = await devtools.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  assert.equal(address, `${url}manifest.webmanifest`);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  const others = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito');
  assert.deepEqual(others, []);
  const { icons, ...manifest } = JSON.parse(data);
  assert.equal(new URL(manifest.start_url, address).href, url);
  assert.equal(new URL(manifest.scope, address).href, url);
  const links = await page.evaluate(() =>
    Array.from(document.querySelectorAll('link[rel~=icon], link[rel=apple-touch-icon]'), (link) => ({
      src: link.getAttribute('href'),
    })),
  );
  assert.equal(links.length, 2);
  const sizes = await page.evaluate(
    (icons) =>
      Promise.all(
        icons.map(async ({ src }) => {
          const image = new Image();
          image.src = src;
          await image.decode();
          return `${image.naturalWidth}x${image.naturalHeight}`;
        }),
      ),
    [...icons, ...links],
  );
  for (const [index, { sizes: stated = 'any' }] of [...icons, ...links].entries()) {
    if (stated !== 'any') assert.equal(sizes[index], stated);
  }
  assert.deepEqual(
    icons.map(({ sizes, purpose }) => [sizes, purpose]),
    [
      ['192x192', undefined],
      ['512x512', undefined],
      ['512x512', 'maskable'],
      ['any', undefined],
    ],
  );
});

test('the folder for a USB stick runs from a server that sends no headers', { timeout: 120_000 }, async (t) => {
  if (!PYTHON) return t.skip('this machine has no Python, whose static server this test uses');
  const parent = mkdtempSync(join(tmpdir(), 'patchwise-folder-'));
  const folder = join(parent, 'patchwise-offline');
  mkdirSync(folder);
  writeFileSync(join(folder, 'old.txt'), 'of an earlier build');
  const megabytes = copyPage(folder);
  assert.equal(existsSync(join(folder, 'old.txt')), false);
  assert.ok(filesOf(folder).includes('LICENSE-MIT'));
  assert.match(readFileSync(join(folder, 'README.txt'), 'utf8'), new RegExp(`\\(${megabytes} MB\\)`));
  const server = spawn(PYTHON, ['-u', '-m', 'http.server', '0', '--bind', '127.0.0.1'], { cwd: folder });
  const context = await browser.newContext();
  t.after(async () => {
    await context.close();
    server.kill();
    rmSync(parent, { recursive: true });
  });
  const [, port] = /port (\d+)/.exec(
    await new Promise((resolve) => server.stdout.once('data', (text) => resolve(`${text}`))),
  );
  const page = await watched(context);
  await page.goto(`http://localhost:${port}/?device=cpu#lab`);
  assert.match(await settled(page), KEPT);
  await page.waitForSelector('#views figure');
  assert.match(await page.textContent('#device'), /\d+ threads/);
  await page.waitForSelector(enabled('#start'));
  assert.deepEqual(page.problems, []);
});
