/** Choosing a device: WebGPU where it is available and computes correctly, else the CPU. */
import { Connection } from './connection.js';
import { PatchwiseError } from './errors.js';
import { isHeldToOneThread, numThreads, startThreads } from './threads.js';
import type { DeviceChoice, DeviceInfo } from './types.js';

/** How to open a device that is chosen. */
interface Options {
  signal: AbortSignal | undefined;
  threads: number | undefined;
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
  const key = `patchwise-times ${adapter.name} ${numThreads(options.threads)}`;
  const known = readTimes(key);
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

/** Milliseconds of a step on both devices, and when they were measured, in milliseconds since 1970. */
interface StepTimes {
  webgpu: number;
  cpu: number;
  at: number;
}

/** Drivers, browsers and this package change. */
const MAX_AGE_MS = 30 * 24 * 3600 * 1000;

/** WebGPU or the CPU, by the time of a step on both. */
async function takeFaster(webgpu: OpenDevice, key: string, options: Options): Promise<OpenDevice> {
  let onWebgpu: number;
  try {
    onWebgpu = await withTimeout(webgpu.connection.call('timeSteps'), SELF_TEST_MS);
  } catch (error) {
    webgpu.connection.close();
    if (options.signal?.aborted) throw error;
    return openCpu(`timing WebGPU failed (${(error as Error).message})`, options);
  }
  let cpu: OpenDevice | undefined;
  try {
    cpu = await openCpu('', options);
    const onCpu = await withTimeout(cpu.connection.call('timeSteps'), SELF_TEST_MS);
    const times = { webgpu: onWebgpu, cpu: onCpu, at: Date.now() };
    // Fewer threads than there should be say nothing about the next time.
    if (cpu.info.threads === numThreads(options.threads)) keepTimes(key, times);
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

function readTimes(key: string): StepTimes | undefined {
  try {
    const { webgpu, cpu, at } = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<StepTimes>;
    if (!webgpu || !cpu || !at || !(Math.abs(Date.now() - at) < MAX_AGE_MS)) return undefined;
    return { webgpu, cpu, at };
  } catch {
    // No storage here, or it holds something else.
    return undefined;
  }
}

function keepTimes(key: string, times: StepTimes): void {
  try {
    localStorage.setItem(key, JSON.stringify(times));
  } catch {
    // They are measured again next time.
  }
}

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
  const tested = withTimeout(testAgainstCpu(connection, signal), SELF_TEST_MS);
  await closeOnFailure(connection, tested);
  return { connection, info: { kind: 'webgpu', reason: `${reason} and gives the results of the CPU`, adapter } };
}

/** The same tiny run on both devices must give the same losses. */
async function testAgainstCpu(connection: Connection, signal?: AbortSignal): Promise<void> {
  const reference = connect(startCpuWorker, signal);
  try {
    await Promise.all([reference.call('open', 'cpu'), connection.call('open', 'webgpu')]);
    const expected = await reference.call('selfTest');
    const losses = await connection.call('selfTest');
    if (!(await reference.call('isTrusted', losses, expected))) {
      throw new PatchwiseError(
        'device-unavailable',
        `The self-test gave losses ${losses.join(', ')} instead of the CPU's ${expected.join(', ')}. Use the device \`cpu\`.`,
      );
    }
  } finally {
    reference.close();
  }
}

async function closeOnFailure(connection: Connection, opened: Promise<void>): Promise<void> {
  try {
    await opened;
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
