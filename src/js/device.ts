/** Choosing a device: WebGPU where it is available and computes correctly, else the CPU. */
import { Connection } from './connection.js';
import { PatchwiseError } from './errors.js';
import { recall, remember } from './memory.js';
import { isHeldToOneThread, numThreads, startThreads } from './threads.js';
import type { DeviceChoice, DeviceInfo, GpuFit, Workload } from './types.js';

/** How to open a device that is chosen. */
interface Options {
  signal: AbortSignal | undefined;
  threads: number | undefined;
  workload: Workload;
}

/** A device that has not passed by then is not used. */
const SELF_TEST_MS = 120_000;

/** SIMD in wasm: the smallest module with a vector instruction. */
const SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

export interface OpenDevice {
  connection: Connection;
  info: DeviceInfo;
}

const aborted = () => new PatchwiseError('closed', 'Opening was aborted.');

/** Rejects and ends its workers at once where the signal is aborted before the device is open. */
export async function openDevice(choice: DeviceChoice, options: Options): Promise<OpenDevice> {
  const { signal } = options;
  if (signal?.aborted) throw aborted();
  const opening = choose(choice, options);
  if (!signal) return opening;
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(aborted()), { once: true });
    void opening.then(resolve, reject);
  });
}

/** A worker that ends with the signal. */
function connect(start: () => Worker, signal: AbortSignal | undefined): Connection {
  if (signal?.aborted) throw aborted();
  const connection = new Connection(start());
  signal?.addEventListener('abort', () => connection.close(), { once: true });
  return connection;
}

async function choose(choice: DeviceChoice, options: Options): Promise<OpenDevice> {
  if (typeof Worker === 'undefined' || typeof navigator === 'undefined') {
    throw new PatchwiseError(
      'device-unavailable',
      'This is no browser page: there are no web workers. Call `open` in a page.',
    );
  }
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(SIMD_MODULE)) {
    throw new PatchwiseError('device-unavailable', 'This browser has no WebAssembly SIMD. Use a newer browser.');
  }
  if (choice === 'cpu') return openCpu('the CPU was requested', options);
  const adapter = await describeAdapter();
  if ('missing' in adapter) {
    if (choice === 'auto') return openCpu(adapter.missing, options);
    throw new PatchwiseError(
      'device-unavailable',
      `WebGPU cannot be used here: ${adapter.missing}. Use the device \`cpu\` instead.`,
    );
  }
  if (choice === 'auto' && adapter.isSoftware)
    return openCpu('the only WebGPU adapter is software, slower than the CPU', options);
  if (choice === 'webgpu') return openWebgpu(adapter.name, 'WebGPU was requested', options.signal);
  const { imageSize, batchSize } = options.workload;
  const key = `patchwise-times ${adapter.name} ${numThreads(options.threads)} ${imageSize} ${batchSize}`;
  const known = recall<StepTimes>(key, ['webgpu', 'cpu']);
  if (known && known.cpu < known.webgpu) return openCpu(whyCpu(known), options);
  let webgpu: OpenDevice;
  try {
    webgpu = await openWebgpu(adapter.name, 'WebGPU is available', options.signal);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    return openCpu(`WebGPU did not pass its self-test (${(error as Error).message})`, options);
  }
  if (known) return { ...webgpu, info: { ...webgpu.info, reason: whyWebgpu(known) } };
  return takeFaster(webgpu, key, options);
}

/** Milliseconds of a step on both devices. */
interface StepTimes {
  webgpu: number;
  cpu: number;
}

/** WebGPU or the CPU, by the time of a step on both. */
async function takeFaster(webgpu: OpenDevice, key: string, options: Options): Promise<OpenDevice> {
  const { imageSize, batchSize } = options.workload;
  let onWebgpu: number;
  try {
    onWebgpu = await withTimeout(webgpu.connection.call('timeSteps', imageSize, batchSize), SELF_TEST_MS);
  } catch (error) {
    webgpu.connection.close();
    if (options.signal?.aborted) throw error;
    return openCpu(`timing WebGPU failed (${(error as Error).message})`, options);
  }
  let cpu: OpenDevice | undefined;
  try {
    cpu = await openCpu('', options);
    const onCpu = await withTimeout(cpu.connection.call('timeSteps', imageSize, batchSize), SELF_TEST_MS);
    const times = { webgpu: onWebgpu, cpu: onCpu };
    // Fewer threads than there should be say nothing about the next time.
    if (cpu.info.threads === numThreads(options.threads)) remember(key, times);
    if (onCpu < onWebgpu) {
      webgpu.connection.close();
      return { ...cpu, info: { ...cpu.info, reason: whyCpu(times) + cpu.info.reason } };
    }
    cpu.connection.close();
    return { ...webgpu, info: { ...webgpu.info, reason: whyWebgpu(times) } };
  } catch (error) {
    cpu?.connection.close();
    if (!options.signal?.aborted) return webgpu;
    webgpu.connection.close();
    throw error;
  }
}

function compare({ webgpu, cpu }: StepTimes): string {
  const milliseconds = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0));
  return `${milliseconds(webgpu)} ms a step against ${milliseconds(cpu)} ms on the CPU`;
}

const whyCpu = (times: StepTimes) => `it is faster here than WebGPU, which takes ${compare(times)}`;
const whyWebgpu = (times: StepTimes) => `it gives the results of the CPU and is faster: ${compare(times)}`;

async function openCpu(reason: string, { signal, threads }: Options): Promise<OpenDevice> {
  const count = numThreads(threads);
  if (count > 1) {
    const connection = connect(startThreadedWorker, signal);
    try {
      await closeOnFailure(connection, startThreads(connection, count, startThread));
      await closeOnFailure(connection, connection.call('open', 'cpu'));
      return { connection, info: { kind: 'cpu', reason, threads: count } };
    } catch (error) {
      // Memory to share may be refused, or workers. One thread needs neither.
      if (signal?.aborted) throw error;
      reason += `; on one thread, as more could not be started (${(error as Error).message})`;
    }
  }
  if (isHeldToOneThread(threads)) reason += '; on one thread, as the page is not cross-origin isolated';
  const connection = connect(startCpuWorker, signal);
  await closeOnFailure(connection, connection.call('open', 'cpu'));
  return { connection, info: { kind: 'cpu', reason, threads: 1 } };
}

async function openWebgpu(adapter: string, reason: string, signal?: AbortSignal): Promise<OpenDevice> {
  const connection = connect(startWebgpuWorker, signal);
  const key = `patchwise-fit ${adapter}`;
  const known = recall<GpuFit>(key, ['fullLoad', 'largeTile', 'micros']);
  const opened = withTimeout(openTested(connection, known, signal), SELF_TEST_MS);
  const measured = await closeOnFailure(connection, opened);
  if (measured) remember(key, measured);
  const fit = measured ?? known;
  reason += ' and gives the results of the CPU';
  return { connection, info: { kind: 'webgpu', reason, adapter, ...(fit && { fit }) } };
}

/** Opens WebGPU; the same tiny run on both devices must give the same losses. Returns what was measured. */
async function openTested(connection: Connection, known?: GpuFit, signal?: AbortSignal): Promise<GpuFit | null> {
  const reference = connect(startCpuWorker, signal);
  try {
    const opened = connection.call('open', 'webgpu', known);
    const [fit] = await Promise.all([opened, reference.call('open', 'cpu')]);
    const expected = await reference.call('selfTest');
    const losses = await connection.call('selfTest');
    if (!(await reference.call('isTrusted', losses, expected))) {
      throw new PatchwiseError(
        'device-unavailable',
        `The self-test gave losses ${losses.join(', ')} instead of the CPU's ${expected.join(', ')}. Use the device \`cpu\`.`,
      );
    }
    return fit;
  } finally {
    reference.close();
  }
}

async function closeOnFailure<T>(connection: Connection, opened: Promise<T>): Promise<T> {
  try {
    return await opened;
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const late = () => reject(new PatchwiseError('device-unavailable', `No answer from WebGPU within ${ms / 1000} s.`));
    timer = setTimeout(late, ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

async function describeAdapter(): Promise<{ name: string; isSoftware: boolean } | { missing: string }> {
  if (!('gpu' in navigator) || !navigator.gpu) return { missing: 'this browser or page has no WebGPU' };
  let adapter: GPUAdapter | null;
  try {
    adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  } catch (error) {
    return { missing: `asking for a WebGPU adapter failed (${String(error)})` };
  }
  if (!adapter) return { missing: 'the browser offers no WebGPU adapter' };
  // Chrome 113 to 126 has no `info`.
  const { vendor, architecture, description, isFallbackAdapter } = (adapter.info ?? {}) as Partial<GPUAdapterInfo>;
  const name = [description, vendor, architecture].filter(Boolean).join(' ');
  const isSoftware = isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe/i.test(name);
  return { name, isSoftware };
}

function startCpuWorker(): Worker {
  return startWorker(
    'worker-cpu.js',
    () => new Worker(new URL('./worker-cpu.js', import.meta.url), { type: 'module' }),
  );
}

function startThreadedWorker(): Worker {
  return startWorker(
    'worker-cpu-threads.js',
    () => new Worker(new URL('./worker-cpu-threads.js', import.meta.url), { type: 'module' }),
  );
}

function startThread(): Worker {
  return startWorker(
    'worker-thread.js',
    () => new Worker(new URL('./worker-thread.js', import.meta.url), { type: 'module' }),
  );
}

function startWebgpuWorker(): Worker {
  return startWorker(
    'worker-webgpu.js',
    () => new Worker(new URL('./worker-webgpu.js', import.meta.url), { type: 'module' }),
  );
}

/** The folder that Vite moves a package's modules to in development; before version 8 it leaves its workers behind. */
const MOVED = /\/\.vite\/deps[^/]*\/.*$/;

/** Bundlers need the literal form of `start`; some pages need another way to the same script. */
function startWorker(name: string, start: () => Worker): Worker {
  const here: string = import.meta.url;
  if (MOVED.test(here)) return new Worker(here.replace(MOVED, `/patchwise/dist/${name}`), { type: 'module' });
  try {
    return start();
  } catch {
    // A worker's script must be of the page's origin; what it imports may be of another.
    const script = `import ${JSON.stringify(urlOf(start).href)};`;
    const source = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    return new Worker(source, { type: 'module' });
  }
}

/** The address of the script that `start` starts, which only a bundler may know. */
function urlOf(start: () => Worker): URL {
  const { Worker } = globalThis;
  let found: string | URL = '';
  globalThis.Worker = class {
    constructor(url: string | URL) {
      found = url;
    }
  } as unknown as typeof Worker;
  try {
    start();
  } finally {
    globalThis.Worker = Worker;
  }
  return new URL(found, import.meta.url);
}
