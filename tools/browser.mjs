// A static server for the built package, and a headless Chromium to open it in.
import { createServer } from 'node:http';
import { join } from 'node:path';

import { chromium } from 'playwright-core';
import sirv from 'sirv';

import { policyOf } from './policy.mjs';
import { ensureChromium, root } from './setup.mjs';

/** Where the built page is. */
export const page = join(root, 'www', 'dist');

/** What isolates a page, so that it may have threads. */
export const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
/** What lets pages of other origins, isolated ones too, use files. */
export const FOR_ANYONE = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };

/** Serves a folder with headers, as a host would; `places`: what addresses begin with, and what stands there in the folder. */
export function serveFiles(folder, { headers = ISOLATED, places = {} } = {}) {
  const setHeaders = (response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  };
  const handle = sirv(folder, { dev: true, setHeaders });
  const server = createServer((request, response) => {
    const place = Object.entries(places).find(([from]) => request.url.startsWith(from));
    if (place) request.url = place[1] + request.url.slice(place[0].length);
    handle(request, response, () => response.writeHead(404).end());
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const close = () => (server.closeAllConnections(), server.close());
      resolve({ url: `http://127.0.0.1:${server.address().port}`, close });
    });
  });
}

/** Serves files below `folder` on a free port of this machine, as they are at each request. The built page is served
 * as it should be on the web: nothing from elsewhere, compressed where the build has compressed files, and isolated, so
 * that threads can share memory. */
export function serveFolder(folder = root, port = 0, { isIsolated = true } = {}) {
  const setHeaders = (response, path) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    for (const [name, value] of Object.entries(isIsolated ? ISOLATED : {})) response.setHeader(name, value);
    if (folder === page) response.setHeader('Content-Security-Policy', `${policyOf(path)}; frame-ancestors 'none'`);
    // Names of built assets hold a hash of their content, so a browser may keep them, compiled code too.
    if (path.startsWith('/assets/')) response.setHeader('Cache-Control', 'max-age=31536000, immutable');
  };
  const server = createServer(sirv(folder, { dev: true, brotli: folder === page, setHeaders }));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address();
      resolve({ url: `http://127.0.0.1:${taken}`, close: () => server.close() });
    });
  });
}

/** Background services off: a test machine may have no network. WebGPU by software, as there may be no GPU. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WEBGPU_ARGUMENTS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** What a browser with no camera of its own does when a page asks for one. */
export const CAMERAS = {
  /** A picture that moves, 20 frames per second. */
  allowed: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  refused: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny'],
  missing: ['--use-fake-device-for-media-stream=device-count=0', '--use-fake-ui-for-media-stream'],
};

/** `camera`: `allowed`, `refused` or `missing`; without it, none is simulated. */
export function launchBrowser({ webgpu = true, hardware = false, camera } = {}) {
  const gpu = hardware
    ? ['--enable-unsafe-webgpu']
    : webgpu
      ? WEBGPU_ARGUMENTS
      : ['--disable-gpu', '--disable-features=WebGPU'];
  return chromium.launch({
    // A test file that is ended for its time has to end.
    handleSIGTERM: false,
    executablePath: ensureChromium(),
    args: [...ARGUMENTS, ...gpu, ...(camera ? CAMERAS[camera] : [])],
  });
}

/** A page that has the built package as `globalThis.patchwise`, and a file input. */
export async function openBlankPage(browser, url) {
  const page = await browser.newPage();
  await page.goto(`${url}/tools/blank.html`);
  await page.waitForFunction(() => globalThis.patchwise);
  return page;
}
