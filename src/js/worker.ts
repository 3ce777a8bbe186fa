/** The worker's side, the same for both devices: answers requests one after another. */
import { toPng } from './decode.js';
import { isOutOfMemory } from './errors.js';
import { isFile, toPicture, type Picture, type SentPicture } from './pictures.js';
import type { CallName, Calls, Engine, JobRequest, Request, Response, WireError } from './protocol.js';
import type { GpuFit } from './types.js';
import { openScratch, removeScratches } from './scratch.js';
import * as images from './wasm/images/images.js';
import * as tables from './wasm/parquet/parquet.js';

/** A module and its memory, as threads share them. */
export type Shared = [module: WebAssembly.Module, memory: WebAssembly.Memory, images?: string];

/** A wasm module for a device; both have the same exports. */
export interface WasmModule {
  default(options?: { module_or_path: WebAssembly.Module | URL; memory?: WebAssembly.Memory }): Promise<{
    memory: WebAssembly.Memory;
  }>;
  Engine: {
    open(kind: string, fit: GpuFit | undefined): Promise<Engine & { readonly fit: GpuFit | null }>;
    isTrusted: Calls['isTrusted'];
  };
  /** Where it computes on another machine. */
  connect?(server: string, token: string): Promise<Engine>;
  /** Where it has threads. */
  share?: (() => [module: WebAssembly.Module, memory: WebAssembly.Memory]) | undefined;
  startThreads?: ((count: number) => void) | undefined;
}

/** The places of pictures among the arguments. */
const PICTURES: Partial<Record<CallName, number>> = { query: 1, start: 5 };

const IMAGES = 'images/images_bg.wasm';

/** The first bytes of a Parquet file, and how many files are looked at for them. */
const MAGIC = 'PAR1';
const FEW = 64;

/** What a worker hears and tells by. */
export interface Port {
  postMessage(message: Response, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { data: Request }) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
}

/** Answers requests with the engine of a module; `name` is its folder. Gives what tells the page that it cannot continue. */
export function serve(
  module: WasmModule,
  name: 'cpu' | 'cpu-threads' | 'webgpu' | 'remote',
  port = self as unknown as Port,
): (error: WireError) => void {
  let engine: Engine | undefined;
  let memory: WebAssembly.Memory | undefined;
  /** Where the modules are; undefined where they are beside their scripts. */
  let folder: string | undefined;
  const post = (message: Response, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  const fail = (error: WireError) => post({ fatal: error });
  const place = (path: string) => (folder === undefined ? undefined : { module_or_path: new URL(path, folder) });
  const own = name === 'remote' ? name : 'patchwise';
  const ready = async () => {
    if (!memory) ({ memory } = await module.default(place(`${name}/${own}_bg.wasm`)));
  };
  const ofModule: Omit<{ [Name in CallName]: (...values: Parameters<Calls[Name]>) => unknown }, keyof Engine> = {
    locate: (wasm) => void (folder = wasm),
    open: async (kind, fit) => {
      await ready();
      const opened = await module.Engine.open(kind, fit);
      engine = opened;
      return opened.fit;
    },
    prepare: () =>
      ready().catch((error: Error & { code?: string }) => {
        if (error.code !== undefined) throw error;
        const message = `The module for this device could not be loaded (${error.message}). Check the network, and load the page again.`;
        throw Object.assign(new Error(message), { code: 'device-unavailable' });
      }),
    connect: async (server, token) => {
      engine = await module.connect?.(server, token);
    },
    share: async () => {
      await ready();
      const shared = module.share?.();
      return shared && (folder ? [...shared, new URL(IMAGES, folder).href] : shared);
    },
    startThreads: (count) => module.startThreads?.(count),
    isTrusted: (losses, ofCpu) => module.Engine.isTrusted(losses, ofCpu),
    decode: toPng,
    memory: () => memory?.buffer.byteLength ?? 0,
  };
  // Fetched only once files are loaded.
  const loadImages = once('images', async () => {
    Object.assign(globalThis, { patchwiseToSquare: images.toSquare });
    await images.default(place(IMAGES));
  });
  const loadTables = once('Parquet files', async () => {
    await tables.default(place('parquet/parquet_bg.wasm'));
    Object.assign(globalThis, { patchwiseOpenTable: tables.TableReader.open });
  });
  /** The arguments of the engine's own `start`: files are opened by a module of their own. */
  const toStart = async ([request, names, files, ranges, bytes, pictures]: unknown[]): Promise<unknown[]> => {
    if ((request as Partial<JobRequest>).job !== 'files') return [request, undefined, bytes, pictures];
    await loadImages();
    if (await hasTables(names as string[], files as Blob[])) await loadTables();
    await removeScratches();
    const [file, capacity] = (await openScratch()) ?? [];
    const opener = new images.Opener(names as string[], files as Blob[], ranges as Float64Array, file, capacity);
    return [request, opener, bytes, pictures, ...((await openScratch()) ?? [])];
  };
  const answer = async ({ id, name, arguments: values }: Request) => {
    try {
      const at = PICTURES[name];
      if (at !== undefined) {
        const sent = (values[at] ?? []) as SentPicture[];
        if (sent.some(isFile)) await loadImages();
        const pictures: Picture[] = [];
        // One after the other: the pixels of many would not fit into memory at once.
        for (const picture of sent) pictures.push(await toPicture(picture));
        values[at] = pictures;
      }
      const target = name in ofModule ? ofModule : engine;
      if (!target) throw Object.assign(new Error('Open the device first.'), { code: 'out-of-order' });
      const given = name === 'start' ? await toStart(values) : values;
      const result: unknown = await Reflect.apply(Reflect.get(target, name), target, given);
      post({ id, result }, buffersOf(result));
    } catch (error) {
      const wire = toWire(error);
      post({ id, error: wire });
      if (wire.code === 'internal-error' || wire.code === 'out-of-memory') fail(wire);
    }
  };
  // An end within an await of the engine leaves its promise open for ever.
  port.addEventListener('error', (event) => {
    event.preventDefault();
    fail(toWire(event.error ?? event.message));
  });
  let queue = Promise.resolve();
  port.addEventListener('message', (event) => {
    queue = queue.then(() => answer(event.data));
  });
  return fail;
}

/** Loads a module at the first call; where that fails, the next call tries again. */
function once(what: string, load: () => Promise<void>): () => Promise<void> {
  let loading: Promise<void> | undefined;
  return async () => {
    try {
      await (loading ??= load());
    } catch (error) {
      loading = undefined;
      const message = `The module that reads ${what} could not be loaded (${String(error)}). Load them again.`;
      throw Object.assign(new Error(message), { code: 'invalid-data' });
    }
  };
}

/** Whether files are Parquet: by a name, or by the content of few. */
async function hasTables(names: readonly string[], blobs: readonly Blob[]): Promise<boolean> {
  if (names.some((name) => name.toLowerCase().endsWith('.parquet'))) return true;
  if (blobs.length > FEW) return false;
  const heads = await Promise.allSettled(blobs.map((blob) => blob.slice(0, MAGIC.length).text()));
  return heads.some((head) => head.status === 'fulfilled' && head.value === MAGIC);
}

/** The buffers of all typed arrays in a result: they move instead of being copied. */
function buffersOf(value: unknown): Transferable[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersOf) : [];
}

function toWire(error: unknown): WireError {
  const { code, message, field, parts } = error as WireError;
  if (typeof code === 'string') return { code, message, ...(field && { field }), ...(parts && { parts }) };
  const panic = (globalThis as { patchwisePanic?: string }).patchwisePanic;
  const reason = panic ?? (error instanceof Error ? error.message : String(error));
  if (isOutOfMemory(reason)) {
    const remedy = 'Use a smaller `batchSize`, a `microBatch`, smaller images, or fewer';
    return { code: 'out-of-memory', message: `There is not enough memory (${reason}). ${remedy}.` };
  }
  return { code: 'internal-error', message: `The engine stopped: ${reason}` };
}
