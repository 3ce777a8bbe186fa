// Tables by other programs that share work out: each starts here, loses a process midway, and has to make the serial table.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Job } from 'kubernetes-models/batch/v1/Job';
import { parse } from 'yaml';

import { cargoEnv, root } from '../../tools/setup.mjs';
import { isLong } from '../long.mjs';
import { startSlurm } from './slurm.mjs';

const cluster = join(root, 'cluster');
const programs = join(cargoEnv.CARGO_TARGET_DIR, 'debug');
// Cells of a few steps.
const [SIZE, CELLS] = isLong
  ? [['--ratios', '0.3,0.4,0.5', '--seeds', '3'], 24]
  : [['--ratios', '0.4', '--seeds', '2'], 8];
const OPTIONS = [
  ...['--methods', 'random,rotnet,patch-rotnet,patch-relnet', ...SIZE],
  ...['--images', '24', '--pretrain-epochs', '3', '--batch', '8', '--protocols', 'knn', '--checkpoint-every', '0'],
  ...['--out', 'table.md'],
];
const PATH = `${programs}${delimiter}${process.env.PATH}`;
const python = process.env.PATCHWISE_PYTHON ?? 'python3';
let folder;
let serial;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchwise-cluster-'));
  serial = workFolder('serial');
  execFileSync('patchwise', ['table', ...OPTIONS, '-q'], { cwd: serial, env: { ...process.env, PATH } });
});
after(() => rmSync(folder, { recursive: true }));

test('a table by GNU parallel', { skip: missing('parallel'), timeout: 900_000 }, async () => {
  const work = workFolder('parallel');
  await whileOneIsKilled(work, spawnIn(work, join(cluster, 'parallel.sh'), OPTIONS));
  assert.deepEqual(tableOf(work), tableOf(serial));
});

test('a table by Slurm', { skip: missing('sbatch', 'slurmctld', 'slurmd'), timeout: 900_000 }, async () => {
  const [work, parts] = [workFolder('slurm'), workFolder('slurm-parts')];
  const { env, stop } = await startSlurm(workFolder('slurm-state'), PATH);
  try {
    const array = `--array=0-${CELLS - 1}`;
    await whileOneIsKilled(
      work,
      spawnIn(work, 'sbatch', ['--wait', array, join(cluster, 'slurm.sh'), ...OPTIONS], env),
    );
    execFileSync('patchwise', ['table', ...OPTIONS, '--merge', '-q'], { cwd: work, env });
    // Pretraining and evaluations as jobs of their own, as for machines of different kinds.
    const submit = (...options) => execFileSync('sbatch', options, { cwd: parts, env, encoding: 'utf8' }).trim();
    const script = [join(cluster, 'slurm.sh'), ...OPTIONS, '--part'];
    const job = submit('--parsable', array, ...script, 'pretraining');
    submit('--wait', array, `--dependency=aftercorr:${job}`, ...script, 'evaluations');
    execFileSync('patchwise', ['table', ...OPTIONS, '--merge', '-q'], { cwd: parts, env });
  } finally {
    await stop();
  }
  assert.deepEqual(tableOf(work), tableOf(serial));
  assert.deepEqual(tableOf(parts), tableOf(serial));
});

test('a table by Ray', { skip: missingModule('ray'), timeout: 900_000 }, async () => {
  const work = workFolder('ray');
  // Here it is Ray's own process: what it had started must not keep the cell from the next one.
  await whileOneIsKilled(work, spawnIn(work, python, [join(cluster, 'ray_table.py'), ...OPTIONS]), parentOf);
  assert.deepEqual(tableOf(work), tableOf(serial));
});

test('the Job of Kubernetes is one, with an index for each cell', () => {
  const job = parse(readFileSync(join(cluster, 'kubernetes.yaml'), 'utf8'));
  new Job(job).validate();
  assert.equal(job.spec.completionMode, 'Indexed');
  const [{ command, args }] = job.spec.template.spec.containers;
  assert.deepEqual([...command, ...args.slice(-2)], ['patchwise', 'table', '--cell', '$(JOB_COMPLETION_INDEX)']);
});

function workFolder(name) {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

function missing(...commands) {
  const absent = commands.filter((command) => spawnSync('which', [command]).status !== 0);
  return absent.length > 0 && `not installed here: ${absent.join(', ')}`;
}

function missingModule(name) {
  const found = spawnSync(python, ['-c', `import ${name}`]).status === 0;
  return !found && `${python} has no module ${name}; PATCHWISE_PYTHON names another one`;
}

function spawnIn(cwd, command, args, env = { ...process.env, PATH }) {
  return spawn(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Kills one process that works on a cell in `work`, once it has a checkpoint; then waits until `child` has ended well. */
async function whileOneIsKilled(work, child, whose = (pid) => pid) {
  const errors = [];
  child.stderr.on('data', (piece) => errors.push(piece));
  const ended = once(child, 'close');
  const killed = await killOne(work, child, whose);
  const [code] = await ended;
  assert.equal(code, 0, Buffer.concat(errors).toString());
  assert.ok(killed, 'no process was killed');
}

/** Whether there was one to kill before `child` ended. */
async function killOne(work, child, whose) {
  for (; child.exitCode === null; await sleep(5)) {
    const runs = join(work, 'table.md.runs');
    const hasCheckpoint = (run) => existsSync(join(runs, run, 'checkpoint.safetensors'));
    if (!existsSync(runs) || !readdirSync(runs).some(hasCheckpoint)) continue;
    const [pid] = processesIn(work);
    if (!pid) continue;
    try {
      process.kill(whose(pid), 'SIGKILL');
      return true;
    } catch {
      // It has ended meanwhile.
    }
  }
}

function parentOf(pid) {
  return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
}

/** The processes that work on a cell in `work`. */
function processesIn(work) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return args[0].endsWith('patchwise') && args.includes('--cell') && readlinkSync(`/proc/${pid}/cwd`) === work;
      } catch {
        // It has ended meanwhile.
        return false;
      }
    })
    .map(Number);
}

/** The lines of a table, and its figures, but for seconds. */
function tableOf(work) {
  const lines = readFileSync(join(work, 'table.md'), 'utf8').split('\n');
  const { rows } = JSON.parse(readFileSync(join(work, 'table.md.json'), 'utf8')).result;
  for (const { figures } of rows) delete figures['pretraining, s'];
  return { lines: lines.map((line) => line.replace(/ \| [^|]*\|?$/, '')), rows };
}
