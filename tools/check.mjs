// What can be told without running anything, cheapest first.
import { cargoEnv, ensureNodeModules, ensureRust, run } from './setup.mjs';
import { checkSizes } from './sizes.mjs';

const WASM = ['--target', 'wasm32-unknown-unknown', '--no-default-features'];

ensureNodeModules();
ensureRust();
run('cargo', ['fmt', '--check']);
run('npx', ['prettier', '--check', '.', '--log-level', 'warn']);
run('npx', ['tsc', '-p', 'tsconfig.json', '--noEmit']);
run('cargo', ['clippy', '--locked', '--all-targets', '--features', 'cli', '--', '-D', 'warnings'], { env: cargoEnv });
run('cargo', ['clippy', '--locked', ...WASM, '--profile', 'wasm-cpu', '--features', 'cpu', '--', '-D', 'warnings'], {
  env: cargoEnv,
});
run('cargo', ['doc', '--locked', '--no-deps', '--lib'], { env: { ...cargoEnv, RUSTDOCFLAGS: '-D warnings' } });
checkSizes();
