/** A file of the origin's private file system for one load: for what memory should not hold. Runs in a worker. */

const FOLDER = 'patchwise-scratch';
/** Bytes that are left to others: what a person keeps is worth more. */
const RESERVE = 256 * 1024 * 1024;

/** A synchronous file; TypeScript's library for pages has no such. */
interface Handle {
  close(): void;
}

/** The file and the bytes that it may have; undefined where the browser has no such files. */
export async function openScratch(): Promise<[handle: Handle, capacity: number] | undefined> {
  try {
    const { patchwiseOpenScratch } = globalThis as { patchwiseOpenScratch?: () => [Handle, number] | undefined };
    if (patchwiseOpenScratch) return patchwiseOpenScratch();
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    const capacity = quota - usage - RESERVE;
    if (capacity <= 0) return undefined;
    const folder = await openFolder();
    const file = await folder.getFileHandle(crypto.randomUUID(), { create: true });
    const handle = await (file as unknown as { createSyncAccessHandle(): Promise<Handle> }).createSyncAccessHandle();
    return [handle, capacity];
  } catch {
    return undefined;
  }
}

/** Removes what closed tabs and earlier loads left; a file in use refuses. */
export async function removeScratches(): Promise<void> {
  try {
    const folder = await openFolder();
    const names: string[] = [];
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
    await Promise.allSettled(names.map((name) => folder.removeEntry(name)));
  } catch {
    // Without such files there are none to remove.
  }
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}
