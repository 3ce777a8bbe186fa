/**
 * Projects that last: what a page wants to find again after a reload, a crash or a killed tab, in the origin's private
 * file system. It is independent of the rest of the package, and of what is kept.
 *
 * A project is a folder. Its `manifest.json` names a file for each of its entries; changed entries get new files, and
 * the manifest is replaced last, in one move. So whatever ends the tab, the project is as before a change or as after it.
 *
 * @module patchwise/storage
 */
import { PatchwiseError } from './errors.js';
import { toNamed } from './named-file.js';
import { canKeepFiles, describeUsage, lock, writeFile } from './origin-files.js';
import type { NamedFile } from './types.js';

/** Of the layout. Projects of a later one are listed, but not opened. */
const VERSION = 1;
const MANIFEST = 'manifest.json';
/** Deleted projects can be restored for a week. */
const RESTORABLE_MS = 7 * 24 * 3600 * 1000;
const MAX_NAME = 100;
/** Key of the entry that lists the files of {@link Project.keepFiles}. */
const FILES = 'files';
/** Key of the entry with their bytes. */
const DATA = 'files data';
/** @internal Whether an entry is one of {@link Project.keepFiles}. */
export const isOfFiles = (name: string): boolean => name === FILES || name === DATA;

/** What is known of a project without opening it. */
export interface ProjectInfo {
  id: string;
  name: string;
  /** Milliseconds since 1970. */
  created: number;
  /** Of its last change, in milliseconds since 1970. */
  changed: number;
  /** When it was deleted, in milliseconds since 1970; null unless it was. */
  deleted: number | null;
  /** Why it cannot be opened; null where it can. */
  problem: string | null;
}

/** An entry's new value: bytes, text, a plain value that is kept as JSON, or null to remove it. */
export type EntryValue = Blob | ArrayBufferView | ArrayBuffer | string | null | { [name: string]: unknown } | unknown[];

/** Bytes that all of the origin uses, and may use, as far as the browser says. */
export interface StorageUsage {
  used: number;
  quota: number;
}

interface Entry {
  file: string;
  /** Whether it is a plain value as JSON. */
  isValue: boolean;
}

interface Manifest {
  version: number;
  name: string;
  created: number;
  changed: number;
  deleted: number | null;
  entries: Record<string, Entry>;
}

/** Where files lie in one pack: `[path, start, end]`. */
type Pack = [path: string, start: number, end: number][];

function failed(problem: string, remedy: string): PatchwiseError {
  return new PatchwiseError('storage-failed', `${problem}. ${remedy}.`);
}

/** What a browser's error means, and what to do. */
async function explain(error: unknown): Promise<PatchwiseError> {
  if (error instanceof PatchwiseError) return error;
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (name === 'QuotaExceededError') {
    return failed(
      `The storage of this page is full (${await describeUsage()}). Nothing that was kept is lost`,
      'Delete a project, or free space on this device',
    );
  }
  if (name === 'SecurityError' || name === 'NotAllowedError') {
    return failed('This window keeps nothing, as private windows do', 'Save to a file, or use another window');
  }
  return failed(`Storage cannot be used (${message || name})`, 'Save to a file, or reload the page');
}

async function usageOf(): Promise<StorageUsage> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { used: usage, quota };
}

/** Runs work on the file system, with errors that say what to do. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await explain(error);
  }
}

async function readManifest(folder: FileSystemDirectoryHandle): Promise<Manifest> {
  const file = await (await folder.getFileHandle(MANIFEST)).getFile();
  // A kill may leave it without content.
  if (file.size === 0) throw new DOMException('The manifest is empty.', 'NotFoundError');
  return JSON.parse(await file.text()) as Manifest;
}

function checkName(name: unknown): string {
  const text = typeof name === 'string' ? name.trim() : '';
  if (text && text.length <= MAX_NAME) return text;
  throw new PatchwiseError('invalid-config', `A project's name must be a text of 1 to ${MAX_NAME} characters.`, {
    field: 'name',
  });
}

/** The projects of this origin. */
export class Projects {
  readonly #root: FileSystemDirectoryHandle;

  private constructor(root: FileSystemDirectoryHandle) {
    this.#root = root;
  }

  /** Rejects with `storage-failed` where the browser keeps nothing, as in private windows of some. */
  static open(folder = 'patchwise-projects'): Promise<Projects> {
    return attempt(async () => {
      if (typeof navigator === 'undefined' || !navigator.storage?.getDirectory || !navigator.locks || !canKeepFiles()) {
        throw failed(
          'This browser or page keeps no files, nor does Node',
          'Use a newer browser, and an address with https',
        );
      }
      const root = await navigator.storage.getDirectory();
      return new Projects(await root.getDirectoryHandle(folder, { create: true }));
    });
  }

  /** All projects, the last changed first; deleted ones, too, for as long as they can be restored. */
  list(): Promise<ProjectInfo[]> {
    return attempt(async () => {
      const found: ProjectInfo[] = [];
      for await (const [id, handle] of this.#root.entries()) {
        if (handle.kind !== 'directory') continue;
        const info = await infoOf(id, handle as FileSystemDirectoryHandle);
        if (info?.deleted && Date.now() - info.deleted > RESTORABLE_MS) {
          // Unless a tab has it open.
          await this.erase(id).catch(() => undefined);
        } else if (info) found.push(info);
      }
      return found.sort((a, b) => b.changed - a.changed);
    });
  }

  /** A new project, opened. */
  create(name: string): Promise<Project> {
    const text = checkName(name);
    return attempt(async () => {
      // So that the browser does not clear it when space gets short, where it agrees.
      void navigator.storage.persist?.().catch(() => undefined);
      const id = crypto.randomUUID();
      const folder = await this.#root.getDirectoryHandle(id, { create: true });
      const now = Date.now();
      const manifest = { version: VERSION, name: text, created: now, changed: now, deleted: null, entries: {} };
      try {
        await writeFile(folder, MANIFEST, JSON.stringify(manifest));
      } catch (error) {
        await this.#root.removeEntry(id, { recursive: true }).catch(() => undefined);
        throw error;
      }
      return this.open(id);
    });
  }

  /** Opens a project; rejects with `busy` while another tab has it open. */
  open(id: string): Promise<Project> {
    return attempt(async () => {
      const folder = await this.#folder(id);
      const release = await lockProject(id);
      try {
        const info = await infoOf(id, folder);
        if (!info || info.problem)
          throw failed(`The project cannot be opened: ${info?.problem ?? 'it is empty'}`, 'Use another');
        const manifest = await readManifest(folder);
        await sweep(folder, manifest);
        return new Project(id, folder, manifest, release);
      } catch (error) {
        release();
        throw error;
      }
    });
  }

  /** Gives a project that is not open another name. */
  rename(id: string, name: string): Promise<void> {
    const text = checkName(name);
    return this.#change(id, (manifest) => ({ ...manifest, name: text }));
  }

  /** Deletes a project that is not open; {@link restore} undoes it for a week. */
  delete(id: string): Promise<void> {
    return this.#change(id, (manifest) => ({ ...manifest, deleted: Date.now() }));
  }

  restore(id: string): Promise<void> {
    return this.#change(id, (manifest) => ({ ...manifest, deleted: null }));
  }

  /** Ends a project for good, at once. */
  erase(id: string): Promise<void> {
    return attempt(async () => {
      const release = await lockProject(id);
      try {
        await this.#root.removeEntry(id, { recursive: true });
      } finally {
        release();
      }
    });
  }

  usage(): Promise<StorageUsage> {
    return attempt(usageOf);
  }

  async #folder(id: string): Promise<FileSystemDirectoryHandle> {
    try {
      return await this.#root.getDirectoryHandle(id);
    } catch {
      throw failed('There is no such project', 'It may have been deleted in another tab');
    }
  }

  #change(id: string, change: (manifest: Manifest) => Manifest): Promise<void> {
    return attempt(async () => {
      const folder = await this.#folder(id);
      const release = await lockProject(id);
      try {
        await writeFile(folder, MANIFEST, JSON.stringify(change(await readManifest(folder))));
      } finally {
        release();
      }
    });
  }
}

/** Waits no longer than a page that is being left takes to let go. Returns what ends the lock. */
const lockProject = (id: string): Promise<() => void> =>
  lock(`patchwise project ${id}`, 'This project is open in another tab. Close it there, or use another project.');

async function infoOf(id: string, folder: FileSystemDirectoryHandle): Promise<ProjectInfo | undefined> {
  try {
    const { version, name, created, changed, deleted } = await readManifest(folder);
    const problem = version > VERSION ? 'it was made by a newer version of this page' : null;
    return { id, name, created, changed, deleted, problem };
  } catch (error) {
    // Killed before its first manifest.
    if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
    return { id, name: id, created: 0, changed: 0, deleted: null, problem: 'it is damaged' };
  }
}

/** Removes files that no entry has: of changes that a kill cut short. */
async function sweep(folder: FileSystemDirectoryHandle, { entries }: Manifest): Promise<void> {
  const known = new Set([MANIFEST, ...Object.values(entries).map(({ file }) => file)]);
  const lost: string[] = [];
  for await (const name of folder.keys()) if (!known.has(name)) lost.push(name);
  // A browser may still hold the file of a write that was cut short.
  for (const name of lost) await folder.removeEntry(name).catch(() => undefined);
}

function checkFile(given: unknown): NamedFile {
  const named = toNamed(given);
  if (named) return named;
  const message = '`files` must be a list of files, or of `{ path, file }` with a text and a Blob.';
  throw new PatchwiseError('invalid-config', message, { field: 'files' });
}

/** A file in a pack, which becomes a blob of its own only when it is used. */
class PackedFile implements NamedFile {
  readonly path: string;
  readonly within: NonNullable<NamedFile['within']>;

  constructor(path: string, within: NonNullable<NamedFile['within']>) {
    this.path = path;
    this.within = within;
  }

  get file(): Blob {
    const { blob, start, end } = this.within;
    return blob.slice(start, end);
  }
}

/** An open project. No other tab can open it until it is closed. */
export class Project {
  readonly id: string;
  readonly #folder: FileSystemDirectoryHandle;
  readonly #release: () => void;
  #manifest: Manifest;
  /** The last change; the next one waits for it. */
  #writing: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** @internal */
  constructor(id: string, folder: FileSystemDirectoryHandle, manifest: Manifest, release: () => void) {
    this.id = id;
    this.#folder = folder;
    this.#manifest = manifest;
    this.#release = release;
  }

  get name(): string {
    return this.#manifest.name;
  }

  /** When it was made, in milliseconds since 1970. */
  get created(): number {
    return this.#manifest.created;
  }

  /** Names of all entries; files of {@link keepFiles} are none. */
  get entries(): string[] {
    return Object.keys(this.#manifest.entries).filter((name) => !isOfFiles(name));
  }

  /** Whether an entry is a plain value, and not bytes or text. */
  isValue(name: string): boolean {
    return this.#manifest.entries[name]?.isValue ?? false;
  }

  rename(name: string): Promise<void> {
    const text = checkName(name);
    return this.#inTurn(() => this.#replaceManifest({ ...this.#manifest, name: text }));
  }

  /** Changes entries, all of them or, where it fails or the tab ends, none. */
  write(changes: Record<string, EntryValue>): Promise<void> {
    return this.#inTurn(async () => {
      const entries = { ...this.#manifest.entries };
      const replaced: string[] = [];
      const added: string[] = [];
      try {
        for (const [name, value] of Object.entries(changes)) {
          if (isOfFiles(name)) {
            const message = `The entry \`${name}\` belongs to keepFiles. Use another name.`;
            throw new PatchwiseError('invalid-config', message, { field: name });
          }
          const before = entries[name];
          if (before) replaced.push(before.file);
          if (value === null) {
            delete entries[name];
            continue;
          }
          const isData =
            value instanceof Blob ||
            ArrayBuffer.isView(value) ||
            value instanceof ArrayBuffer ||
            typeof value === 'string';
          const file = crypto.randomUUID();
          added.push(file);
          await writeFile(this.#folder, file, isData ? (value as Blob | BufferSource | string) : JSON.stringify(value));
          entries[name] = { file, isValue: !isData };
        }
        await this.#replaceManifest({ ...this.#manifest, entries });
      } catch (error) {
        await this.#remove(added);
        throw error;
      }
      await this.#remove(replaced);
    });
  }

  /**
   * The bytes of an entry; undefined where there is none. They are read only when used, and are gone once the entry is
   * changed.
   */
  async read(name: string): Promise<Blob | undefined> {
    const entry = this.#manifest.entries[name];
    return entry && attempt(async () => (await this.#folder.getFileHandle(entry.file)).getFile());
  }

  /** A plain value; undefined where there is none. */
  async readValue<T>(name: string): Promise<T | undefined> {
    const blob = await this.read(name);
    return blob && (JSON.parse(await blob.text()) as T);
  }

  /** Keeps files, such as images to pretrain on, in place of those kept before; they are copied into one pack. */
  keepFiles(
    files: Iterable<File | NamedFile> | AsyncIterable<File | NamedFile>,
    onFile?: (done: number) => void,
  ): Promise<void> {
    return this.#inTurn(async () => {
      const file = crypto.randomUUID();
      const { entries } = this.#manifest;
      const replaced = [entries[FILES], entries[DATA]].flatMap((entry) => (entry ? [entry.file] : []));
      const list = crypto.randomUUID();
      try {
        const pack = await this.#pack(file, files, onFile);
        await writeFile(this.#folder, list, JSON.stringify(pack));
        await this.#replaceManifest({
          ...this.#manifest,
          entries: {
            ...entries,
            [FILES]: { file: list, isValue: true },
            [DATA]: { file, isValue: false },
          },
        });
      } catch (error) {
        await this.#remove([file, list]);
        throw error;
      }
      await this.#remove(replaced);
    });
  }

  /** The files kept by {@link keepFiles}; each is read only when used. */
  async files(): Promise<NamedFile[]> {
    const pack = (await this.readValue<Pack>(FILES)) ?? [];
    const data = await this.read(DATA);
    return data ? pack.map(([path, start, end]) => new PackedFile(path, { blob: data, start, end })) : [];
  }

  /** Waits for changes under way, and lets other tabs open the project. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#writing.catch(() => undefined);
    this.#release();
  }

  async #pack(
    name: string,
    files: Iterable<File | NamedFile> | AsyncIterable<File | NamedFile>,
    onFile?: (done: number) => void,
  ): Promise<Pack> {
    const handle = await this.#folder.getFileHandle(name, { create: true });
    const writable = await handle.createWritable();
    const pack: Pack = [];
    let end = 0;
    try {
      for await (const given of files) {
        const { path, file } = checkFile(given);
        await writable.write(file);
        pack.push([path, end, end + file.size]);
        end += file.size;
        onFile?.(pack.length);
      }
      await writable.close();
    } catch (error) {
      await writable.abort().catch(() => undefined);
      throw error;
    }
    return pack;
  }

  async #replaceManifest(manifest: Manifest): Promise<void> {
    const changed = { ...manifest, changed: Date.now() };
    await writeFile(this.#folder, MANIFEST, JSON.stringify(changed));
    this.#manifest = changed;
  }

  /** Removes files that no entry has any more; what cannot be removed now goes when the project is opened next. */
  async #remove(names: string[]): Promise<void> {
    for (const name of names) await this.#folder.removeEntry(name).catch(() => undefined);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#isClosed) return Promise.reject(failed('The project was closed', 'Open it again'));
    const next = this.#writing.catch(() => undefined).then(() => attempt(work));
    this.#writing = next;
    return next;
  }
}
