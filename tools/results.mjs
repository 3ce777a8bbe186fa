// The tables of RESULTS.md. node tools/results.mjs run NAME...: runs what is missing of them, a cell a core, with the release
// build of the command line and the data in PATCHWISE_DATA; what each run measured is kept beside the tables. node
// tools/results.mjs: writes the tables into RESULTS.md.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { cargoEnv, root } from './setup.mjs';

const folder = join(root, 'benches', 'results');
const page = join(root, 'RESULTS.md');
const program = process.env.PATCHWISE_PROGRAM ?? join(cargoEnv.CARGO_TARGET_DIR, 'release', 'patchwise');

/** What RESULTS.md has to say of a table, by its figures. */
const START = /^<!-- table (?<name>[\w-]+)(?: (?<columns>.+))? -->\n[\s\S]*?^<!-- end -->$/gm;

const tables = () => JSON.parse(readFileSync(join(folder, 'tables.json'), 'utf8'));
const outOf = (name) => join(folder, `${name}.json`);
/** What every finished run of a table measured, without its network. */
const measuredOf = (name) => join(folder, `${name}-runs.jsonl`);

/** Writes the tables that were run into RESULTS.md; with `check`, only says whether that would change it. */
export function writeResults({ check = false } = {}) {
  const text = readFileSync(page, 'utf8');
  const written = text.replace(START, (all, name, columns) => {
    if (!existsSync(outOf(name))) return all;
    const table = describe(JSON.parse(readFileSync(outOf(name), 'utf8')), columns?.split('; '));
    return `<!-- table ${name}${columns ? ` ${columns}` : ''} -->\n\n${table}\n\n<!-- end -->`;
  });
  if (check && written !== text) throw new Error('RESULTS.md is not that of its tables. Run node tools/results.mjs.');
  if (!check) writeFileSync(page, written);
}

/** Markdown of a table: mean ± standard deviation over seeds, and differences from its reference. */
function describe({ rows, comparison }, columns) {
  const names = columns ?? [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const lines = rows.map(({ method, figures }) => [method, ...names.map((name) => show(name, figures[name]))]);
  const parts = [markdown(['method', ...names], lines)];
  const compared = rows.filter(({ differences }) => differences);
  const found = new Set(compared.flatMap(({ differences }) => Object.keys(differences)));
  const protocols = names.filter((name) => found.has(name));
  if (protocols.length > 0) {
    const points = (part) => `${part < 0 ? '−' : '+'}${Math.abs(100 * part).toFixed(1)}`;
    const cell = (found) => (found ? `${points(found.mean)} (${points(found.low)} to ${points(found.high)})` : '');
    const differences = compared.map(({ method, differences }) => [
      method,
      ...protocols.map((name) => cell(differences[name])),
    ]);
    parts.push(
      `Difference to ${comparison.reference} in percentage points, with 95 % intervals of the paired bootstrap:`,
    );
    parts.push(markdown(['method', ...protocols], differences));
  }
  return parts.join('\n\n');
}

function show(name, figure) {
  if (!figure) return '';
  const [scale, digits] = { loss: [1, 3], 'pretraining, s': [1, 0] }[name] ?? [100, 1];
  const number = (value) => (value * scale).toFixed(digits);
  const hasSpread = figure.deviation !== null && name !== 'pretraining, s';
  return hasSpread ? `${number(figure.mean)} ± ${number(figure.deviation)}` : number(figure.mean);
}

/** A table whose columns are as wide as their longest cell, as Prettier writes it. */
function markdown(head, lines) {
  const widths = head.map((title, index) => Math.max(3, title.length, ...lines.map((line) => line[index].length)));
  const row = (cells) => `| ${cells.map((cell, index) => cell.padEnd(widths[index])).join(' | ')} |`;
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...lines.map(row)].join('\n');
}

/** Runs the cells of a table that are not finished, then makes the table. */
async function run(name) {
  const table = tables().find((table) => table.name === name);
  if (!table) throw new Error(`There is no table ${name} in benches/results/tables.json.`);
  const data = process.env.PATCHWISE_DATA;
  if (!data) throw new Error('Set PATCHWISE_DATA to the folder of the data sets.');
  const args = ['table', ...table.args.map((arg) => arg.replace('DATA', data)), '--out', outOf(name)];
  const all = runTable([...args, '--list'])
    .trim()
    .split('\n')
    .map(JSON.parse);
  const cells = restore(name, args, all);
  const work = async () => {
    for (let next = cells.shift(); next; next = cells.shift()) {
      const code = await cellOf(args, next);
      console.log(`${name}: ${next.run}${code === 0 ? '' : ` failed (${code})`}`);
      if (code === 0) keep(name, next.run);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const missing = merge(name, args);
  if (missing.length > 0) throw new Error(`${name} is not complete: ${missing.join(', ')} are missing.`);
}

/** Makes the table of what was run; returns the runs that are missing. */
function merge(name, args) {
  const { missing } = JSON.parse(runTable([...args, '--merge', '--json', '-q']));
  // Part of a table is not one for RESULTS.md.
  if (missing.length > 0) rmSync(outOf(name), { force: true });
  return missing;
}

/** What the command line prints. */
function runTable(args) {
  const { stdout, stderr, status, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw error ?? new Error(stderr);
  return stdout;
}

/** Gives what was measured before to the folder of runs; returns the cells that are not complete by that. */
function restore(name, args, all) {
  const measured = readMeasured(name);
  if (measured.size === 0) return all;
  for (const [run, reports] of measured) {
    const place = join(`${outOf(name)}.runs`, run);
    mkdirSync(place, { recursive: true });
    for (const [file, report] of Object.entries(reports)) writeFileSync(join(place, file), JSON.stringify(report));
  }
  let missing;
  try {
    missing = merge(name, args);
  } catch (error) {
    const remedy = `Where it is about a run, remove its line from ${measuredOf(name)} and its folder`;
    throw new Error(`${error.message}${remedy}.`, { cause: error });
  }
  const cells = all.filter(({ run }) => missing.includes(run));
  for (const { run } of cells.filter(({ run }) => measured.has(run))) {
    // There is more to measure now, of a network that was not kept.
    const place = join(`${outOf(name)}.runs`, run);
    if (!existsSync(join(place, 'model.safetensors'))) rmSync(join(place, 'pretrain.json'), { force: true });
  }
  return cells;
}

/** Keeps what a finished run measured. */
function keep(name, run) {
  const place = join(`${outOf(name)}.runs`, run);
  const files = readdirSync(place).filter((file) => file.endsWith('.json'));
  const reports = files.sort().map((file) => [file, JSON.parse(readFileSync(join(place, file), 'utf8'))]);
  const measured = readMeasured(name).set(run, Object.fromEntries(reports));
  const lines = [...measured].sort(([one], [other]) => (one < other ? -1 : 1));
  const text = lines.map(([run, reports]) => `${JSON.stringify({ run, reports })}\n`).join('');
  // Whole at any time, whoever is killed.
  const own = `${measuredOf(name)}.part`;
  writeFileSync(own, text);
  renameSync(own, measuredOf(name));
}

/** The reports of each run by their files. */
function readMeasured(name) {
  if (!existsSync(measuredOf(name))) return new Map();
  const lines = readFileSync(measuredOf(name), 'utf8').trim().split('\n');
  return new Map(lines.map((line) => JSON.parse(line)).map(({ run, reports }) => [run, reports]));
}

/** One cell on one core; its exit code. */
function cellOf(args, { cell }) {
  const env = { ...process.env, RAYON_NUM_THREADS: '1' };
  const child = spawn(program, [...args, '--cell', cell, '-q'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve) => child.on('close', resolve));
}

if (process.argv[1] === import.meta.filename) {
  const [command, ...names] = process.argv.slice(2);
  if (command === 'run') for (const name of names) await run(name);
  else writeResults();
}
