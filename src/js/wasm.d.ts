/** The modules that wasm-bindgen writes into dist; the crate's `wasm` folder is their source. */
declare module '*/patchwise.js' {
  const initialize: import('./worker.js').WasmModule['default'];
  export const Engine: import('./worker.js').WasmModule['Engine'];
  export default initialize;
}
