// What the package exports: resolves everywhere, imports anywhere, has tested types, and stays small.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';

import { build } from 'vite';

import { root } from '../../tools/setup.mjs';

/** Kilobytes by brotli of an export's own scripts, without workers and modules, which are loaded once they are used. */
const BUDGETS = { '.': 11, './download': 4.5, './storage': 5, './project-file': 70 };
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const run = (...command) => execFileSync(command[0], command.slice(1), { cwd: root, stdio: 'pipe' }).toString();

test('every kind of resolution finds every export', { timeout: 120_000 }, () => {
  run('npx', 'publint', '--strict');
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-pack-'));
  // The build has just been made; packing would make it again.
  run('npm', 'pack', '--ignore-scripts', '--pack-destination', folder);
  run('npx', 'attw', join(folder, readdirSync(folder)[0]), '--profile', 'esm-only');
  rmSync(folder, { recursive: true });
});

test('the types are those that the documentation promises', { timeout: 120_000 }, () => {
  run('npx', 'tsc', '-p', 'tests/package/types/tsconfig.json');
});

test('importing does nothing, in Node, as for a browser on a server, and in workers', () => {
  const names = Object.keys(exports).filter((name) => name === '.' || /^\.\/[a-z-]+$/.test(name));
  assert.ok(names.length >= 5, names.join());
  const imports = names.map((name) => `await import('patchwise${name.slice(1)}');`).join('\n');
  const refused = `
    const { open, PatchwiseError } = await import('patchwise');
    const error = await open({ device: 'cpu' }).catch((error) => error);
    if (!(error instanceof PatchwiseError) || error.code !== 'device-unavailable') throw error;`;
  const node = (code, ...options) => run('node', ...options, '--input-type=module', '-e', code);
  assert.equal(node(imports), '');
  // What a bundler for browsers takes, run on a server.
  const withoutNode = imports.replace("await import('patchwise/node');", '');
  assert.equal(node(`${withoutNode}${refused}`, '--conditions=browser'), '');
  const worker = `
    import { Worker } from 'node:worker_threads';
    const worker = new Worker(${JSON.stringify(`(async () => {${imports}})()`)}, { eval: true });
    worker.on('error', (error) => { throw error; });`;
  assert.equal(node(worker), '');
});

test('each export is within its budget', { timeout: 120_000 }, async () => {
  for (const [name, budget] of Object.entries(BUDGETS)) {
    const kilobytes = (await sizeOf(join(root, exports[name].default))) / 1000;
    console.log(`patchwise${name.slice(1)}: ${kilobytes.toFixed(1)} kB by brotli, budget ${budget} kB`);
    assert.ok(kilobytes <= budget, `${name}: ${kilobytes} kB`);
  }
});

/** Bytes of a bundle's entry with all that it imports at once. */
async function sizeOf(entry) {
  const bundles = await build({
    configFile: false,
    logLevel: 'silent',
    root,
    worker: { format: 'es' },
    build: { write: false, minify: true, lib: { entry, formats: ['es'] } },
  });
  const chunks = [bundles]
    .flat()
    .flatMap(({ output }) => output)
    .filter(({ type }) => type === 'chunk');
  const wanted = new Set();
  const add = (name) => {
    const chunk = chunks.find(({ fileName }) => fileName === name);
    if (!chunk || wanted.has(chunk)) return;
    wanted.add(chunk);
    chunk.imports.forEach(add);
  };
  add(chunks.find(({ isEntry, facadeModuleId }) => isEntry && facadeModuleId === entry).fileName);
  return brotliCompressSync(Array.from(wanted, ({ code }) => code).join('')).length;
}
