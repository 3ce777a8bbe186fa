/** The worker's side, the same for both devices: answers requests one after another. */
import { toPng } from './decode.js';
import { isOutOfMemory } from './errors.js';
import { isFile, toPicture, type Picture, type SentPicture } from './pictures.js';
import type { CallName, Calls, Engine, JobRequest, Request, Response, WireError } from './protocol.js';
import type { GpuFit } from './types.js';
import * as images from './wasm/images/images.js';

/** A module and its memory, as threads share them. */
export type Shared = [module: WebAssembly.Module, memory: WebAssembly.Memory];

/** A wasm module for a device; both have the same exports. */
export interface WasmModule {
  default(options?: { module_or_path: WebAssembly.Module; memory: WebAssembly.Memory }): Promise<{
    memory: WebAssembly.Memory;
  }>;
  Engine: {
    open(kind: string, fit: GpuFit | undefined): Promise<Engine & { readonly fit: GpuFit | null }>;
    isTrusted: Calls['isTrusted'];
  };
  /** Where it has threads. */
  share?: (() => Shared) | undefined;
  startThreads?: ((count: number) => void) | undefined;
}

/** The places of pictures among the arguments. */
const PICTURES: Partial<Record<CallName, number>> = { query: 1, start: 5 };

const post = (message: Response, transfer: Transferable[] = []) => {
  (self as unknown as { postMessage(message: Response, transfer: Transferable[]): void }).postMessage(
    message,
    transfer,
  );
};

/** Tells the page that this worker cannot continue. */
export const fail = (error: WireError) => post({ fatal: error });

/** Answers requests with the engine of a module. */
export function serve(module: WasmModule): void {
  let engine: Engine | undefined;
  let memory: WebAssembly.Memory | undefined;
  const ready = async () => {
    if (!memory) ({ memory } = await module.default());
  };
  const ofModule: Omit<{ [Name in CallName]: (...values: Parameters<Calls[Name]>) => unknown }, keyof Engine> = {
    open: async (kind, fit) => {
      await ready();
      const opened = await module.Engine.open(kind, fit);
      engine = opened;
      return opened.fit;
    },
    share: async () => {
      await ready();
      return module.share?.();
    },
    startThreads: (count) => module.startThreads?.(count),
    isTrusted: (losses, ofCpu) => module.Engine.isTrusted(losses, ofCpu),
    decode: toPng,
    memory: () => memory?.buffer.byteLength ?? 0,
  };
  // Fetched only once files are loaded.
  let reader: Promise<unknown> | undefined;
  const loadReader = async () => {
    Object.assign(globalThis, { patchwiseToSquare: images.toSquare });
    try {
      await (reader ??= images.default());
    } catch (error) {
      reader = undefined;
      const message = `The module that reads images could not be loaded (${String(error)}). Load the images again.`;
      throw Object.assign(new Error(message), { code: 'invalid-data' });
    }
  };
  const answer = async ({ id, name, arguments: values }: Request) => {
    try {
      const place = PICTURES[name];
      if (place !== undefined) {
        const sent = (values[place] ?? []) as SentPicture[];
        if (sent.some(isFile)) await loadReader();
        const pictures: Picture[] = [];
        // One after the other: the pixels of many would not fit into memory at once.
        for (const picture of sent) pictures.push(await toPicture(picture));
        values[place] = pictures;
      }
      const target = name in ofModule ? ofModule : engine;
      if (!target) throw Object.assign(new Error('Open the device first.'), { code: 'out-of-order' });
      if (name === 'start' && (values[0] as Partial<JobRequest>).job === 'files') await loadReader();
      const result: unknown = await Reflect.apply(Reflect.get(target, name), target, values);
      post({ id, result }, buffersOf(result));
    } catch (error) {
      const wire = toWire(error);
      post({ id, error: wire });
      if (wire.code === 'internal-error' || wire.code === 'out-of-memory') fail(wire);
    }
  };
  // An end within an await of the engine leaves its promise open for ever.
  self.addEventListener('error', (event) => {
    event.preventDefault();
    fail(toWire(event.error ?? event.message));
  });
  let queue = Promise.resolve();
  self.addEventListener('message', (event: MessageEvent<Request>) => {
    queue = queue.then(() => answer(event.data));
  });
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
