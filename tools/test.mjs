// Sets up and tests everything: checks, the crate, the built package and the page in a real browser. With --long, the long
// campaigns run whole.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { build, buildPage } from './build.mjs';
import { checkSizes } from './sizes.mjs';
import { cargoEnv, ensureChromium, ensureNodeModules, ensureRust, programFeatures, root, run } from './setup.mjs';

if (process.argv.includes('--long')) process.env.PATCHWISE_LONG = '1';
const hasData = Boolean(process.env.PATCHWISE_DATA);

ensureNodeModules();
ensureRust();
run('node', ['tools/check.mjs']);
if (!hasData) console.log('Skipped: tests on real data. Set PATCHWISE_DATA to their folder to run them.');
const ignored = hasData ? ['--include-ignored'] : [];
run('cargo', ['test', '--no-fail-fast', '--locked', '--features', programFeatures(), '--', ...ignored], {
  env: cargoEnv,
});
build();
checkSizes();
run('npx', ['tsc', '-p', 'www/tsconfig.json']);
buildPage();
ensureChromium();
const folders = ['cluster', 'package', 'browser', 'docs'].map((name) => join('tests', name));
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => join(folder, name)),
);
// One file after another: each wants both cores. A file that hangs fails, and the others run.
const minutes = process.env.PATCHWISE_LONG === '1' ? 180 : 20;
const options = ['--test-concurrency=1', `--test-timeout=${minutes * 60_000}`, '--test-reporter=spec'];
const [major, minor] = process.versions.node.split('.').map(Number);
// Without it, the runner waits for a process that outlives its file's time.
if (major > 20 || minor >= 14) options.unshift('--test-force-exit');
run('node', ['--test', ...options, ...files]);
