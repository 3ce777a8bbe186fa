/** What of Node is used, as its own types would replace those of browsers. */
declare module 'node:worker_threads' {
  export class Worker {
    constructor(script: URL, options: { workerData: unknown; name?: string });
    on(event: string, listener: (value: never) => void): void;
    postMessage(message: unknown, transfer?: readonly unknown[]): void;
    terminate(): Promise<number>;
    ref(): void;
    unref(): void;
  }
  export const isMainThread: boolean;
  export const workerData: unknown;
  export const parentPort: {
    on(event: 'message', listener: (data: unknown) => void): void;
    postMessage(message: unknown, transfer?: readonly unknown[]): void;
  };
}

declare module 'node:os' {
  export function availableParallelism(): number;
  export function tmpdir(): string;
}

declare module 'node:fs' {
  interface Stats {
    isDirectory(): boolean;
    isFile(): boolean;
  }
  export function openAsBlob(path: string): Promise<Blob>;
  export function statSync(path: string): Stats;
  export function readdirSync(path: string): string[];
  export function readFileSync(path: URL): Uint8Array<ArrayBuffer>;
  export function mkdtempSync(prefix: string): string;
  export function openSync(path: string, flags: string): number;
  export function closeSync(file: number): void;
  export function rmSync(path: string, options: { recursive: boolean; force: boolean }): void;
  export function readSync(file: number, buffer: Uint8Array, offset: number, length: number, position: number): number;
  export function writeSync(file: number, buffer: Uint8Array, offset: number, length: number, position: number): number;
  export function statfsSync(path: string): { bavail: number; bsize: number };
}

declare module 'node:path' {
  export function join(...parts: string[]): string;
  export function basename(path: string): string;
  export function resolve(path: string): string;
}

declare module 'node:process' {
  const process: {
    on(event: 'uncaughtException', listener: (error: Error) => void): void;
    on(event: 'exit', listener: () => void): void;
  };
  export default process;
}

/** Dawn, where it is installed. */
declare module 'webgpu' {
  export function create(options: string[]): GPU;
  export const globals: Record<string, unknown>;
}
