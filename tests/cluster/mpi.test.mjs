// One network by several processes, which MPI starts: the bytes of one process. The long run tries all methods for 200 steps.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { cargoEnv } from '../../tools/setup.mjs';
import { isLong } from '../long.mjs';

const program = join(cargoEnv.CARGO_TARGET_DIR, 'debug', 'patchwise');
const METHODS = ['patch-rotnet', 'deep-infomax', 'simclr', 'byol'];
const BATCH = 12;
const env = {
  ...process.env,
  RAYON_NUM_THREADS: '1',
  SOURCE_DATE_EPOCH: '1760000000',
  OMPI_ALLOW_RUN_AS_ROOT: '1',
  OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
};
const hasMpi = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.includes('mpi');
const hasMpirun = spawnSync('mpirun', ['--version'], { encoding: 'utf8' }).stdout?.includes('Open MPI');
const skip = !(hasMpi && hasMpirun) && `no ${hasMpirun ? 'build with the feature mpi' : 'mpirun of Open MPI'} here`;
let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchwise-mpi-'));
});
after(() => rmSync(folder, { recursive: true }));

test('several processes write the model of one', { skip, timeout: 3_600_000 }, () => {
  for (const method of isLong ? listed() : METHODS) {
    const options = optionsOf(method, isLong ? 200 : 8);
    execFileSync(program, [...options, '--out', 'alone.safetensors', '--force'], { cwd: folder, env });
    for (const count of [2, 3]) {
      execFileSync('mpirun', [...launch(count), ...options, '--out', 'shared.safetensors', '--force'], {
        cwd: folder,
        env,
      });
      assert.ok(bytes('shared.safetensors').equals(bytes('alone.safetensors')), `${method} on ${count} processes`);
    }
  }
});

test('so do they whatever the options of the run', { skip, timeout: 300_000 }, () => {
  const options = optionsOf('patch-rotnet', 8);
  execFileSync(program, [...optionsOf('rotnet', 4), '--out', 'first.safetensors'], { cwd: folder, env });
  for (const more of [
    ['--micro-batch', '4'],
    ['--small-start', '0.5:0.5'],
    ['--online-knn', '2'],
    ['--init', 'first.safetensors'],
    // Too small to be shared by three.
    ['--micro-batch', '2'],
  ]) {
    const run = [...options, ...more];
    execFileSync(program, [...run, '--out', 'plain.safetensors', '--force'], { cwd: folder, env });
    execFileSync('mpirun', [...launch(3), ...run, '--out', 'joint.safetensors', '--force'], { cwd: folder, env });
    assert.ok(bytes('joint.safetensors').equals(bytes('plain.safetensors')), more.join(' '));
  }
});

test(
  'a process that is killed ends all, and the run goes on to the same bytes',
  { skip, timeout: 300_000 },
  async () => {
    const options = [...optionsOf('patch-rotnet', 24), '--checkpoint-every', '0'];
    execFileSync(program, [...options, '--out', 'undisturbed.safetensors'], { cwd: folder, env });
    const out = ['--out', 'killed.safetensors'];
    const child = spawn('mpirun', [...launch(2), ...options, ...out], { cwd: folder, env, stdio: 'ignore' });
    const ended = once(child, 'close');
    await untilThere('killed.safetensors.checkpoint.safetensors', child);
    end(childrenOf(child).at(-1), 'SIGKILL');
    assert.notEqual((await ended)[0], 0);
    assert.ok(!existsSync(join(folder, 'killed.safetensors')));
    const { stderr } = spawnSync('mpirun', [...launch(2), ...options, ...out], { cwd: folder, env, encoding: 'utf8' });
    assert.match(stderr, /Resuming from step \d+/);
    assert.equal(stderr.match(/Resuming/g).length, 1, 'one process speaks');
    assert.ok(bytes('killed.safetensors').equals(bytes('undisturbed.safetensors')));
  },
);

test('all stop together with a checkpoint where one is asked to end', { skip, timeout: 120_000 }, async () => {
  const options = [...optionsOf('patch-rotnet', 400), '--checkpoint-every', '1000', '--out', 'stopped.safetensors'];
  const child = spawn('mpirun', [...launch(2), ...options], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (piece) => (said += piece));
  const ended = once(child, 'close');
  await untilThere('stopped.safetensors.lock', child);
  await sleep(3000);
  end(childrenOf(child).at(-1), 'SIGTERM');
  assert.notEqual((await ended)[0], 0);
  assert.match(said, /The same command goes on where it was/);
  assert.ok(existsSync(join(folder, 'stopped.safetensors.checkpoint.safetensors')));
});

test('processes with other settings do not train together', { skip, timeout: 60_000 }, () => {
  const each = `exec ${program} ${optionsOf('rotnet', 4).join(' ')} --seed $OMPI_COMM_WORLD_RANK --out seeds.safetensors`;
  const args = ['-n', '2', '--oversubscribe', 'sh', '-c', each];
  const { status, stderr } = spawnSync('mpirun', args, { cwd: folder, env, encoding: 'utf8' });
  assert.notEqual(status, 0);
  assert.match(stderr, /Process 1 has other settings, data or another checkpoint than process 0/);
  assert.ok(!existsSync(join(folder, 'seeds.safetensors')));
});

test('what only one process can do is refused', { skip, timeout: 60_000 }, () => {
  const options = optionsOf('rotnet', 4);
  for (const [more, expected] of [
    [['--minutes', '1'], '`--minutes` is for one process'],
    [['--trace', '2'], '`--trace` is for one process'],
    [['--data', 'missing-folder'], 'missing-folder'],
  ]) {
    const { status, stderr } = spawnSync('mpirun', [...launch(2), ...options, ...more], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    assert.notEqual(status, 0);
    assert.ok(stderr.includes(expected), stderr);
  }
  const { stderr } = spawnSync('mpirun', [...launch(2), 'inspect'], { cwd: folder, env, encoding: 'utf8' });
  assert.match(stderr, /2 processes were started together, but only `pretrain` shares its work/);
});

/** Waits for a file of `child`, which has to be still there. */
async function untilThere(name, child) {
  while (!existsSync(join(folder, name))) {
    assert.equal(child.exitCode ?? child.signalCode, null, 'it ended too early');
    await sleep(5);
  }
}

/** Not without a process: a signal to no. 0 would go to the tests themselves. */
function end(pid, signal) {
  assert.ok(pid, 'the processes ended too early');
  process.kill(pid, signal);
}

function childrenOf({ pid }) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

function optionsOf(method, steps) {
  const images = BATCH * 4;
  const size = ['--images', images, '--batch', BATCH, '--epochs', Math.ceil(steps / 4)];
  return ['pretrain', '--method', method, '--schedule', 'cosine', ...size].map(String);
}

function launch(count) {
  return ['-n', String(count), '--oversubscribe', program];
}

function bytes(name) {
  return readFileSync(join(folder, name));
}

function listed() {
  const { methods } = JSON.parse(execFileSync(program, ['methods', '--json'], { encoding: 'utf8' }));
  return methods.map(({ name }) => name);
}
