/** A temporary file for one load in Node, as `FileSystemSyncAccessHandle` is in browsers. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** Bytes that are left to others. */
const RESERVE = 256 * 1024 * 1024;

/** Folders whose file was in use when they were to be removed. */
const left = new Set<string>();
process.on('exit', () => left.forEach(remove));

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
    left.delete(folder);
  } catch {
    left.add(folder);
  }
}

class NodeFile {
  readonly #folder: string;
  readonly #file: number;

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'patchwise-'));
    this.#file = openSync(join(this.#folder, 'scratch'), 'w+');
    // Where a file in use may be removed, it is gone with its worker, however that ends.
    remove(this.#folder);
  }

  read(buffer: Uint8Array, { at }: { at: number }): number {
    return readSync(this.#file, buffer, 0, buffer.length, at);
  }

  write(buffer: Uint8Array, { at }: { at: number }): number {
    return writeSync(this.#file, buffer, 0, buffer.length, at);
  }

  close(): void {
    closeSync(this.#file);
    remove(this.#folder);
  }
}

/** The file and the bytes that it may have; undefined where the disk is full. */
export function openNodeScratch(): [handle: NodeFile, capacity: number] | undefined {
  const { bavail, bsize } = statfsSync(tmpdir());
  const capacity = bavail * bsize - RESERVE;
  return capacity > 0 ? [new NodeFile(), capacity] : undefined;
}
