// What the browser tests share: one server and one browser a file, and a page that has the built package.
import { after, before } from 'node:test';

import { launchBrowser, openBlankPage, serveFolder } from '../../tools/browser.mjs';

/** A browser and a server for the tests of a file; `page()` opens a new page with the package. */
export function useBrowser({ webgpu = false, folder } = {}) {
  const context = {};
  before(async () => {
    context.server = await serveFolder(folder);
    context.browser = await launchBrowser({ webgpu });
  });
  after(async () => {
    await context.browser?.close();
    context.server?.close();
  });
  context.page = () => openBlankPage(context.browser, context.server.url);
  return context;
}

/** Small scenes that train in seconds. */
export const FEW_SCENES = { kind: 'scenes', imageSize: 32, images: 24, labeledImages: 40, testImages: 20, seed: 3 };

/** A run of a few steps of two images. */
export const SHORT_RUN = { batchSize: 2, epochs: 1, augmentation: { crop: false, flip: false } };

/** The selector of a control that works: one with the focus is not disabled by its attribute alone. */
export const enabled = (selector) => `${selector}:enabled:not([aria-disabled="true"])`;
