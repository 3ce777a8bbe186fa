// Builds the npm package into dist: three wasm modules from one source, and the TypeScript around them.
// `--module cpu`, `webgpu` or `images` builds one module only; `--stock` builds the one that benchmarks compare with,
// made of Burn's own operations, into dist-stock.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';

import { cargoEnv, ensureNodeModules, ensureRust, ensureWasmBindgen, root, run, silence } from './setup.mjs';

const TARGET = 'wasm32-unknown-unknown';
/** For the CPU: optimised as a whole, and inlined only where it is marked so, as the kernels are: six percent less to
 * download, and no slower. The module for WebGPU would get larger by it. */
const LEAN = [
  ['--crate-type', 'cdylib'],
  ['--', '-C', 'llvm-args=-inline-threshold=0'],
];

/** `module` is a device, or `images`: what reads image files. */
export function buildWasm(module, { isStock = false } = {}) {
  const isDevice = module !== 'images';
  const profile = isDevice ? `wasm-${module}` : 'wasm-cpu';
  const features = isDevice ? `${module}${isStock ? ',stock' : ''}` : 'formats';
  const options = ['--target', TARGET, '--profile', profile, '--no-default-features', '--features', features];
  const [kind, flags] = module === 'webgpu' ? [[], []] : LEAN;
  run('cargo', ['rustc', '--lib', ...kind, ...options, '--locked', ...flags], { env: cargoEnv });
  const built = join(cargoEnv.CARGO_TARGET_DIR, TARGET, profile, 'patchwise.wasm');
  const outDir = join(isStock ? 'dist-stock' : 'dist', 'wasm', module);
  // Names of functions are a quarter of a module, and only a debugger reads them.
  const lean = ['--remove-name-section', '--remove-producers-section'];
  const name = isDevice ? [] : ['--out-name', 'images'];
  run(ensureWasmBindgen(), [built, '--target', 'web', '--no-typescript', ...lean, ...name, '--out-dir', outDir]);
  // wasm-bindgen leaves a note to npm that would hide these files from it.
  rmSync(join(root, outDir, '.gitignore'), { force: true });
}

export function buildTypeScript({ isStock = false } = {}) {
  const outDir = isStock ? 'dist-stock' : 'dist';
  // What a source that is gone left would be published too.
  const files = existsSync(join(root, outDir)) ? readdirSync(join(root, outDir), { withFileTypes: true }) : [];
  for (const file of files) if (file.isFile()) rmSync(join(root, outDir, file.name));
  run('npx', ['tsc', '-p', 'tsconfig.json', '--outDir', outDir]);
}

export function build(modules = ['images', 'cpu', 'webgpu'], { isQuiet = false, isStock = false } = {}) {
  if (isQuiet) silence();
  ensureNodeModules();
  ensureRust();
  for (const module of modules) buildWasm(module, { isStock });
  buildTypeScript({ isStock });
}

/** The page, from the built package, each file compressed beside itself. */
export function buildPage() {
  run('npx', ['vite', 'build', '-c', 'www/vite.config.ts', '--logLevel', 'warn']);
  const folder = join(root, 'www', 'dist');
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path), { params }));
  }
}

export function isBuilt() {
  const parts = [
    'index.js',
    'wasm/images/images_bg.wasm',
    'wasm/cpu/patchwise_bg.wasm',
    'wasm/webgpu/patchwise_bg.wasm',
  ];
  return parts.every((part) => existsSync(join(root, 'dist', part)));
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { module: { type: 'string', multiple: true }, stock: { type: 'boolean' } } });
  build(values.module, { isStock: values.stock });
}
