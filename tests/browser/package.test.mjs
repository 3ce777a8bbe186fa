// The published tarball, installed into a fresh Vite project, trains there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { launchBrowser, serveFolder } from '../../tools/browser.mjs';
import { root } from '../../tools/setup.mjs';

const PAGE = '<!doctype html><html lang="en"><title>fresh</title><script type="module" src="/main.js"></script></html>';

/** The README's example as it is, and its results left for the test. */
function readmeExample() {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1];
  assert.ok(example, 'the README has an example');
  return `${example}\nglobalThis.result = { report, size: bytes.length, device: patchwise.device };`;
}

test('npm pack installs into a fresh Vite project and trains there', { timeout: 300_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-'));
  const npm = (...values) => execFileSync('npm', values, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  try {
    // The build has just been made; packing would make it again.
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'fresh', type: 'module', private: true }));
    writeFileSync(join(folder, 'index.html'), PAGE);
    writeFileSync(join(folder, 'main.js'), readmeExample());
    npm('install', `./${tarball}`, '--no-audit', '--no-fund');
    // Vite itself is the one already here.
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    execFileSync('node', [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'], {
      cwd: folder,
    });
    const server = await serveFolder(join(folder, 'dist'));
    t.after(() => server.close());
    const browser = await launchBrowser();
    t.after(() => browser.close());
    const page = await browser.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(server.url);
    await page.waitForFunction(() => globalThis.result, null, { timeout: 200_000 });
    const result = await page.evaluate(() => globalThis.result);
    assert.deepEqual(problems, []);
    const { pretrained, random, chance } = result.report;
    assert.ok(Math.min(pretrained.accuracy, random.accuracy) > chance, 'both are above chance level');
    assert.ok(result.size > 77_392 * 4, `${result.size} bytes`);
    assert.match(result.device.reason, /software|WebGPU/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the package has what its manifest and its README promise', () => {
  execFileSync('npx', ['publint', '--strict'], { cwd: root, stdio: 'pipe' });
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--dry-run', '--json'], { cwd: root, stdio: 'pipe' });
  const files = JSON.parse(packed.toString())[0].files.map(({ path }) => path);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const links = Array.from(readme.matchAll(/\]\(([^)#:]+)\)/g), ([, link]) => link);
  assert.ok(links.length > 3);
  assert.deepEqual(
    links.filter((link) => !files.includes(link)),
    [],
    'links to files that are not in the package',
  );
});
