// Projects in the origin's private file system: whole after a kill, one tab at a time, full storage, other versions.
// PATCHWISE_KILLS sets how often the browser is killed (8), PATCHWISE_IMAGES how many images are kept at once (5000).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { chromium } from 'playwright-core';

import { serveFolder } from '../../tools/browser.mjs';
import { ensureChromium, root } from '../../tools/setup.mjs';

const KILLS = Number(process.env.PATCHWISE_KILLS ?? 8);
const IMAGES = Number(process.env.PATCHWISE_IMAGES ?? 5000);

let server;
let profile;
let context;

const start = () =>
  chromium.launchPersistentContext(profile, {
    handleSIGTERM: false,
    executablePath: ensureChromium(),
    args: ['--no-sandbox'],
    headless: true,
  });

before(async () => {
  server = await serveFolder(root);
  profile = mkdtempSync(join(tmpdir(), 'patchwise-profile-'));
  context = await start();
});

after(async () => {
  await context.close().catch(() => undefined);
  server.close();
  rmSync(profile, { recursive: true, force: true });
});

/** A page with the module, without the rest of the package. */
async function openPage() {
  const page = await context.newPage();
  // What a project does without must not be needed for it.
  await page.goto(`${server.url}/tools/empty.html`);
  await page.evaluate(async () => {
    const { Projects } = await import('/dist/storage.js');
    globalThis.projects = await Projects.open('test');
    globalThis.code = async (work) => {
      try {
        await work();
        return 'no error';
      } catch (error) {
        return [error.code, error.message];
      }
    };
  });
  return page;
}

test('entries are there after a reload, and go with their project', async () => {
  const page = await openPage();
  const id = await page.evaluate(async () => {
    const project = await globalThis.projects.create('  Leaves  ');
    await project.write({ weights: new Uint8Array([1, 2, 3]), settings: { epochs: 5 }, note: 'green', list: [1, 2] });
    await project.write({ note: null, weights: new Blob(['abc']) });
    const files = ['x/a.png', 'y/b.png'].map((path) => ({ path, file: new Blob([path.repeat(3)]) }));
    const told = [];
    await project.keepFiles(files, (done) => told.push(done));
    if (told.join() !== '1,2') throw new Error(told);
    await project.close();
    return project.id;
  });
  await page.close();
  const again = await openPage();
  const found = await again.evaluate(async (id) => {
    const [info] = await globalThis.projects.list();
    const project = await globalThis.projects.open(id);
    const files = await project.files();
    const result = {
      info,
      name: project.name,
      entries: project.entries.sort(),
      weights: await (await project.read('weights')).text(),
      settings: await project.readValue('settings'),
      none: await project.read('note'),
      files: await Promise.all(files.map(async ({ path, file }) => [path, await file.text()])),
      usage: await globalThis.projects.usage(),
    };
    const closed = project.close();
    result.late = await globalThis.code(() => project.write({ note: 'x' }));
    await closed;
    await globalThis.projects.rename(id, 'Trees');
    await globalThis.projects.delete(id);
    result.deleted = (await globalThis.projects.list())[0];
    await globalThis.projects.restore(id);
    result.restored = (await globalThis.projects.list())[0];
    await globalThis.projects.erase(id);
    result.left = await globalThis.projects.list();
    result.gone = await globalThis.code(() => globalThis.projects.open(id));
    result.unnamed = await globalThis.code(() => globalThis.projects.create(' '));
    return result;
  }, id);
  assert.deepEqual([found.info.id, found.info.name, found.name], [id, 'Leaves', 'Leaves']);
  assert.deepEqual(found.entries, ['list', 'settings', 'weights']);
  assert.deepEqual([found.weights, found.settings, found.none], ['abc', { epochs: 5 }, undefined]);
  assert.deepEqual(found.files, [
    ['x/a.png', 'x/a.pngx/a.pngx/a.png'],
    ['y/b.png', 'y/b.pngy/b.pngy/b.png'],
  ]);
  assert.ok(found.usage.used > 0 && found.usage.quota > found.usage.used);
  assert.equal(found.late[0], 'storage-failed');
  assert.ok(found.deleted.deleted > 0);
  assert.deepEqual([found.restored.name, found.restored.deleted], ['Trees', null]);
  assert.deepEqual(found.left, []);
  assert.match(found.gone[1], /There is no such project/);
  assert.equal(found.unnamed[0], 'invalid-config');
  await again.close();
});

test('a project is open in one tab at a time', async () => {
  const [first, second] = [await openPage(), await openPage()];
  const id = await first.evaluate(async () => {
    globalThis.project = await globalThis.projects.create('shared');
    return globalThis.project.id;
  });
  const open = (page) => page.evaluate((id) => globalThis.code(() => globalThis.projects.open(id)), id);
  const refused = await open(second);
  assert.deepEqual(refused, ['busy', 'This project is open in another tab. Close it there, or use another project.']);
  for (const call of ['rename', 'delete', 'erase']) {
    const error = await second.evaluate(
      ([call, id]) => globalThis.code(() => globalThis.projects[call](id, 'x')),
      [call, id],
    );
    assert.equal(error[0], 'busy', call);
  }
  // A tab that is closed, or killed, lets go.
  await first.close();
  assert.equal(await open(second), 'no error');
  await second.close();
});

test('full storage is said, and nothing that was kept is lost', async () => {
  const page = await openPage();
  const devtools = await context.newCDPSession(page);
  const origin = new URL(server.url).origin;
  await page.evaluate(async () => {
    globalThis.project = await globalThis.projects.create('full');
    await globalThis.project.write({ kept: 'before', other: 'too' });
  });
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 300_000 });
  const found = await page.evaluate(async () => {
    const large = new Uint8Array(1_000_000);
    const write = await globalThis.code(() => globalThis.project.write({ other: 'new', kept: large }));
    const files = await globalThis.code(() => globalThis.project.keepFiles([{ path: 'a', file: new Blob([large]) }]));
    const text = async (name) => (await globalThis.project.read(name)).text();
    return { write, files, kept: await text('kept'), other: await text('other') };
  });
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  for (const [code, message] of [found.write, found.files]) {
    assert.equal(code, 'storage-failed');
    assert.match(message, /is full \(\d+ MB of \d+ MB\)\. Nothing that was kept is lost\. Delete a project/);
  }
  assert.deepEqual([found.kept, found.other], ['before', 'too']);
  // There is room again.
  assert.equal(
    await page.evaluate(() => globalThis.code(() => globalThis.project.write({ kept: 'after' }))),
    'no error',
  );
  await page.close();
});

test('a project of a newer version, or a damaged one, is listed with the reason and left as it is', async () => {
  const page = await openPage();
  const found = await page.evaluate(async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('test');
    for (const [id, text] of [
      ['newer', JSON.stringify({ version: 2, name: 'from tomorrow', created: 1, changed: 1, deleted: null })],
      ['damaged', '{'],
      ['unfinished', undefined],
    ]) {
      const folder = await root.getDirectoryHandle(id, { create: true });
      if (text === undefined) continue;
      const writable = await (await folder.getFileHandle('manifest.json', { create: true })).createWritable();
      await writable.write(text);
      await writable.close();
    }
    const list = (await globalThis.projects.list()).filter(({ problem }) => problem);
    const errors = [];
    for (const { id } of list) errors.push(await globalThis.code(() => globalThis.projects.open(id)));
    for (const { id } of list) await globalThis.projects.erase(id);
    return { list, errors };
  });
  assert.deepEqual(found.list.map(({ id, problem }) => [id, problem]).sort(), [
    ['damaged', 'it is damaged'],
    ['newer', 'it was made by a newer version of this page'],
  ]);
  assert.ok(found.errors.every(([code]) => code === 'storage-failed'));
  await page.close();
});

test('a window that keeps nothing says so', async () => {
  const page = await context.newPage();
  await page.goto(`${server.url}/tools/empty.html`);
  const error = await page.evaluate(async () => {
    navigator.storage.getDirectory = () => Promise.reject(new DOMException('no', 'SecurityError'));
    const { Projects } = await import('/dist/storage.js');
    return Projects.open().catch(({ code, message }) => [code, message]);
  });
  assert.equal(error[0], 'storage-failed');
  assert.match(error[1], /keeps nothing, as private windows do\. Save to a file/);
  await page.close();
});

/** The processes of the browser with this profile. */
function processes() {
  const lines = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(profile)).map((line) => Number.parseInt(line, 10));
}

test(
  `after ${KILLS} kills of the browser, a project is always one that was written whole`,
  { timeout: 600_000 },
  async () => {
    let page = await openPage();
    const id = await page.evaluate(async () => {
      const project = await globalThis.projects.create('killed');
      await project.write({ a: new Uint32Array(4), b: { round: 0 } });
      await project.close();
      return project.id;
    });
    let last = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      // Rounds without end: each writes its number to both entries, one of them large.
      await page.evaluate(
        async ([id, first]) => {
          const project = await globalThis.projects.open(id);
          globalThis.round = first;
          void (async () => {
            for (;;) {
              const round = globalThis.round + 1;
              await project.write({ a: new Uint32Array(200_000).fill(round), b: { round } }).catch(() => undefined);
              globalThis.round = round;
            }
          })();
        },
        [id, last],
      );
      await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 300));
      const written = await page.evaluate(() => globalThis.round);
      for (const pid of processes()) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It ended with another.
        }
      }
      await context.close().catch(() => undefined);
      context = await start();
      page = await openPage();
      const found = await page.evaluate(async (id) => {
        const project = await globalThis.projects.open(id);
        const large = new Uint32Array(await (await project.read('a')).arrayBuffer());
        const { round } = await project.readValue('b');
        const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('test');
        const names = await Array.fromAsync((await root.getDirectoryHandle(id)).keys());
        await project.close();
        return { round, isWhole: large.every((value) => value === round), files: names.length };
      }, id);
      assert.ok(found.isWhole, `kill ${kill}: entries of different rounds`);
      assert.ok(found.round >= written - 1, `kill ${kill}: round ${found.round} after ${written} was written`);
      // A browser may still hold one file of a write that was cut short.
      assert.ok(found.files <= 4, `${found.files} files: those of changes that were cut short are removed`);
      last = found.round;
    }
    assert.ok(last > 0, `${last} rounds`);
    await page.close();
  },
);

test(`${IMAGES} images in a project take little memory`, { timeout: 600_000 }, async () => {
  const page = await openPage();
  const found = await page.evaluate(async (count) => {
    const canvas = new OffscreenCanvas(96, 96);
    const context = canvas.getContext('2d');
    async function* files() {
      let file;
      for (let index = 0; index < count; index += 1) {
        if (index % 100 === 0) {
          context.fillStyle = `hsl(${index % 360} 50% 50%)`;
          context.fillRect(index % 50, index % 70, 40, 40);
          file = await canvas.convertToBlob();
        }
        yield { path: `${index % 2 ? 'a' : 'b'}/${index}.png`, file };
      }
    }
    const project = await globalThis.projects.create('Many');
    await project.keepFiles(files());
    const kept = await project.files();
    const last = (await kept.at(-1).file.arrayBuffer()).byteLength;
    const { open } = await import('/dist/index.js');
    const session = await open({ device: 'cpu' });
    const data = await session.load({ kind: 'files', files: kept, images: 1000, imageSize: 32, testImages: 100 });
    globalThis.end = async () => {
      session.close();
      await project.close();
      await globalThis.projects.erase(project.id);
      return kept.length;
    };
    return { engine: await session.memory(), last, unlabeled: data.unlabeled, skipped: data.skipped.length };
  }, IMAGES);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapTotalSize').value;
  const [megabytes, engine] = [heap, found.engine].map((bytes) => bytes / 2 ** 20);
  console.log(`${IMAGES} images: ${megabytes.toFixed(0)} MB in the page, ${engine.toFixed(0)} MB in its engine`);
  found.count = await page.evaluate(() => globalThis.end());
  assert.deepEqual([found.count, found.unlabeled, found.skipped], [IMAGES, 1000, 0]);
  assert.ok(found.last > 100);
  assert.ok(megabytes + engine < 300, `${megabytes + engine} MB`);
  await page.close();
});
