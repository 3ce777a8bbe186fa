// What the WebGPU adapter can do at best in single precision: the fastest of a few register-tiled matrix products.
const SIZE = 512;
const TILES = [
  [4, 4],
  [8, 4],
  [8, 8],
];

/** Each invocation computes a tile of rows x columns, four columns a vector. */
function shader(rows, columns) {
  const vectors = columns / 4;
  const each = (count, text) => Array.from({ length: count }, (_, index) => text(index)).join('\n');
  return `
    @group(0) @binding(0) var<storage, read> a: array<f32>;
    @group(0) @binding(1) var<storage, read> b: array<vec4f>;
    @group(0) @binding(2) var<storage, read_write> c: array<vec4f>;
    @compute @workgroup_size(8, 8)
    fn main(@builtin(global_invocation_id) id: vec3u) {
      let row = id.y * ${rows}u;
      let column = id.x * ${vectors}u;
      ${each(rows * vectors, (i) => `var s${i} = vec4f();`)}
      for (var k = 0u; k < ${SIZE}u; k++) {
        ${each(vectors, (v) => `let b${v} = b[k * ${SIZE / 4}u + column + ${v}u];`)}
        ${each(rows, (r) => `let a${r} = vec4f(a[(row + ${r}u) * ${SIZE}u + k]);`)}
        ${each(rows * vectors, (i) => `s${i} += a${Math.floor(i / vectors)} * b${i % vectors};`)}
      }
      ${each(rows * vectors, (i) => `c[(row + ${Math.floor(i / vectors)}u) * ${SIZE / 4}u + column + ${i % vectors}u] = s${i};`)}
    }`;
}

async function time(device, tile) {
  const module = device.createShaderModule({ code: shader(...tile) });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const buffers = Array.from({ length: 3 }, () =>
    device.createBuffer({ size: SIZE * SIZE * 4, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST }),
  );
  const ones = new Float32Array(SIZE * SIZE).fill(1);
  for (const buffer of buffers.slice(0, 2)) device.queue.writeBuffer(buffer, 0, ones);
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  let best = Infinity;
  let repeats = 1;
  for (let turn = 0; turn < 8; turn++) {
    const start = performance.now();
    const encoder = device.createCommandEncoder();
    for (let repeat = 0; repeat < repeats; repeat++) {
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(SIZE / tile[1] / 8, SIZE / tile[0] / 8);
      pass.end();
    }
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    const ms = performance.now() - start;
    best = Math.min(best, ms / repeats);
    // Enough in one submission that its own cost does not count.
    if (ms < 100) repeats = Math.min(repeats * 4, 1024);
  }
  for (const buffer of buffers) buffer.destroy();
  return best;
}

/** GFLOP/s. */
export async function matmulCeiling() {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  const device = await adapter.requestDevice();
  let best = Infinity;
  for (const tile of TILES) best = Math.min(best, await time(device, tile));
  device.destroy();
  return (2 * SIZE ** 3) / best / 1e6;
}
