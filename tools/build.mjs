// Builds the npm package into dist: two wasm modules from one source, and the TypeScript around them.
// `--device cpu` or `--device webgpu` builds one module only.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { cargoEnv, ensureNodeModules, ensureRust, ensureWasmBindgen, root, run, silence } from './setup.mjs';

const TARGET = 'wasm32-unknown-unknown';

export function buildWasm(device) {
  const profile = `wasm-${device}`;
  run(
    'cargo',
    [
      'build',
      '--lib',
      '--target',
      TARGET,
      '--profile',
      profile,
      '--no-default-features',
      '--features',
      device,
      '--locked',
    ],
    {
      env: cargoEnv,
    },
  );
  const module = join(cargoEnv.CARGO_TARGET_DIR, TARGET, profile, 'patchwise.wasm');
  const outDir = join('dist', 'wasm', device);
  run(ensureWasmBindgen(), [module, '--target', 'web', '--no-typescript', '--out-dir', outDir]);
  // wasm-bindgen leaves a note to npm that would hide these files from it.
  rmSync(join(root, outDir, '.gitignore'), { force: true });
}

export function buildTypeScript() {
  run('npx', ['tsc', '-p', 'tsconfig.json']);
}

export function build(devices = ['cpu', 'webgpu'], { isQuiet = false } = {}) {
  if (isQuiet) silence();
  ensureNodeModules();
  ensureRust();
  devices.forEach(buildWasm);
  buildTypeScript();
}

export function isBuilt() {
  const parts = ['index.js', 'wasm/cpu/patchwise_bg.wasm', 'wasm/webgpu/patchwise_bg.wasm'];
  return parts.every((part) => existsSync(join(root, 'dist', part)));
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { device: { type: 'string', multiple: true } } });
  build(values.device);
}
