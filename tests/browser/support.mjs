// What the browser tests share: one server and one browser a file, and a page that has the built package.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before } from 'node:test';

import { launchBrowser, openBlankPage, page as pageFolder, serveFolder } from '../../tools/browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A browser and a server for the tests of a file; `page()` opens a new page with the package. */
export function useBrowser({ webgpu = false, folder, camera } = {}) {
  const context = {};
  before(async () => {
    context.server = await serveFolder(folder);
    context.browser = await launchBrowser({ webgpu, camera });
  });
  after(async () => {
    await context.browser?.close();
    context.server?.close();
  });
  context.page = () => openBlankPage(context.browser, context.server.url);
  return context;
}

/** Every method. */
export const METHODS = [
  'rotnet',
  'patch-rotnet',
  'patch-relnet',
  'deep-infomax',
  'deep-cluster',
  'simclr',
  'vicreg',
  'relational-reasoning',
  'byol',
  'simclr-patch-rotnet',
  'vicreg-patch-rotnet',
  'supervised',
];

/**
 * A browser with WebGPU, a page with the package, and the site, for the tests of a file; `adapter` says whether the machine
 * offers one.
 */
export function useGpuBrowser() {
  const context = {};
  before(async () => {
    context.server = await serveFolder();
    context.site = await serveFolder(pageFolder);
    context.browser = await launchBrowser({ webgpu: true });
    context.page = await openBlankPage(context.browser, context.server.url);
    context.adapter = await context.page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
  });
  after(async () => {
    await context.browser?.close();
    context.server?.close();
    context.site?.close();
  });
  return context;
}

/** Small scenes that train in seconds. */
export const FEW_SCENES = { kind: 'scenes', imageSize: 32, images: 24, labeledImages: 40, testImages: 20, seed: 3 };

/** A run of a few steps of two images. */
export const SHORT_RUN = { batchSize: 2, epochs: 1, augmentation: { crop: false, flip: false } };

/** The selector of a control that works: one with the focus is not disabled by its attribute alone. */
export const enabled = (selector) => `${selector}:enabled:not([aria-disabled="true"])`;

/** The lab of the built page, opened and with its first images loaded. */
export async function openBuiltPage(context, options = {}) {
  const page = await context.browser.newPage({ viewport: { width: 1100, height: 900 }, ...options });
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(error.message));
  // What the page's security policy forbids is an error on the console.
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(message.text());
  });
  await page.goto(`${context.server.url}#lab`);
  await page.waitForSelector('#views figure', { timeout: 30_000 });
  await openSettings(page);
  return page;
}

/** Opens the settings, which are folded away: what is hidden cannot be filled in. */
export function openSettings(page) {
  return page.evaluate(() => {
    for (const details of document.querySelectorAll('details.settings')) details.open = true;
  });
}

export async function loadFew(page, count = 40) {
  await openSettings(page);
  await page.fill('input[name=images]', String(count));
  await page.click('#load');
  await page.waitForFunction(
    (count) =>
      document.querySelector('#data-text').textContent.includes(` ${count.toLocaleString('en')} images to pretrain`),
    count,
  );
  await page.waitForSelector(enabled('#start'));
}

export async function trainToTheEnd(page, { epochs = 1, batch = 4 } = {}) {
  await page.fill('input[name=epochs]', String(epochs));
  await page.fill('input[name=batchSize]', String(batch));
  await page.click('#start');
  await page.waitForFunction(() => document.querySelector('#status').textContent === 'Training finished.', null, {
    timeout: 120_000,
  });
}

/** The bytes of the network that the lab saves. */
export async function savedModel(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
  return readFileSync(await download.path());
}

/** Leaves a picture of the page where PATCHWISE_SCREENSHOTS names a folder. One of the whole page stops a camera, as
 * scrolling away from it does. */
export async function picture(page, name, { fullPage = true } = {}) {
  const folder = process.env.PATCHWISE_SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}

/** The rules of WCAG 2.2 at levels A and AA, and those of good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds. */
export async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run({ runOnly: { type: 'tag', values } }),
    TAGS,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** What axe finds in light, dark and forced colours. */
export async function violationsInAllColors(page) {
  const found = [];
  for (const media of [
    { colorScheme: 'dark' },
    { forcedColors: 'active' },
    { colorScheme: 'light', forcedColors: 'none' },
  ]) {
    await page.emulateMedia(media);
    // Colours change in a moment, not at once.
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
    found.push(...(await violations(page)).map((violation) => `${JSON.stringify(media)} ${violation}`));
  }
  return found;
}
