// The documentation: every code block of the guide runs, every link of the built site leads somewhere, its examples run in
// the page, its search finds.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';

import { moduleOf } from '../../docs/site/.vitepress/theme/module.mjs';
import { launchBrowser, serveFiles } from '../../tools/browser.mjs';
import { DOCS, buildDocs } from '../../tools/docs.mjs';
import { pack } from '../../tools/examples.mjs';
import { cargoEnv, programFeatures, root } from '../../tools/setup.mjs';

const GUIDE = join(root, 'docs', 'guide');
/** Where things are that a guide names: the copied package, and a file to download. */
const PLACES = { '/patchwise/': '/dist/', '/set/': '/tests/formats/' };
const context = {};

/** The code blocks of a page: language, the word after it, the reason not to run it, and the code. */
function blocksOf(name) {
  const text = readFileSync(join(GUIDE, name), 'utf8');
  const found = text.matchAll(/^```(\w*)(?: (live|node))?(?: no-run: (.+))?\n([\s\S]*?)^```$/gm);
  const blocks = Array.from(found, ([, language, kind, reason, code]) => ({ language, kind, reason, code }));
  assert.equal(blocks.length * 2, text.match(/^```/gm)?.length ?? 0, `${name}: a code block is not understood`);
  return blocks;
}

/** A PNG of one colour with a brighter corner. */
function png(side, [red, green, blue], corner) {
  const rows = Array.from({ length: side }, (_, y) => [
    0,
    ...Array.from({ length: side }, (_, x) => (x < corner && y < corner ? [255, 255, 200] : [red, green, blue])).flat(),
  ]);
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body) >>> 0);
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const magic = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    magic,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const PHOTOS = Object.entries({ red: [200, 30, 30], blue: [30, 30, 200] }).flatMap(([name, color]) =>
  Array.from({ length: 8 }, (_, index) => ({ path: `${name}/${index + 1}.png`, bytes: png(40, color, 4 + 2 * index) })),
);

/** A folder with `photos`, the package and the command line, as a reader has it. */
function workplace() {
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-guide-'));
  for (const { path, bytes } of PHOTOS) {
    mkdirSync(join(folder, 'photos', path, '..'), { recursive: true });
    writeFileSync(join(folder, 'photos', path), bytes);
  }
  return folder;
}

before(async () => {
  buildDocs();
  execFileSync('cargo', ['build', '--locked', '--features', programFeatures(), '--bin', 'patchwise'], {
    cwd: root,
    env: cargoEnv,
    stdio: 'pipe',
  });
  context.server = await serveFiles(root, { places: PLACES });
  context.site = await serveFiles(DOCS, { places: { '/docs/': '/' } });
  context.browser = await launchBrowser({ webgpu: false });
});

after(async () => {
  await context.browser?.close();
  context.server?.close();
  context.site?.close();
});

/** Runs blocks of JavaScript in their order; what one declares, the next ones have. */
async function runScripts(blocks) {
  const page = await context.browser.newPage();
  await page.goto(`${context.server.url}/tools/blank.html`);
  const files = PHOTOS.map(({ path, bytes }) => [path, bytes.toString('base64')]);
  await page.evaluate(
    ([files, url]) => {
      const named = files.map(([path, text]) => {
        const file = new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]);
        return { path, file };
      });
      const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 40 });
      canvas.getContext('2d').fillRect(4, 4, 9, 9);
      Object.assign(globalThis, { files: named, photo: named[0].file, canvas, url });
    },
    [files, `${context.server.url}/set/gnu.tar`],
  );
  for (const { code } of blocks) {
    const module = moduleOf(code, `${context.server.url}/dist`);
    const problem = await page.evaluate(async (module) => {
      const url = URL.createObjectURL(new Blob([module], { type: 'text/javascript' }));
      try {
        await import(url);
        return null;
      } catch (error) {
        return `${error.code ?? error.name}: ${error.message}`;
      }
    }, module);
    assert.equal(problem, null, code);
  }
  await page.close();
}

async function runPage(code, folder) {
  const name = 'page.html';
  cpSync(join(root, 'dist', 'isolate.js'), join(folder, 'isolate.js'));
  writeFileSync(join(folder, name), code.replace(/https:\/\/cdn\.jsdelivr\.net\/npm\/patchwise@[^/]+/, ''));
  symlinkSync(join(root, 'dist'), join(folder, 'dist'));
  const server = await serveFiles(folder);
  const page = await context.browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${server.url}/${name}`);
  if (code.includes('<output>'))
    await page.waitForFunction(() => /^Trained/.test(document.querySelector('output').textContent));
  assert.deepEqual(problems, []);
  await page.close();
  server.close();
}

let tarball;

function runShell(code, folder) {
  if (/npm install patchwise$/m.test(code)) tarball ??= pack();
  // Not beside the link to this package, which npm would follow.
  if (/npm install/.test(code)) folder = mkdtempSync(join(folder, 'project-'));
  const text = code.replaceAll(/npm install patchwise$/gm, `npm install --no-audit --no-fund --prefix . ${tarball}`);
  const place = join(cargoEnv.CARGO_TARGET_DIR, 'debug');
  const env = {
    ...process.env,
    PATH: `${place}${delimiter}${process.env.PATH}`,
    PATCHWISE_CACHE: join(folder, 'cache'),
  };
  execFileSync('bash', ['-e', '-c', text], { cwd: folder, env, stdio: 'pipe' });
}

for (const name of readdirSync(GUIDE).filter((name) => name.endsWith('.md'))) {
  test(`the code of ${name} runs`, { timeout: 300_000 }, async (t) => {
    const blocks = blocksOf(name);
    const folder = workplace();
    try {
      const scripts = blocks.filter(({ language, kind, reason }) => language === 'js' && kind !== 'node' && !reason);
      await runScripts(scripts);
      for (const { language, kind, reason, code } of blocks) {
        if (reason) t.diagnostic(`not run, as it ${reason}: ${code.trim().split('\n')[0]}`);
        else if (language === 'sh') runShell(code, folder);
        else if (language === 'html') await runPage(code, mkdtempSync(join(folder, 'page-')));
        else if (kind === 'node') {
          const link = join(folder, 'node_modules', 'patchwise');
          mkdirSync(join(folder, 'node_modules'), { recursive: true });
          if (!existsSync(link)) symlinkSync(root, link);
          writeFileSync(join(folder, 'main.mjs'), code);
          execFileSync('node', ['main.mjs'], { cwd: folder, stdio: 'pipe' });
        } else assert.ok(language === 'js' || language === 'text', `${name}: ${language} is not run`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

test('every link of the site leads somewhere', () => {
  const pages = readdirSync(DOCS, { recursive: true }).filter(
    (path) => path.endsWith('.html') && !path.startsWith('rust'),
  );
  assert.ok(pages.length > 60, `${pages.length} pages`);
  const texts = new Map(pages.map((path) => [path, readFileSync(join(DOCS, path), 'utf8')]));
  const lost = [];
  for (const [path, text] of texts) {
    for (const [, link] of text.matchAll(/(?:href|src)="([^"]+)"/g)) {
      if (/^(https?:|data:|mailto:)/.test(link)) continue;
      const url = new URL(link.replaceAll('&amp;', '&'), `http://site/docs/${path}`);
      const file = decodeURIComponent(url.pathname.replace(/^\/docs\//, '').replace(/(^|\/)$/, '$1index.html'));
      const target = [file, `${file}.html`].find((place) => existsSync(join(DOCS, place)));
      if (!url.pathname.startsWith('/docs/') || !target) lost.push(`${path}: ${link}`);
      else if (
        url.hash &&
        texts.has(target) &&
        !texts.get(target).includes(`id="${decodeURIComponent(url.hash.slice(1))}"`)
      )
        lost.push(`${path}: ${link}, which has no such place`);
    }
  }
  assert.deepEqual(lost, []);
});

test('the examples run in the page, changed ones, too, and the search finds', { timeout: 300_000 }, async () => {
  const page = await context.browser.newPage({ viewport: { width: 1280, height: 900 } });
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  for (const name of ['start', 'methods', 'evaluation', 'threads', 'troubleshooting']) {
    await page.goto(`${context.site.url}/docs/guide/${name}.html`);
    await page.waitForSelector('.live button');
    const examples = await page.$$('.live');
    for (const example of examples) {
      await (await example.$('button')).click();
      await page.waitForFunction(
        (found) => found.querySelector('button').textContent === 'Run' && found.querySelector('pre'),
        example,
        {
          timeout: 120_000,
        },
      );
      const said = await (await example.$('pre')).textContent();
      assert.doesNotMatch(said, /Error|is not defined|undefined/, `${name}: ${said}`);
    }
    await picture(page, `docs-${name}`);
  }
  await page.fill('.live textarea', "console.log('changed', 1 + 1);");
  await page.click('.live button');
  await page.waitForFunction(() => document.querySelector('.live pre')?.textContent === 'changed 2');
  await page.click('.VPNavBarSearch button');
  await page.fill('.VPLocalSearchBox input', 'retrieval');
  await page.waitForSelector('.VPLocalSearchBox .result');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${context.site.url}/docs/guide/start.html`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, `${width} px wide on a phone`);
  await picture(page, 'docs-phone');
  await page.goto(`${context.site.url}/docs/rust/patchwise/index.html`);
  assert.match(await page.title(), /patchwise - Rust/);
  assert.deepEqual(problems, []);
});

async function picture(page, name) {
  const folder = process.env.PATCHWISE_SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}
