// Runs one WebGPU row of the benchmark in Node on Dawn, the WebGPU of Chromium, for machines with a GPU and no display:
// a request as JSON on standard input, its result on standard output.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

import { create, globals } from 'webgpu';

import { matmulCeiling } from './ceiling.js';
import { pretraining, scenes } from './patchwise.js';
import { runRow } from './row.js';

register('./peers/bundler-resolve.mjs', import.meta.url);
Object.assign(globalThis, globals, { WorkerGlobalScope: Object, self: globalThis });
Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]), userAgent: 'node' }, configurable: true });

const { values } = parseArgs({ options: { ceiling: { type: 'boolean' } } });
const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
if (!adapter) throw new Error('Dawn finds no adapter. Vulkan needs libvulkan1 and the driver of the GPU.');
const { vendor, architecture, description } = adapter.info;
const about = { adapter: [vendor, architecture, description].filter(Boolean).join(' ') };

/** The engine without a worker: its module, driven as the worker drives it. */
async function createTrainer({ style, imageSize, numImages }) {
  const folder = new URL(`../../${style === 'stock' ? 'dist-stock' : 'dist'}/wasm/webgpu/`, import.meta.url);
  const module = await import(new URL('patchwise.js', folder));
  const { memory } = await module.default({ module_or_path: readFileSync(new URL('patchwise_bg.wasm', folder)) });
  const engine = await module.Engine.open('webgpu');
  const advance = () => engine.advance(200);
  await engine.start(
    { job: 'scenes', config: scenes(imageSize, numImages) },
    [],
    [],
    new Float64Array(),
    undefined,
    [],
  );
  while ((await advance()).kind !== 'finished');
  engine.start({ job: 'pretrain', config: pretraining(numImages) }, [], [], new Float64Array(), undefined, []);
  return {
    async step() {
      const { losses } = await advance();
      return { loss: losses[0], steps: losses.length };
    },
    fit: engine.fit ?? undefined,
    memory: () => memory.buffer.byteLength,
    dispose: () => engine.stop(),
  };
}

const request = values.ceiling ? undefined : JSON.parse(await text(process.stdin));
const result = request ? await runRow(request, { patchwise: createTrainer }) : await matmulCeiling();
console.log(JSON.stringify({ ...about, result }));
// Dawn's threads would keep the process.
process.exit(0);
