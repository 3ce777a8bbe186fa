// Installs what a bare machine lacks. Every step looks first, so that a second run costs nothing.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(homedir(), '.cache');
const toolsDir = join(cache, 'patchwise-tools');

/** Cargo's environment: one target folder outside the clone, so that a fresh clone rebuilds little. */
export const cargoEnv = {
  ...process.env,
  CARGO_TARGET_DIR: process.env.CARGO_TARGET_DIR ?? join(cache, 'patchwise-target'),
};

let isSilent = false;

/** From now on, what commands print goes to the error stream, so that the output stays clean. */
export function silence() {
  isSilent = true;
}

export function run(command, args, options = {}) {
  console.error(`> ${command} ${args.join(' ')}`);
  const stdio = isSilent ? ['ignore', 2, 2] : 'inherit';
  execFileSync(command, args, { cwd: root, stdio, ...options });
}

function output(command, args) {
  const { status, stdout } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

function stop(message) {
  console.error(message);
  process.exit(1);
}

export function ensureNodeModules() {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) run('npm', ['ci', '--no-fund', '--no-audit']);
}

export function ensureRust() {
  if (!output('cargo', ['--version'])) stop('Rust is missing: install it from https://rustup.rs, then try again.');
  const target = 'wasm32-unknown-unknown';
  const sysroot = output('rustc', ['--print', 'sysroot']);
  const has = (...path) => sysroot && existsSync(join(sysroot, 'lib', 'rustlib', ...path));
  // The source of the standard library, for a module with threads.
  const isComplete = has(target) && has('src', 'rust', 'library');
  if (isComplete) return;
  if (!output('rustup', ['--version'])) stop(`The Rust target ${target} is missing, and so is rustup to add it.`);
  run('rustup', ['target', 'add', target]);
  run('rustup', ['component', 'add', 'rust-src']);
}

/** Whether there is a clang for WebAssembly, which one module needs; installed by apt where we are root. */
export function ensureClang() {
  const isThere = () => /wasm32/.test(output('clang', ['--print-targets']) ?? '');
  if (!isThere() && process.getuid?.() === 0 && output('apt-get', ['--version'])) {
    try {
      run('apt-get', ['update']);
      run('apt-get', ['install', '-y', '--no-install-recommends', 'clang', 'llvm']);
    } catch {
      // It is said what is left out.
    }
  }
  return isThere();
}

/** The features of the command line that this machine can build. */
export function programFeatures() {
  const libraries = output('ldconfig', ['-p']) ?? output('/sbin/ldconfig', ['-p']) ?? '';
  const hasClang = process.env.LIBCLANG_PATH || /libclang(-\d+)?\.so/.test(libraries);
  return output('mpicc', ['--version']) && hasClang ? 'cli,remote,mpi' : 'cli,remote';
}

/** The wasm-bindgen CLI of exactly the version that the lock file has. */
export function ensureWasmBindgen() {
  const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  const version = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(lock)?.[1];
  const command = join(toolsDir, 'bin', 'wasm-bindgen');
  for (const candidate of [command, 'wasm-bindgen']) {
    if (output(candidate, ['--version']) === `wasm-bindgen ${version}`) return candidate;
  }
  // Outside the clone's toolchain file and target folder: the tool is not part of the crate.
  run('cargo', ['install', 'wasm-bindgen-cli', '--version', version, '--root', toolsDir], {
    env: { ...cargoEnv, CARGO_TARGET_DIR: join(cache, 'patchwise-tools-target') },
  });
  return command;
}

const CHROMIUM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  return [named, ...CHROMIUM_PATHS].find((path) => path && existsSync(path)) ?? findPlaywrightChromium();
}

function findPlaywrightChromium() {
  const script = "import('playwright-core').then(({ chromium }) => console.log(chromium.executablePath()))";
  const path = output('node', ['-e', script]);
  return path && existsSync(path) ? path : undefined;
}

/** The path of a Chromium, installed by apt where we are root, else by Playwright. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const isRoot = process.getuid?.() === 0;
  try {
    if (isRoot && output('apt-get', ['--version'])) {
      run('apt-get', ['update']);
      run('apt-get', ['install', '-y', 'chromium']);
    } else {
      run('npx', ['playwright-core', 'install', 'chromium']);
    }
  } catch {
    // The message below says what to do.
  }
  return findChromium() ?? stop('No Chromium. Install one, or set CHROMIUM_PATH to its executable, then try again.');
}
