/** Files of the origin's private file system, and locks that all of its tabs share. */
import { PatchwiseError } from './errors.js';

/** A tab that is closed or reloaded has let go of its locks by then. */
const LET_GO_MS = 1500;

/** Whether this browser or page keeps files that can be written to. */
export const canKeepFiles = (): boolean =>
  typeof FileSystemFileHandle !== 'undefined' && 'createWritable' in FileSystemFileHandle.prototype;

/** Writes a file whole or not at all. */
export async function writeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  data: Blob | BufferSource | string,
): Promise<void> {
  const handle = await folder.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  try {
    await writable.write(data);
    // The file appears with its new content only now.
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => undefined);
    throw error;
  }
}

/** Rejects with `busy` and a message where another holds the lock. Returns what ends it. */
export function lock(name: string, message: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const held = new Promise<void>((release) => {
      navigator.locks
        .request(name, { signal: AbortSignal.timeout(LET_GO_MS) }, () => {
          resolve(release);
          return held;
        })
        .catch((error: unknown) => {
          const isHeld = error instanceof DOMException && /^(Timeout|Abort)Error$/.test(error.name);
          reject(isHeld ? new PatchwiseError('busy', message) : error);
        });
    });
  });
}

/** What of its storage the origin uses: for errors. */
export async function describeUsage(): Promise<string> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;
  return `${megabytes(usage)} of ${megabytes(quota)}`;
}
