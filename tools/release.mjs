// Prepares a release: `npm run release -- 0.2.0` sets the version everywhere, closes the changelog's list of changes, and
// tries to publish without doing so. `--check` only tries. The tag that is pushed then publishes
// (`.github/workflows/release.yml`).
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { cargoEnv, root, run } from './setup.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const manifest = () => JSON.parse(read('package.json'));

/** Where the version stands besides `package.json` and its lock. */
const PLACES = [
  ['Cargo.toml', /^(version = ")[^"]+(")/m],
  ['Cargo.lock', /(name = "patchwise"\nversion = ")[^"]+(")/],
  ['docs/guide/hosting.md', /(npm\/patchwise@)[^/]+(\/)/],
  ['examples/with-cdn/index.html', /(npm\/patchwise@)[^/]+(\/)/],
];

function fail(text) {
  console.error(text);
  process.exit(1);
}

/** What both registries would say, but for the account. */
function tryToPublish() {
  run('npm', ['publish', '--dry-run', '--ignore-scripts']);
  run('cargo', ['publish', '--dry-run', '--locked', '--allow-dirty'], { env: cargoEnv });
}

function prepare(version) {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) fail(`The version is ${version}, but must be one such as 0.2.0.`);
  const { repository } = manifest();
  const isNamed = repository && /^repository = /m.test(read('Cargo.toml'));
  if (!isNamed)
    fail(
      'Set `repository` in package.json and Cargo.toml first: npm proves by it where a package was built, and prebuilt binaries are found by it.',
    );
  const changed = execFileSync('git', ['status', '--porcelain'], { cwd: root }).toString();
  if (changed) fail(`Commit or stash first:\n${changed}`);
  const lacking = PLACES.find(([path, place]) => !place.test(read(path)));
  if (lacking) fail(`${lacking[0]} has no version where it should.`);
  run('npm', ['version', version, '--no-git-tag-version']);
  for (const [path, place] of PLACES) writeFileSync(join(root, path), read(path).replace(place, `$1${version}$2`));
  const url = (repository.url ?? repository).replace(/^git\+|\.git$/g, '');
  const changelog = ['--format', 'markdownlint', '--url', url];
  run('npx', ['changelog', ...changelog, '--release', '--version', version]);
  run('npx', ['prettier', '--write', 'CHANGELOG.md']);
  tryToPublish();
  console.log(`Commit this as "Release ${version}", tag it v${version} and push both.`);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { check: { type: 'boolean' } } });
const [version] = positionals;
if (values.check) tryToPublish();
else if (version) prepare(version);
else fail('Give the version, as in `npm run release -- 0.2.0`, or --check.');
