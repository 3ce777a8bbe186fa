// The device of another machine, here of another process: losses, refusals, and a server that dies.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { cargoEnv } from '../../tools/setup.mjs';
import { isLong, SOME_METHODS } from '../long.mjs';

const program = join(cargoEnv.CARGO_TARGET_DIR, 'debug', 'patchwise');
const env = { ...process.env, RAYON_NUM_THREADS: '1', SOURCE_DATE_EPOCH: '1760000000' };
const hasRemote = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.includes('remote');
const skip = !hasRemote && 'no build with the feature remote here';
const TINY = ['--images', '40', '--image-size', '32', '--batch', '12', '--json'];
const children = [];
let folder, server;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchwise-remote-'));
  if (hasRemote) server = await serve();
});
after(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

test('every method trains as it does here', { skip, timeout: 600_000 }, () => {
  const { methods } = JSON.parse(patchwise('methods', '--json'));
  assert.ok(methods.length >= 12);
  for (const { name } of methods.filter(({ name }) => isLong || SOME_METHODS.includes(name))) {
    const options = ['pretrain', ...TINY, '--method', name, '--epochs', '2'];
    const here = JSON.parse(patchwise(...options, '--out', 'here.safetensors', '--force'));
    const there = JSON.parse(patchwise(...options, ...remote(server), '--out', 'there.safetensors', '--force'));
    assert.equal(there.losses.length, here.losses.length);
    for (const [step, loss] of here.losses.entries()) {
      assert.ok(
        Math.abs(there.losses[step] - loss) < 1e-4,
        `${name}, step ${step}: ${there.losses[step]}, not ${loss}`,
      );
    }
  }
});

test('evaluations, maps and tables are those of here', { skip, timeout: 300_000 }, () => {
  const model = 'measured.safetensors';
  patchwise('pretrain', ...TINY, '--epochs', '1', '--out', model);
  const evaluate = ['evaluate', '--model', model, '--image-size', '32', '--json'];
  for (const options of ['linear --epochs 3', 'knn', 'finetune --epochs 1', 'retrieval'].map((text) =>
    text.split(' '),
  )) {
    const [here, there] = [[], remote(server)].map((more) =>
      JSON.parse(patchwise(...evaluate, '--protocol', ...options, ...more)),
    );
    assert.deepEqual(timeless(there.report), timeless(here.report), options[0]);
  }
  const views = ['attend', '--model', model, '--image', 'scenes:3'];
  patchwise(...views, '--out', 'here.png');
  patchwise(...views, ...remote(server), '--out', 'there.png');
  assert.ok(bytes('there.png').equals(bytes('here.png')));
  const table = ['table', '--images', '40', '--image-size', '32', '--batch', '12', '--methods', 'rotnet,byol'];
  const short = ['--seeds', '1', '--pretrain-epochs', '1', '--protocols', 'knn', '--json'];
  const [here, there] = [['here.md'], ['there.md', ...remote(server)]].map((more) =>
    JSON.parse(patchwise(...table, ...short, '--out', ...more)),
  );
  assert.deepEqual(timeless(there.rows), timeless(here.rows));
});

test('nobody is served without the token', { skip, timeout: 60_000 }, async () => {
  writeFileSync(join(folder, 'wrong.txt'), 'guessed-by-somebody\n');
  for (const [name, text] of Object.entries({ empty: '\n', short: 'a\n', wide: '\ufeffguessed-by-somebody' }))
    writeFileSync(join(folder, `${name}.txt`), text);
  const tried = (...options) => {
    const { status, stderr } = run('pretrain', ...TINY, '--epochs', '1', '--out', 'refused.safetensors', ...options);
    assert.equal(status, 1, stderr);
    assert.ok(!existsSync(join(folder, 'refused.safetensors')));
    return stderr;
  };
  const device = ['--device', `remote:${server.address}`];
  assert.match(tried(...device, '--token', 'wrong.txt'), /refused the token/);
  for (const name of ['empty', 'short', 'wide'])
    assert.match(tried(...device, '--token', `${name}.txt`), /it holds no token. Expected 16 to 1024/);
  assert.match(tried(...device), /`--token` is missing/);
  assert.match(tried('--token', 'token.txt'), /leave it out/);
  assert.match(tried('--device', 'remote:http://127.0.0.1:1', '--token', 'token.txt'), /is no address of a server/);
  assert.match(
    tried('--device', 'remote:ws://127.0.0.1:1', '--token', 'token.txt'),
    /cannot be reached: connection refused/,
  );
  await sleep(100);
  assert.match(server.said(), /was refused: wrong token/);
  assert.ok(!server.said().includes(readFileSync(join(folder, 'token.txt'), 'utf8').trim()), 'the token stays unsaid');
});

test('the token is of the server’s owner alone', { skip }, () => {
  assert.match(readFileSync(join(folder, 'token.txt'), 'utf8'), /^[0-9a-f]{64}\n$/);
  if (process.platform !== 'win32') assert.equal(statSync(join(folder, 'token.txt')).mode & 0o077, 0);
});

test('a record of a run there can be run here', { skip }, () => {
  patchwise('pretrain', ...TINY, '--epochs', '1', ...remote(server), '--out', 'recorded.safetensors');
  const record = ['recorded.safetensors.json', '--device', 'cpu'];
  patchwise('pretrain', '--config', ...record, '--out', 'again.safetensors');
  assert.ok(bytes('again.safetensors').equals(bytes('recorded.safetensors')));
  patchwise('replay', ...record);
});

test('two are served at once, and one that is killed disturbs nobody', { skip, timeout: 120_000 }, async () => {
  const options = ['pretrain', ...TINY, ...remote(server)];
  const killed = spawn(program, [...options, '--epochs', '400', '--out', 'killed.safetensors'], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  const ended = once(killed, 'close');
  const both = JSON.parse(patchwise(...options, '--epochs', '3', '--out', 'both.safetensors'));
  killed.kill('SIGKILL');
  await ended;
  const after = JSON.parse(patchwise(...options, '--epochs', '3', '--out', 'after.safetensors'));
  assert.deepEqual(after.losses, both.losses);
});

test('a run whose server dies goes on here to the same bytes', { skip, timeout: 600_000 }, async () => {
  const options = ['pretrain', ...TINY, '--seed', '3', '--epochs', '12', '--checkpoint-every', '0'];
  patchwise(...options, '--out', 'undisturbed.safetensors');
  const out = ['--out', 'moved.safetensors'];
  // What another run left must not be taken for this one.
  patchwise('pretrain', ...TINY, '--seed', '4', '--epochs', '2', ...out);
  let since;
  let mortal = await serve('mortal.txt');
  // Lost before there is a checkpoint: the one that is there belongs to another run.
  const start = await runUntil(
    [...options, ...remote(mortal), ...out, '--force'],
    () => isConnectedFor(50),
    () => mortal.child.kill('SIGKILL'),
  );
  assert.equal(start.code, 0, start.stderr);
  assert.match(start.stderr, /was lost/);
  assert.doesNotMatch(start.stderr, /Resuming/);
  assert.ok(bytes('moved.safetensors').equals(bytes('undisturbed.safetensors')));
  patchwise('pretrain', ...TINY, '--seed', '4', '--epochs', '2', ...out, '--force');
  mortal = await serve('mortal.txt');
  const { stderr, code } = await runUntil(
    [...options, ...remote(mortal), ...out, '--force'],
    () => steps() > 2,
    () => mortal.child.kill('SIGKILL'),
  );
  assert.equal(code, 0, stderr);
  assert.match(stderr, /The server at ws:\S+ was lost/);
  assert.match(stderr, /Resuming from step \d+/);
  assert.ok(bytes('moved.safetensors').equals(bytes('undisturbed.safetensors')));

  // While data are loaded.
  function isConnectedFor(ms) {
    if (!since && / connected/.test(mortal.said())) since = Date.now();
    return since && Date.now() - since > ms;
  }

  function steps() {
    // A checkpoint is replaced as a whole, so that what is read is always one.
    const file = join(folder, 'moved.safetensors.checkpoint.safetensors');
    const about = readFileSync(file).subarray(8, 4096).toString('latin1');
    return Number(/\\"seed\\":3/.test(about) && /\\"step\\":(\d+)/.exec(about)?.[1]);
  }
});

test('images are classified here where the server is lost', { skip, timeout: 120_000 }, async () => {
  patchwise('pretrain', ...TINY, '--epochs', '1', '--out', 'plain.safetensors');
  const evaluate = ['evaluate', '--model', 'plain.safetensors', '--image-size', '32', '--epochs', '1'];
  patchwise(...evaluate, '--out', 'classifier.safetensors');
  patchwise('views', '--image', 'scenes:1', '--out', 'photo.png');
  const options = ['classify', '--model', 'classifier.safetensors', '--json', ...Array(40).fill('photo.png')];
  const here = patchwise(...options);
  const mortal = await serve('mortal.txt');
  const child = spawn(program, [...options, ...remote(mortal)], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (piece) => (stdout += piece));
  child.stderr.on('data', (piece) => (stderr += piece));
  const ended = once(child, 'close');
  while ((child.exitCode ?? child.signalCode) === null && !/ connected/.test(mortal.said())) await sleep(1);
  await sleep(50);
  mortal.child.kill('SIGKILL');
  assert.equal((await ended)[0], 0, stderr);
  assert.equal(stdout, here);
});

test('a server that freezes is left, and one that is asked to end does', { skip, timeout: 180_000 }, async () => {
  const options = ['pretrain', ...TINY, '--epochs', '12', '--checkpoint-every', '0', '--out', 'frozen.safetensors'];
  const frozen = await serve('mortal.txt');
  const { stderr, code } = await runUntil(
    [...options, ...remote(frozen)],
    () => existsSync(join(folder, 'frozen.safetensors.checkpoint.safetensors')),
    () => frozen.child.kill('SIGSTOP'),
  );
  frozen.child.kill('SIGKILL');
  assert.equal(code, 0, stderr);
  assert.match(stderr, /was lost[\s\S]+Resuming from step/);
  const ending = await serve('mortal.txt');
  const ended = once(ending.child, 'close');
  ending.child.kill('SIGTERM');
  assert.equal((await ended)[0], 0);
});

async function serve(token = 'token.txt') {
  const options = ['serve', '--token', token, '--address', '127.0.0.1:0'];
  const child = spawn(program, options, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  let said = '';
  child.stderr.on('data', (piece) => (said += piece));
  for (;;) {
    const address = /ws:\/\/[\d.:]+\d/.exec(said)?.[0];
    if (address) return { child, token, address, said: () => said };
    assert.equal(child.exitCode ?? child.signalCode, null, said);
    await sleep(20);
  }
}

/** Starts a run, and does something once. */
async function runUntil(options, isTime, act) {
  const child = spawn(program, options, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  let stderr = '';
  child.stderr.on('data', (piece) => (stderr += piece));
  const ended = once(child, 'close');
  while ((child.exitCode ?? child.signalCode) === null && !isTime()) await sleep(2);
  assert.equal(child.exitCode ?? child.signalCode, null, `it ended too early: ${stderr}`);
  act();
  const [code] = await ended;
  return { stderr, code };
}

function remote({ address, token }) {
  return ['--device', `remote:${address}`, '--token', token];
}

function run(...options) {
  return spawnSync(program, options, { cwd: folder, env, encoding: 'utf8' });
}

function patchwise(...options) {
  return execFileSync(program, options, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function bytes(name) {
  return readFileSync(join(folder, name));
}

function timeless(report) {
  return JSON.parse(JSON.stringify(report, (name, value) => (/seconds|elapsed|, s$/i.test(name) ? undefined : value)));
}
