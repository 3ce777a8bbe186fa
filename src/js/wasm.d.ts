/** What reads image files. */
declare module '*/images.js' {
  const initialize: () => Promise<unknown>;
  export function initSync(options: { module: BufferSource }): unknown;
  export function toSquare(bytes: Uint8Array, side: number, isFit: boolean): Uint8Array;
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
