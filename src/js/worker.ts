/** The worker's side, the same for both devices: answers requests one after another. */
import type { Calls, CallName, Request, Response, WireError } from './protocol.js';
import type { NamedFile } from './types.js';

/** The exported class of a wasm module; both modules have the same. */
export interface Engine {
  selfTest(): Promise<Float32Array>;
  startScenes(config: unknown): number;
  startFiles(names: string[], files: Blob[], config: unknown): number;
  loadStep(count: number): number;
  finishLoading(): unknown;
  stopLoading(): void;
  images(request: unknown): unknown;
  views(request: unknown): Promise<unknown>;
  startPretraining(config: unknown): number;
  resumePretraining(bytes: Uint8Array): number;
  train(steps: number): Promise<object>;
  stopPretraining(): void;
  checkpoint(): Promise<Uint8Array>;
  save(): Promise<Uint8Array>;
  loadModel(bytes: Uint8Array): unknown;
  startEvaluation(config: unknown): void;
  evaluate(units: number): Promise<object>;
  stopEvaluation(): void;
  neighbors(request: unknown): unknown;
  startEmbedding(config: unknown): void;
  embed(units: number): Promise<{ picture?: { embedding2d: Float32Array } }>;
  stopEmbedding(): void;
  attend(request: unknown): Promise<unknown>;
}

export interface WasmModule {
  default(): Promise<{ memory: WebAssembly.Memory }>;
  Engine: { open(kind: string): Promise<Engine> };
}

type Handlers = { [Name in CallName]: (...values: Calls[Name]['arguments']) => unknown };

/** How long a request may work before it answers, so that pause and stop are soon heard. */
const CHUNK_MS = 200;
/** A bound on steps without a read, so that a GPU's queue stays short. */
const MAX_UNITS = 16;

const post = (message: Response, transfer: Transferable[] = []) => {
  (self as unknown as { postMessage(message: Response, transfer: Transferable[]): void }).postMessage(
    message,
    transfer,
  );
};

/** Tells the page that this worker cannot go on. */
export const fail = (error: WireError) => post({ fatal: error });

/** Chooses how many units fit a chunk, from how long the last ones took. */
class Pace {
  #units = 1;

  async run<T>(work: (units: number) => Promise<T> | T): Promise<{ result: T; ms: number }> {
    const units = this.#units;
    const start = performance.now();
    const result = await work(units);
    const ms = performance.now() - start;
    const fitting = Math.floor((CHUNK_MS * units) / Math.max(ms, 1));
    // At most doubled at a time: the first unit is often slower than the rest.
    this.#units = Math.max(1, Math.min(fitting, units * 2, MAX_UNITS));
    return { result, ms };
  }
}

/** Answers requests with the engine of `load`'s module. */
export function serve(module: WasmModule): void {
  let engine: Engine | undefined;
  let memory: WebAssembly.Memory | undefined;
  let pace = new Pace();
  const ready = () => {
    if (!engine) throw Object.assign(new Error('Open the device first.'), { code: 'out-of-order' });
    return engine;
  };
  const fresh = <T>(value: T): T => {
    pace = new Pace();
    return value;
  };
  const handlers: Handlers = {
    open: async (kind) => {
      ({ memory } = await module.default());
      engine = await module.Engine.open(kind);
    },
    selfTest: async () => Array.from(await ready().selfTest()),
    startScenes: (config) => fresh(ready().startScenes(config)),
    startFiles: (files: NamedFile[], config) => {
      const names = files.map((file) => file.path);
      return fresh(
        ready().startFiles(
          names,
          files.map((file) => file.file),
          config,
        ),
      );
    },
    loadStep: async () => (await pace.run((units) => ready().loadStep(units * 16))).result,
    finishLoading: () => ready().finishLoading(),
    stopLoading: () => ready().stopLoading(),
    images: (request) => ready().images(request),
    views: (request) => ready().views(request),
    startPretraining: (config) => fresh(ready().startPretraining(config)),
    resumePretraining: (bytes) => fresh(ready().resumePretraining(bytes)),
    train: async () => {
      const { result, ms } = await pace.run((units) => ready().train(units));
      return { ...result, chunkMs: ms };
    },
    stopPretraining: () => ready().stopPretraining(),
    checkpoint: () => ready().checkpoint(),
    save: () => ready().save(),
    loadModel: (bytes) => ready().loadModel(bytes),
    startEvaluation: (config) => fresh(ready().startEvaluation(config)),
    evaluate: async () => (await pace.run((units) => ready().evaluate(units))).result,
    stopEvaluation: () => ready().stopEvaluation(),
    neighbors: (request) => ready().neighbors(request),
    startEmbedding: (config) => fresh(ready().startEmbedding(config)),
    embed: async () => (await pace.run((units) => ready().embed(units))).result,
    stopEmbedding: () => ready().stopEmbedding(),
    attend: (request) => ready().attend(request),
    memory: () => memory?.buffer.byteLength ?? 0,
  };
  const answer = async ({ id, name, arguments: values }: Request) => {
    try {
      const handler = handlers[name] as (...values: unknown[]) => unknown;
      const result = await handler(...values);
      post({ id, result }, buffersOf(result));
    } catch (error) {
      const wire = toWire(error);
      post({ id, error: wire });
      if (wire.code === 'internal-error') fail(wire);
    }
  };
  let queue = Promise.resolve();
  self.addEventListener('message', (event: MessageEvent<Request>) => {
    queue = queue.then(() => answer(event.data));
  });
}

/** Typed arrays move instead of being copied. */
function buffersOf(result: unknown): Transferable[] {
  if (result instanceof Uint8Array) return [result.buffer as ArrayBuffer];
  if (typeof result !== 'object' || result === null) return [];
  return Object.values(result)
    .filter((value) => value instanceof Uint8Array || value instanceof Float32Array)
    .map((value) => value.buffer as ArrayBuffer);
}

function toWire(error: unknown): WireError {
  const { code } = error as { code?: WireError['code'] };
  if (code) return { code, message: (error as Error).message };
  const panic = (globalThis as { patchwisePanic?: string }).patchwisePanic;
  const message = panic ?? (error instanceof Error ? error.message : String(error));
  return { code: 'internal-error', message: `The engine stopped: ${message}` };
}
