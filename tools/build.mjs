// Builds the npm package into dist: wasm modules from one source, and the TypeScript around them. `--module cpu`,
// `cpu-threads`, `webgpu`, `remote`, `images` or `parquet` builds one module only; `--stock` builds the one that benchmarks
// compare with, made of Burn's own operations, into dist-stock.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';

import { writeIcons } from './icons.mjs';
import { listFiles } from './offline.mjs';
import {
  cargoEnv,
  ensureClang,
  ensureNodeModules,
  ensureRust,
  ensureWasmBindgen,
  root,
  run,
  silence,
} from './setup.mjs';

const TARGET = 'wasm32-unknown-unknown';
/** For the CPU: optimised as a whole, and inlined only where it is marked so, as the kernels are: six percent less to
 * download, and no slower. The module for WebGPU would get larger by it. */
const LEAN = [
  ['--crate-type', 'cdylib'],
  ['--', '-C', 'llvm-args=-inline-threshold=0'],
];

/** What modules for the CPU use beyond the first version of WebAssembly. */
const WASM_FEATURES = [
  ...['simd', 'bulk-memory', 'nontrapping-float-to-int', 'sign-ext', 'mutable-globals', 'reference-types'],
  ...['multivalue', 'threads'],
].map((feature) => `--enable-${feature}`);

/** A standard library with atomics is built along, by the stable compiler: nothing else of it is unstable. */
const THREADS = {
  RUSTC_BOOTSTRAP: '1',
  RUSTFLAGS: [
    '-C target-feature=+simd128,+atomics,+bulk-memory,+mutable-globals',
    ...[
      'shared-memory',
      'import-memory',
      'max-memory=4294967296',
      ...['__wasm_init_tls', '__tls_size', '__tls_align', '__tls_base', '__heap_base'].map((name) => `export=${name}`),
    ].map((option) => `-C link-arg=--${option}`),
  ].join(' '),
  // Other flags of the compiler would have everything built anew where the folder is shared.
  CARGO_TARGET_DIR: join(cargoEnv.CARGO_TARGET_DIR, 'threads'),
};

/** What is built how. `images` and `parquet` read files; the others are devices. Binaryen makes a step at 96 px a tenth faster
 * and a module a twentieth smaller before compression; compressed, those of images and WebGPU would get larger by it. */
const MODULES = {
  images: { profile: 'wasm-files', features: 'formats', isLean: true, name: 'images' },
  parquet: { profile: 'wasm-files', features: 'parquet', isLean: true, name: 'parquet' },
  cpu: { profile: 'wasm-cpu', features: 'cpu', isLean: true, isOptimized: true },
  'cpu-threads': { profile: 'wasm-cpu', features: 'threads', isLean: true, isOptimized: true, hasThreads: true },
  webgpu: { profile: 'wasm-webgpu', features: 'webgpu' },
  remote: { profile: 'wasm-files', features: 'remote-client', isLean: true, name: 'remote' },
};

export function buildWasm(module, { isStock = false } = {}) {
  const { profile, features, isLean = false, isOptimized = false, hasThreads = false, name } = MODULES[module];
  const env = hasThreads ? { ...cargoEnv, ...THREADS } : cargoEnv;
  const given = isStock ? `${features},stock` : features;
  const options = ['--target', TARGET, '--profile', profile, '--no-default-features', '--features', given];
  const [kind, flags] = isLean ? LEAN : [[], []];
  const standard = hasThreads ? ['-Z', 'build-std=std,panic_abort'] : [];
  run('cargo', ['rustc', '--lib', ...kind, ...options, ...standard, '--locked', ...flags], { env });
  const built = join(env.CARGO_TARGET_DIR, TARGET, profile, 'patchwise.wasm');
  const outDir = join(isStock ? 'dist-stock' : 'dist', 'wasm', module);
  // Names of functions are a quarter of a module, and only a debugger reads them.
  const lean = ['--remove-name-section', '--remove-producers-section'];
  const named = name ? ['--out-name', name] : [];
  run(ensureWasmBindgen(), [built, '--target', 'web', '--no-typescript', ...lean, ...named, '--out-dir', outDir]);
  if (isOptimized) optimize(join(root, outDir, 'patchwise_bg.wasm'));
  // wasm-bindgen leaves a note to npm that would hide these files from it.
  rmSync(join(root, outDir, '.gitignore'), { force: true });
}

function optimize(path) {
  const command = join(root, 'node_modules', 'binaryen', 'bin', 'wasm-opt');
  run('node', [command, '-O3', ...WASM_FEATURES, path, '-o', path]);
}

export function buildTypeScript({ isStock = false } = {}) {
  const outDir = isStock ? 'dist-stock' : 'dist';
  // What a source that is gone left would be published too.
  const files = existsSync(join(root, outDir)) ? readdirSync(join(root, outDir), { withFileTypes: true }) : [];
  for (const file of files) if (file.isFile()) rmSync(join(root, outDir, file.name));
  run('npx', ['tsc', '-p', 'tsconfig.json', '--outDir', outDir]);
}

export function build(modules = Object.keys(MODULES), { isQuiet = false, isStock = false } = {}) {
  if (isQuiet) silence();
  ensureNodeModules();
  ensureRust();
  for (const module of modules) {
    // No benchmark compares with it.
    if (module === 'remote' && isStock) continue;
    if (module === 'remote' && !ensureClang()) leaveOut();
    else buildWasm(module, { isStock });
  }
  buildTypeScript({ isStock });
}

/** The package works without the module for the device of another machine, and then says so. */
function leaveOut() {
  const problem =
    'This build has no module for the device of another machine. Build it where there is a clang for wasm32';
  console.error('Left out: the module remote, as there is no clang for WebAssembly (wasm32).');
  const folder = join(root, 'dist', 'wasm', 'remote');
  mkdirSync(folder, { recursive: true });
  const error = `Object.assign(new Error(${JSON.stringify(`${problem}.`)}), { code: 'device-unavailable' })`;
  writeFileSync(
    join(folder, 'remote.js'),
    `export default () => Promise.reject(${error});\nexport const Engine = {};\n`,
  );
  rmSync(join(folder, 'remote_bg.wasm'), { force: true });
}

/** The page, from the built package, with the list of what it consists of, and each file compressed beside itself. */
export function buildPage() {
  run('npx', ['vite', 'build', '-c', 'www/vite.config.ts', '--logLevel', 'warn']);
  const folder = join(root, 'www', 'dist');
  copyFileSync(join(root, 'dist', 'isolate.js'), join(folder, 'isolate.js'));
  writeIcons(folder);
  listFiles(folder);
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
    'wasm/parquet/parquet_bg.wasm',
    'wasm/cpu/patchwise_bg.wasm',
    'wasm/cpu-threads/patchwise_bg.wasm',
    'wasm/webgpu/patchwise_bg.wasm',
    'wasm/remote/remote.js',
  ];
  return parts.every((part) => existsSync(join(root, 'dist', part)));
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { module: { type: 'string', multiple: true }, stock: { type: 'boolean' } } });
  build(values.module, { isStock: values.stock });
}
