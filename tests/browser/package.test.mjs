// The published tarball, installed into a fresh Vite project, trains there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { launchBrowser, serveFolder } from '../../tools/browser.mjs';
import { root } from '../../tools/setup.mjs';

const PAGE = '<!doctype html><html lang="en"><title>fresh</title><script type="module" src="/main.js"></script></html>';

/** The README's example, as it stands there. */
const MAIN = `
import { open } from 'patchwise';
const patchwise = await open({ device: 'cpu' });
await patchwise.load({ kind: 'scenes', unlabeled: 16, train: 20, test: 10 });
const summary = await patchwise.pretrain({ batchSize: 4, epochs: 1 });
const report = await patchwise.evaluate({ protocol: 'knn' });
globalThis.result = { summary, accuracy: report.pretrained.accuracy };
`;

test('npm pack installs into a fresh Vite project and trains there', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-'));
  const npm = (...values) => execFileSync('npm', values, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  try {
    // The build has just been made; packing would make it again.
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'fresh', type: 'module', private: true }));
    writeFileSync(join(folder, 'index.html'), PAGE);
    writeFileSync(join(folder, 'main.js'), MAIN);
    npm('install', `./${tarball}`, '--no-audit', '--no-fund');
    // Vite itself is the one already here.
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    execFileSync('node', [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'], {
      cwd: folder,
    });
    cpSync(join(folder, 'dist'), join(folder, 'served'), { recursive: true });
    const server = await serveFolder(join(folder, 'served'));
    const browser = await launchBrowser();
    const page = await browser.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(server.url);
    await page.waitForFunction(() => globalThis.result, null, { timeout: 60_000 });
    const result = await page.evaluate(() => globalThis.result);
    await browser.close();
    server.close();
    assert.deepEqual(problems, []);
    assert.equal(result.summary.completed, true);
    assert.ok(result.accuracy >= 0 && result.accuracy <= 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the package has what its manifest promises', () => {
  execFileSync('npx', ['publint', '--strict'], { cwd: root, stdio: 'pipe' });
});
