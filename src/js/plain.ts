/** Options as they are sent to the engine: plain values only. */
import { PatchwiseError } from './errors.js';

/** Leaves out what is undefined; refuses what no config can hold, which would otherwise be lost on the way. */
export function plain<T extends object>(config: T, name = 'config'): T {
  if (!isPlainObject(config)) throw refused(name, config, 'an object with the documented fields');
  return copy(config, '', 0) as T;
}

/** Deeper than any config; one that holds itself has no end. */
const MAX_DEPTH = 16;

function copy(value: unknown, path: string, depth: number): unknown {
  if (depth > MAX_DEPTH)
    throw refused(path.slice(0, 100), value, 'no deeper inside other objects or lists, nor inside itself');
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      throw refused(path, value, 'a finite number');
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return value.map((item, index) => copy(item, `${path}[${index}]`, depth + 1));
      if (isPlainObject(value)) {
        const fields = Object.entries(value).filter(([, field]) => field !== undefined);
        const at = (name: string) => (path ? `${path}.${name}` : name);
        return Object.fromEntries(fields.map(([name, field]) => [name, copy(field, at(name), depth + 1)]));
      }
  }
  throw refused(path, value, 'a number, text, true, false, a list or an object');
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A class's instance or another window's object counts by what it holds; a list, a map or a typed array does not.
  return !Array.isArray(value) && !ArrayBuffer.isView(value) && (prototype === null || !(Symbol.iterator in value));
}

/** Bytes of a file, however they are held. */
export async function bytesOf(value: Uint8Array | ArrayBuffer | Blob, name: string): Promise<Uint8Array> {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof Blob) return new Uint8Array(await value.arrayBuffer());
  throw refused(name, value, 'a Uint8Array, an ArrayBuffer or a Blob');
}

/** Refuses options that there are not: a misspelt one would have no effect. */
export function checkNames(options: unknown, known: readonly string[], name = 'options'): void {
  if (typeof options !== 'object' || options === null) throw refused(name, options, 'an object');
  const other = Object.keys(options).find((key) => !known.includes(key));
  if (other === undefined) return;
  const message = `There is no option \`${other}\` here, only ${known.map((key) => `\`${key}\``).join(', ')}.`;
  throw new PatchwiseError('invalid-config', message, { field: other });
}

/** Refuses what is no `AbortSignal`, such as the controller that has one. */
export function checkSignal(signal: unknown): void {
  const isSignal = typeof signal === 'object' && signal !== null && 'aborted' in signal && 'addEventListener' in signal;
  if (signal !== undefined && !isSignal) throw refused('signal', signal, 'an AbortSignal');
}

export function refused(field: string, got: unknown, expected: string): PatchwiseError {
  return new PatchwiseError('invalid-config', `\`${field}\` is ${describe(got)}, but must be ${expected}.`, { field });
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null
    ? `an object (${value.constructor?.name ?? 'Object'})`
    : String(value);
}

/** What a promise gives; rejects as soon as the signal is aborted. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (abort) signal.removeEventListener('abort', abort);
  }
}
