// A step in a tab, and the same one by a server on this machine, through its relay: `node tools/bench/elsewhere.mjs`. Needs the
// built package, and the command line with the feature `remote` (PATCHWISE_PROGRAM, or the build that tests use).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { launchBrowser, openBlankPage, serveFolder } from '../browser.mjs';
import { cargoEnv } from '../setup.mjs';

/** Side of the images, images a step, and images in all. */
const SIZES = [
  [32, 4, 80],
  [32, 16, 320],
  [64, 16, 160],
];
const program = process.env.PATCHWISE_PROGRAM ?? join(cargoEnv.CARGO_TARGET_DIR, 'debug', 'patchwise');

const folder = mkdtempSync(join(tmpdir(), 'patchwise-elsewhere-'));
const child = spawn(program, ['serve', '--token', 'token.txt', '--address', '127.0.0.1:0', '--relay', '127.0.0.1:0'], {
  cwd: folder,
  env: { ...process.env, RAYON_NUM_THREADS: '1' },
  stdio: ['ignore', 'ignore', 'pipe'],
});
// Whatever fails.
process.on('exit', () => child.kill('SIGKILL'));
let said = '';
child.stderr.on('data', (piece) => (said += piece));
let address;
while (!(address = /http:\/\/[\d.:]+\/#[0-9a-f]{64}/.exec(said)?.[0])) {
  if (child.exitCode !== null) throw new Error(said);
  await sleep(20);
}
const server = await serveFolder();
const browser = await launchBrowser({ webgpu: false });
try {
  const page = await openBlankPage(browser, server.url);
  const token = readFileSync(join(folder, 'token.txt'), 'utf8');
  for (const options of [
    { device: 'cpu', threads: 1 },
    { device: 'remote', server: address, token },
  ]) {
    const found = await page.evaluate(measure, { options, sizes: SIZES });
    console.log(JSON.stringify({ device: options.device, ...found }));
  }
} finally {
  child.kill('SIGKILL');
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
}

/** Milliseconds to open, and of a step of each size, without the first reports; in the page. */
async function measure({ options, sizes }) {
  const began = performance.now();
  const session = await globalThis.patchwise.open(options);
  const found = { open: Math.round(performance.now() - began) };
  for (const [imageSize, batchSize, images] of sizes) {
    await session.load({ kind: 'scenes', imageSize, images, labeledImages: 20, testImages: 20 });
    const reports = [];
    for await (const event of session.pretrain({ method: 'patch-rotnet', batchSize, epochs: 1, seed: 1 }))
      if (event.kind === 'progress') reports.push([event.done, performance.now()]);
    const [[fromStep, from], [toStep, to]] = [reports[0], reports.at(-1)];
    found[`${imageSize} px, ${batchSize} images`] = Math.round((to - from) / (toStep - fromStep));
  }
  session.close();
  return found;
}
