// Builds the documentation site into docs/site/dist: the guide, the reference of the package and of the crate, and the
// package itself for the examples that run in the pages. It is made of static files, to lie beside the page below `/docs/`;
// `--base /elsewhere/` sets another place, `--serve` shows it.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { serveFolder } from './browser.mjs';
import { build, isBuilt } from './build.mjs';
import { cargoEnv, ensureNodeModules, ensureRust, root, run } from './setup.mjs';

const SITE = join(root, 'docs', 'site');
const PAGES = join(SITE, 'pages');
export const DOCS = join(SITE, 'dist');
const BASE = '/docs/';

/** Pages besides the guide, by the name that they have in the site. */
const MORE = {
  'method.md': 'docs/method.md',
  'project-file.md': 'docs/project-file.md',
  'changelog.md': 'CHANGELOG.md',
};
const HOME = `---
layout: home
hero:
  name: patchwise
  tagline: Teaches a small vision network to see, without labels, inside a browser tab
  actions:
    - { theme: brand, text: Start, link: /guide/start }
    - { theme: alt, text: What it is, link: /guide/ }
---
`;

export function buildDocs({ base = BASE } = {}) {
  ensureNodeModules();
  if (!existsSync(join(SITE, 'node_modules', 'vitepress')))
    run('npm', ['ci', '--prefix', SITE, '--no-audit', '--no-fund']);
  rmSync(PAGES, { recursive: true, force: true });
  mkdirSync(join(PAGES, 'public'), { recursive: true });
  cpSync(join(root, 'docs', 'guide'), join(PAGES, 'guide'), { recursive: true });
  for (const [name, path] of Object.entries(MORE))
    writeFileSync(join(PAGES, name), linksOfSite(readFileSync(join(root, path), 'utf8')));
  writeFileSync(join(PAGES, 'index.md'), HOME);
  const tool = (name) => join(SITE, 'node_modules', '.bin', name);
  run(tool('typedoc'), ['--options', join(SITE, 'typedoc.json')]);
  writeRust();
  cpSync(join(root, 'dist'), join(PAGES, 'public', 'package'), { recursive: true });
  run(tool('vitepress'), ['build', SITE], { env: { ...process.env, DOCS_BASE: base } });
}

/** Files of the repository are no pages of the site. */
const linksOfSite = (text) =>
  text.replaceAll(/\[([^\]]+)\]\((?!https?:|#)(?:\.\.\/)*([A-Z]+\.md|(?:src|tools|tests|benches)\/[^)]*)\)/g, '$1');

/** The reference of the crate, by rustdoc. */
function writeRust() {
  run('cargo', ['doc', '--locked', '--no-deps', '--lib'], { env: { ...cargoEnv, RUSTDOCFLAGS: '-D warnings' } });
  const made = join(cargoEnv.CARGO_TARGET_DIR, 'doc');
  const place = join(PAGES, 'public', 'rust');
  // Only what belongs to this crate: the folder is shared.
  for (const name of readdirSync(made)) {
    const isOwn =
      ['patchwise', 'static.files', 'search.index', 'src', 'trait.impl', 'type.impl'].includes(name) ||
      /\.(js|html)$/.test(name);
    if (isOwn) cpSync(join(made, name), join(place, name), { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { base: { type: 'string' }, serve: { type: 'boolean' } } });
  ensureRust();
  if (!isBuilt()) build();
  buildDocs({ base: values.base });
  console.log(`The site is in docs/site/dist, for the address ${values.base ?? BASE}.`);
  if (values.serve) {
    const folder = join(SITE, 'served');
    rmSync(folder, { recursive: true, force: true });
    cpSync(DOCS, join(folder, values.base ?? BASE), { recursive: true });
    const { url } = await serveFolder(folder, 8643);
    console.log(`${url}${values.base ?? BASE}`);
  }
}
