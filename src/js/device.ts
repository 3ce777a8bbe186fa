/** Choosing a device: WebGPU where it is available and computes correctly, else the CPU. */
import { Connection } from './connection.js';
import { PatchwiseError } from './errors.js';
import { recall, remember } from './memory.js';
import { platform, startOrImport } from './platform.js';
import type { WorkerName } from './platform.js';
import { isHeldToOneThread, numThreads, startThreads } from './threads.js';
import type { DeviceChoice, DeviceInfo, GivenDevice, GpuFit, Workload } from './types.js';

/** How to open a device that is chosen. */
interface Options {
  signal: AbortSignal | undefined;
  threads: number | undefined;
  workload: Workload;
  /** Where the workers and modules are, if not beside this script. */
  places: { workers: URL | undefined; wasm: URL | undefined };
  /** Who computes where the device is `remote`. */
  server: Server | undefined;
  /** A device that somebody has, instead of one of a worker. */
  gpuDevice: GivenDevice | undefined;
}

/** Another machine, and what lets us in there. */
export interface Server {
  address: string;
  token: string;
}

/** What the engine's library for GPUs needs. */
const TIMESTAMPS = 'timestamp-query';

/** A device that has not passed by then is not used. */
const SELF_TEST_MS = 120_000;

/** A server that has not answered by then is not waited for. */
const CONNECT_MS = 30_000;

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
function connect(start: (workers: URL | undefined) => Worker, { signal, places }: Options): Connection {
  if (signal?.aborted) throw aborted();
  const connection = new Connection(start(places.workers));
  signal?.addEventListener('abort', () => connection.close(), { once: true });
  // Before all other calls; what fails is told by the next one.
  if (places.wasm) connection.call('locate', places.wasm.href).catch(() => undefined);
  return connection;
}

async function choose(choice: DeviceChoice, options: Options): Promise<OpenDevice> {
  const { workers, wasm } = options.places;
  const isForBrowsers = workers ?? wasm ?? options.gpuDevice;
  if (isForBrowsers && !platform().isBrowser) {
    const message = '`workerUrl`, `wasmUrl` and `gpuDevice` are for browsers: leave them out in Node.';
    throw new PatchwiseError('invalid-config', message);
  }
  const problem = platform().problem();
  if (problem !== null) throw new PatchwiseError('device-unavailable', problem);
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(SIMD_MODULE)) {
    throw new PatchwiseError('device-unavailable', 'This browser has no WebAssembly SIMD. Use a newer browser.');
  }
  if (options.gpuDevice) return openGiven(options.gpuDevice, options);
  if (options.server) return openRemote(options.server, options);
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
  if (choice === 'webgpu') return openWebgpu(adapter.name, 'WebGPU was requested', options);
  const { imageSize, batchSize } = options.workload;
  const key = `patchwise-times ${adapter.name} ${numThreads(options.threads)} ${imageSize} ${batchSize}`;
  const known = recall<StepTimes>(key, ['webgpu', 'cpu']);
  if (known && known.cpu < known.webgpu) return openCpu(whyCpu(known), options);
  let webgpu: OpenDevice;
  try {
    webgpu = await openWebgpu(adapter.name, 'WebGPU is available', options);
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

async function openCpu(reason: string, options: Options): Promise<OpenDevice> {
  const { signal, threads, places } = options;
  const count = numThreads(threads);
  if (count > 1) {
    const connection = connect(startThreadedWorker, options);
    try {
      await closeOnFailure(
        connection,
        startThreads(connection, count, () => startThread(places.workers)),
      );
      await closeOnFailure(connection, connection.call('open', 'cpu'));
      return { connection, info: { kind: 'cpu', reason, threads: count } };
    } catch (error) {
      // Memory to share may be refused, or workers. One thread needs neither.
      if (signal?.aborted) throw error;
      reason += `; on one thread, as more could not be started (${(error as Error).message})`;
    }
  }
  if (isHeldToOneThread(threads)) reason += '; on one thread, as the page is not cross-origin isolated';
  const connection = connect(startCpuWorker, options);
  await closeOnFailure(connection, connection.call('open', 'cpu'));
  return { connection, info: { kind: 'cpu', reason, threads: 1 } };
}

async function openWebgpu(adapter: string, reason: string, options: Options): Promise<OpenDevice> {
  const connection = connect(startWebgpuWorker, options);
  const key = `patchwise-fit ${adapter}`;
  const known = recall<GpuFit>(key, ['fullLoad', 'largeTile', 'micros']);
  const opening = () => connection.call('open', 'webgpu', known);
  const opened = withTimeout(openTested(connection, options, opening), SELF_TEST_MS);
  const measured = await closeOnFailure(connection, opened);
  if (measured) remember(key, measured);
  const fit = measured ?? known;
  reason += ' and gives the results of the CPU';
  return { connection, info: { kind: 'webgpu', reason, adapter, ...(fit && { fit }) } };
}

/** Opens the device of another machine. Our own kernels there have to give the results of this one's CPU. */
async function openRemote({ address, token }: Server, options: Options): Promise<OpenDevice> {
  if (!platform().isBrowser) {
    const remedy = 'Use the command line with `--device remote:ws://HOST:PORT`';
    throw new PatchwiseError('device-unavailable', `The device \`remote\` is for browsers. ${remedy} instead.`);
  }
  const connection = connect(startRemoteWorker, options);
  const late = new PatchwiseError(
    'server-unreachable',
    `The server at ${address} did not answer within ${CONNECT_MS / 1000} s. Check its address, and that \`patchwise serve --relay\` runs there.`,
  );
  const opened = openTested(connection, options, async () => {
    await connection.call('prepare');
    await withTimeout(connection.call('connect', address, token), CONNECT_MS, late);
    return null;
  });
  await closeOnFailure(connection, withTimeout(opened, SELF_TEST_MS));
  const reason = 'a server was requested and gives the results of the CPU';
  return { connection, info: { kind: 'remote', reason, server: address } };
}

/** Opens a device that somebody has, in this thread: no other can use it. */
async function openGiven(device: GivenDevice, options: Options): Promise<OpenDevice> {
  if (!(device.features as ReadonlySet<string>).has(TIMESTAMPS)) {
    const remedy = `Request it with \`requiredFeatures: ['${TIMESTAMPS}']\``;
    const details = { field: 'gpuDevice' };
    throw new PatchwiseError('invalid-config', `\`gpuDevice\` lacks \`${TIMESTAMPS}\`. ${remedy}.`, details);
  }
  const { startLocalWorker } = await import('./local-worker.js');
  const connection = connect(() => startLocalWorker(device), options);
  const opening = () => connection.call('open', 'webgpu');
  const opened = withTimeout(openTested(connection, options, opening), SELF_TEST_MS);
  const fit = await closeOnFailure(connection, opened);
  const info = (device as { adapterInfo?: GPUAdapterInfo }).adapterInfo;
  const adapter = info ? nameOf(info) : 'a given device';
  const reason = 'the given device gives the results of the CPU';
  return { connection, info: { kind: 'webgpu', reason, adapter, ...(fit && { fit }) } };
}

/** Opens a device; the same tiny run on the CPU must give the same losses. Returns what was measured. */
async function openTested(
  connection: Connection,
  options: Options,
  open: () => Promise<GpuFit | null>,
): Promise<GpuFit | null> {
  const reference = connect(startCpuWorker, options);
  try {
    const [fit] = await Promise.all([open(), reference.call('open', 'cpu')]);
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

async function withTimeout<T>(work: Promise<T>, ms: number, reason?: PatchwiseError): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const problem = `The device gave no answer within ${ms / 1000} s. Use the device \`cpu\`.`;
    const late = () => reject(reason ?? new PatchwiseError('device-unavailable', problem));
    timer = setTimeout(late, ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

async function describeAdapter(): Promise<{ name: string; isSoftware: boolean } | { missing: string }> {
  const gpu = await platform().gpu();
  if (typeof gpu === 'string') return { missing: gpu };
  let adapter: GPUAdapter | null;
  try {
    adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  } catch (error) {
    return { missing: `asking for a WebGPU adapter failed (${String(error)})` };
  }
  if (!adapter) return { missing: `${platform().isBrowser ? 'the browser offers' : 'there is'} no WebGPU adapter` };
  if (!adapter.features?.has(TIMESTAMPS)) return { missing: `the adapter lacks \`${TIMESTAMPS}\`` };
  // Chrome 113 to 126 has no `info`.
  const info = (adapter.info ?? {}) as Partial<GPUAdapterInfo>;
  const name = nameOf(info);
  const isSoftware = info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe/i.test(name);
  return { name, isSoftware };
}

const nameOf = ({ vendor, architecture, description }: Partial<GPUAdapterInfo>) =>
  [description, vendor, architecture].filter(Boolean).join(' ');

/** A worker of this package, or its script from where somebody has put it. */
function startWorker(name: WorkerName, workers: URL | undefined, start: () => Worker): Worker {
  if (!workers) return platform().startWorker(name, start);
  const url = new URL(name, workers);
  return startOrImport(() => new Worker(url, { type: 'module' }));
}

function startCpuWorker(workers: URL | undefined): Worker {
  const start = () => new Worker(new URL('./worker-cpu.js', import.meta.url), { type: 'module' });
  return startWorker('worker-cpu.js', workers, start);
}

function startThreadedWorker(workers: URL | undefined): Worker {
  const start = () => new Worker(new URL('./worker-cpu-threads.js', import.meta.url), { type: 'module' });
  return startWorker('worker-cpu-threads.js', workers, start);
}

function startThread(workers: URL | undefined): Worker {
  const start = () => new Worker(new URL('./worker-thread.js', import.meta.url), { type: 'module' });
  return startWorker('worker-thread.js', workers, start);
}

function startRemoteWorker(workers: URL | undefined): Worker {
  const start = () => new Worker(new URL('./worker-remote.js', import.meta.url), { type: 'module' });
  return startWorker('worker-remote.js', workers, start);
}

function startWebgpuWorker(workers: URL | undefined): Worker {
  const start = () => new Worker(new URL('./worker-webgpu.js', import.meta.url), { type: 'module' });
  return startWorker('worker-webgpu.js', workers, start);
}
