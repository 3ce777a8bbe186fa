// What can be told without running anything, cheapest first.
import { audit } from './audit.mjs';
import { checkMessages } from './messages.mjs';
import { writeResults } from './results.mjs';
import { cargoEnv, ensureClang, ensureNodeModules, ensureRust, programFeatures, run } from './setup.mjs';
import { checkSizes } from './sizes.mjs';
import { checkTypes } from './types.mjs';

const WASM = ['--target', 'wasm32-unknown-unknown', '--no-default-features'];

function clippy(...options) {
  run('cargo', ['clippy', '--locked', ...options, '--', '-D', 'warnings'], { env: cargoEnv });
}

ensureNodeModules();
ensureRust();
run('cargo', ['fmt', '--check']);
run('npx', ['prettier', '--check', '.', '--log-level', 'warn']);
checkMessages();
writeResults({ check: true });
audit();
await checkTypes();
run('npx', ['tsc', '-p', 'tsconfig.json', '--noEmit']);
clippy('--all-targets', '--features', `${programFeatures()},types`);
clippy('--all-targets', '--features', 'cli,stock');
clippy(...WASM, '--profile', 'wasm-cpu', '--features', 'cpu');
clippy(...WASM, '--profile', 'wasm-cpu', '--features', 'formats');
clippy(...WASM, '--profile', 'wasm-cpu', '--features', 'parquet');
// With it the kernels for GPUs.
clippy(...WASM, '--profile', 'wasm-webgpu', '--features', 'webgpu');
if (ensureClang()) clippy(...WASM, '--profile', 'wasm-files', '--features', 'remote-client');
run('cargo', ['doc', '--locked', '--no-deps', '--lib'], { env: { ...cargoEnv, RUSTDOCFLAGS: '-D warnings' } });
checkSizes();
