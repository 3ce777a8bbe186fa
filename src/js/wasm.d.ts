/** What opens files and reads images. */
declare module '*/images.js' {
  const initialize: (options?: { module_or_path: URL }) => Promise<unknown>;
  export function initSync(options: { module: BufferSource }): unknown;
  export function toSquare(bytes: Uint8Array, side: number, isFit: boolean): Uint8Array;
  /** Files being opened, for the engine. */
  export const Opener: new (
    names: string[],
    files: Blob[],
    ranges: Float64Array,
    scratch: unknown,
    capacity: number | undefined,
  ) => object;
  export default initialize;
}

/** What reads Parquet files. */
declare module '*/parquet.js' {
  const initialize: (options?: { module_or_path: URL }) => Promise<unknown>;
  export const TableReader: { open(len: number, read: (offset: number, len: number) => Uint8Array): unknown };
  export default initialize;
}

/** The modules that wasm-bindgen writes into dist; the crate's `wasm` folder is their source. */
declare module '*/patchwise.js' {
  const initialize: import('./worker.js').WasmModule['default'];
  export const Engine: import('./worker.js').WasmModule['Engine'];
  // Of the module with threads only.
  export const share: import('./worker.js').WasmModule['share'];
  export const startThreads: import('./worker.js').WasmModule['startThreads'];
  export function runThread(): void;
  export default initialize;
}

/** The same for the device of another machine: with a name of its own, as it is not kept for times without a network. */
declare module '*/remote.js' {
  type Module = import('./worker.js').WasmModule;
  const initialize: Module['default'];
  export const Engine: Module['Engine'] & Required<Pick<Module, 'connect'>>;
  export default initialize;
}
