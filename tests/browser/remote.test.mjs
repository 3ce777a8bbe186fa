// A tab that computes on another machine, here another process, through a relay: losses, refusals, and a server that dies.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { page as pageFolder, serveFolder } from '../../tools/browser.mjs';
import { cargoEnv, root } from '../../tools/setup.mjs';
import { isLong, SOME_METHODS } from '../long.mjs';
import { FEW_SCENES, METHODS, openBuiltPage, SHORT_RUN, useBrowser } from './support.mjs';

const program = join(cargoEnv.CARGO_TARGET_DIR, 'debug', 'patchwise');
const hasRemote = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.includes('remote');
const hasModule = existsSync(join(root, 'dist', 'wasm', 'remote', 'remote_bg.wasm'));
const skip =
  (!hasRemote && 'no build of the command line with the feature remote here') ||
  (!hasModule && 'no clang for wasm32 to build the module with');
const context = useBrowser();
const children = [];
let folder, server, token;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchwise-tab-'));
  if (!hasRemote) return;
  server = await serve();
  token = readFileSync(join(folder, 'token.txt'), 'utf8');
});
after(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

test('every method trains as it does in the tab', { skip, timeout: 600_000 }, async () => {
  const page = await context.page();
  const found = await page.evaluate(
    async ({ server, token, data, run, methods }) => {
      const open = (options) => globalThis.patchwise.open(options);
      const sessions = [await open({ device: 'cpu', threads: 1 }), await open({ device: 'remote', server, token })];
      const losses = {};
      for (const session of sessions) await session.load(data);
      for (const method of methods) {
        const of = async (session) => {
          const all = [];
          for await (const event of session.pretrain({ ...run, batchSize: 8, method, seed: 5 }))
            if (event.kind === 'progress') all.push(...event.losses);
          return all;
        };
        losses[method] = [await of(sessions[0]), await of(sessions[1])];
      }
      const { device } = sessions[1];
      for (const session of sessions) session.close();
      return { losses, device };
    },
    { server: server.address, token, data: FEW_SCENES, run: SHORT_RUN, methods: isLong ? METHODS : SOME_METHODS },
  );
  assert.equal(found.device.kind, 'remote');
  assert.equal(found.device.server, server.address);
  for (const [method, [here, there]] of Object.entries(found.losses)) {
    assert.ok(here.length >= 3 && there.length === here.length, `${method}: ${here.length} and ${there.length} steps`);
    for (const [step, loss] of here.entries()) {
      const difference = Math.abs(there[step] - loss) / Math.max(1, Math.abs(loss));
      assert.ok(difference < 1e-4, `${method}, step ${step}: ${there[step]}, not ${loss}`);
    }
  }
  await page.close();
});

test('evaluations, maps and classification work there', { skip, timeout: 300_000 }, async () => {
  const page = await context.page();
  const found = await page.evaluate(
    async ({ server, token, data, run }) => {
      const measure = async (options) => {
        const session = await globalThis.patchwise.open(options);
        await session.load(data);
        // At a low rate, at which other roundings stay small.
        const optimizer = { kind: 'adam', learningRate: 3e-5 };
        await session.pretrain({ ...run, method: 'patch-rotnet', seed: 5, optimizer });
        const knn = await session.evaluate({ protocol: 'knn' });
        const linear = await session.evaluate({ protocol: 'linear', epochs: 2 });
        const { maps } = await session.attend({ indices: [0] });
        const picture = new ImageData(32, 32);
        picture.data.fill(200);
        const classes = await session.classify(picture);
        session.close();
        return { knn: knn.pretrained.accuracy, linear: linear.pretrained.accuracy, maps: Array.from(maps), classes };
      };
      return [await measure({ device: 'cpu', threads: 1 }), await measure({ device: 'remote', server, token })];
    },
    { server: server.address, token, data: FEW_SCENES, run: SHORT_RUN },
  );
  const [here, there] = found;
  assert.ok(here.knn > 0 && here.linear > 0, JSON.stringify([here.knn, here.linear]));
  assert.deepEqual([there.knn, there.linear], [here.knn, here.linear]);
  assert.ok(here.maps.length >= 8 * 32 * 32);
  assert.ok(here.maps.every((value, at) => Math.abs(there.maps[at] - value) < 1e-3));
  assert.equal(there.classes[0].label, here.classes[0].label);
  await page.close();
});

test('a wrong address, a wrong token and a wrong option are refused', { skip, timeout: 120_000 }, async () => {
  const page = await context.page();
  const tried = (options) =>
    page.evaluate(async (options) => {
      const { code, field, message } = await globalThis.patchwise.open(options).catch((error) => error);
      return [code, message, field];
    }, options);
  const { address } = server;
  const wrong = await tried({ device: 'remote', server: address, token: 'guessed-by-somebody' });
  assert.equal(wrong[0], 'server-refused', wrong[1]);
  assert.match(wrong[1], /refused the token/);
  assert.match(server.said(), /was refused: wrong token/);
  assert.ok(!server.said().includes(token.trim()), 'the token stays unsaid');
  for (const none of ['http://127.0.0.1:1', address.split('#')[0], 'gpu', `ftp://gpu/#${address.split('#')[1]}`]) {
    const [code, message] = await tried({ device: 'remote', server: none, token });
    assert.equal(code, 'invalid-config', message);
    assert.match(message, /is no address of a server/);
  }
  const nobody = await tried({ device: 'remote', server: `http://127.0.0.1:1/#${address.split('#')[1]}`, token });
  assert.equal(nobody[0], 'server-unreachable', nobody[1]);
  assert.equal((await tried({ device: 'remote', token }))[2], 'server');
  assert.equal((await tried({ device: 'remote', server: address }))[2], 'token');
  assert.equal((await tried({ device: 'remote', server: address, token: ' ' }))[2], 'token');
  assert.equal((await tried({ device: 'cpu', server: address }))[2], 'server');
  assert.equal((await tried({ token }))[2], 'token');
  await page.close();
});

for (const [what, signal] of [
  ['dies', 'SIGKILL'],
  ['freezes', 'SIGSTOP'],
  ['is asked to end', 'SIGTERM'],
]) {
  test(`a run whose server ${what} goes on in the tab`, { skip, timeout: 180_000 }, async () => {
    const mortal = await serve('mortal.txt');
    const page = await context.page();
    let isLost = false;
    await page.exposeFunction('lose', () => {
      isLost = true;
      mortal.child.kill(signal);
    });
    const found = await page.evaluate(
      async ({ server, token, data, run }) => {
        const train = async (options, lose) => {
          const session = await globalThis.patchwise.open(options);
          await session.load(data);
          const [losses, restarts] = [[], []];
          // At a low rate, at which other roundings stay small.
          const optimizer = { kind: 'adam', learningRate: 1e-4 };
          const config = { ...run, epochs: 3, method: 'patch-rotnet', seed: 5, optimizer };
          for await (const event of session.pretrain(config, { checkpointEveryMs: 0 })) {
            if (event.kind === 'restarted') restarts.push(event.done, event.reason.code, event.reason.message);
            if (event.kind === 'restarted') losses.length = event.done;
            if (event.kind === 'progress') losses.push(...event.losses);
            if (event.kind === 'progress' && event.done >= 5) await lose?.();
          }
          const { kind, reason } = session.device;
          session.close();
          return { losses, restarts, kind, reason };
        };
        let isDone = false;
        const lose = async () => {
          if (!isDone) await globalThis.lose();
          isDone = true;
        };
        return [await train({ device: 'cpu', threads: 1 }), await train({ device: 'remote', server, token }, lose)];
      },
      {
        server: mortal.address,
        token: readFileSync(join(folder, 'mortal.txt'), 'utf8'),
        data: FEW_SCENES,
        run: SHORT_RUN,
      },
    );
    mortal.child.kill('SIGKILL');
    assert.ok(isLost);
    const [here, moved] = found;
    assert.equal(moved.restarts.length, 3, JSON.stringify(moved));
    assert.equal(moved.restarts[1], 'device-failed');
    assert.match(moved.restarts[2], /the connection to its server was lost/);
    assert.ok(moved.restarts[0] >= 5, `it went on from step ${moved.restarts[0]}`);
    assert.equal(moved.kind, 'cpu');
    assert.match(moved.reason, /the connection to the server was lost/);
    assert.equal(moved.losses.length, here.losses.length);
    for (const [step, loss] of here.losses.entries())
      assert.ok(Math.abs(moved.losses[step] - loss) < 1e-3, `step ${step}: ${moved.losses[step]}, not ${loss}`);
    await page.close();
  });
}

test('the page connects by its form, and computes here again', { skip, timeout: 180_000 }, async () => {
  const site = await serveFolder(pageFolder);
  const page = await openBuiltPage({ ...context, server: site });
  await page.click('#elsewhere summary');
  await page.fill('#elsewhere-form input[name=server]', server.address);
  await page.fill('#elsewhere-form input[name=token]', token.trim());
  await Promise.all([page.waitForNavigation(), page.click('#elsewhere-form button[type=submit]')]);
  await page.waitForFunction(() => /^Runs on another machine/.test(document.querySelector('#device').textContent));
  assert.ok(!page.url().includes(token.trim()), 'the token is not part of the address');
  await page.click('#elsewhere summary');
  await Promise.all([page.waitForNavigation(), page.click('#compute-here')]);
  await page.waitForFunction(() => /^Runs on the CPU/.test(document.querySelector('#device').textContent));
  assert.deepEqual(page.problems, []);
  await page.close();
  site.close();
});

async function serve(name = 'token.txt') {
  const options = ['serve', '--token', name, '--address', '127.0.0.1:0', '--relay', '127.0.0.1:0'];
  const env = { ...process.env, RAYON_NUM_THREADS: '1' };
  const child = spawn(program, options, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  let said = '';
  child.stderr.on('data', (piece) => (said += piece));
  for (;;) {
    const address = /http:\/\/[\d.:]+\/#[0-9a-f]{64}/.exec(said)?.[0];
    if (address) return { child, address, said: () => said };
    assert.equal(child.exitCode ?? child.signalCode, null, said);
    await sleep(20);
  }
}
