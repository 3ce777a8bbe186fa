/**
 * Trains, evaluates and looks at networks, in a browser tab. Begin with {@link open}.
 *
 * @module patchwise
 */
export { PatchwiseError } from './errors.js';
export type { ErrorCode } from './errors.js';
export { open } from './patchwise.js';
export type { Patchwise } from './patchwise.js';
export type { Run } from './run.js';
export type * from './types.js';
