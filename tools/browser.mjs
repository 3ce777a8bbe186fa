// A static server for the built package, and a headless Chromium to open it in.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

import { chromium } from 'playwright-core';

import { ensureChromium, root } from './setup.mjs';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/** Serves files below `folder` on a free port of this machine. */
export function serveFolder(folder = root, port = 0) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    let file = join(folder, normalize(path));
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
    if (!file.startsWith(folder) || !existsSync(file)) return response.writeHead(404).end();
    const type = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' };
    // Names of built assets hold a hash of their content, so a browser may keep them, compiled code too.
    const kept = path.startsWith('/assets/') ? { 'cache-control': 'max-age=31536000, immutable' } : {};
    response.writeHead(200, { ...type, ...kept });
    createReadStream(file).pipe(response);
  });
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

export function launchBrowser({ webgpu = true, hardware = false } = {}) {
  const gpu = hardware
    ? ['--enable-unsafe-webgpu']
    : webgpu
      ? WEBGPU_ARGUMENTS
      : ['--disable-gpu', '--disable-features=WebGPU'];
  return chromium.launch({ executablePath: ensureChromium(), args: [...ARGUMENTS, ...gpu] });
}

/** A page that has the built package as `globalThis.patchwise`, and a file input. */
export async function openBlankPage(browser, url) {
  const page = await browser.newPage();
  await page.goto(`${url}/tools/blank.html`);
  await page.waitForFunction(() => globalThis.patchwise);
  return page;
}
