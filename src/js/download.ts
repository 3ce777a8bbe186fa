/**
 * Data from the network: downloads a file, keeps it in the origin's private file system, and goes on where it stopped.
 * It is independent of the rest of the package.
 *
 * A kept download is a folder with `info.json` and the pieces of the file in their order. A piece appears whole or not at
 * all, so whatever ends the tab, the pieces that are there are the start of the file.
 *
 * @module patchwise/download
 */
import { PatchwiseError } from './errors.js';
import { canKeepFiles, describeUsage, lock, writeFile } from './origin-files.js';
import { checkNames, checkSignal, refused } from './plain.js';
import { Run } from './run.js';

const FOLDER = 'patchwise-downloads';
const INFO = 'info.json';
/** Bytes of a piece: what a killed tab loses at most. */
const PIECE_BYTES = 8 * 2 ** 20;
/** After which time a smaller piece is kept. */
const PIECE_MS = 2000;
/** Attempts in a row that bring nothing, and how long the first waits for the next. */
const ATTEMPTS = 4;
const WAIT_MS = 500;
/** Between two events. */
const TELL_MS = 100;

export interface DownloadOptions {
  /** Aborting stops the download, as `run.stop()` does. It is not an error: what has arrived is kept. */
  signal?: AbortSignal;
  /** Download again what was kept; default false. */
  fresh?: boolean;
}

/** In this order: `started`, `progress` any number of times, then `finished` or `stopped`. Bytes and milliseconds. */
export type DownloadEvent =
  /** `done`: kept from before; `total` is null where the server does not tell it. */
  | { kind: 'started'; done: number; total: number | null }
  | { kind: 'progress'; done: number; total: number | null; elapsedMs: number; remainingMs: number | null }
  /** `isKept`: whether it is there after a reload. */
  | { kind: 'finished'; size: number; isKept: boolean }
  | { kind: 'stopped'; done: number };

/** A download that is kept. */
export interface DownloadInfo {
  url: string;
  /** Bytes that are there. */
  size: number;
  isComplete: boolean;
}

/** What is known of the file by the server's answer. */
interface Info {
  url: string;
  /** By which a later answer is told to be of the same file; null where the server shows none. */
  version: string | null;
  total: number | null;
  isComplete: boolean;
}

/** The pieces of one file; in memory where the browser keeps no files. */
interface Store {
  readonly isKept: boolean;
  read(): Promise<Info | undefined>;
  write(info: Info): Promise<void>;
  pieces(): Promise<Blob[]>;
  append(piece: Blob): Promise<void>;
  clear(): Promise<void>;
}

/**
 * Downloads a file; give the result to `load` among its `files`. What was downloaded before is taken from what is kept,
 * also without a network; where nothing can be kept, as in Node, `isKept` of the last event is false. Needs a server that lets other pages read it (CORS). The result is undefined where it was
 * stopped.
 */
export function download(url: string | URL, options: DownloadOptions = {}): Run<DownloadEvent, File | undefined> {
  return new Run(async function* (stopping) {
    checkNames(options, ['signal', 'fresh']);
    const { signal, fresh = false } = options;
    checkSignal(signal);
    const address = addressOf(url);
    const over = either(stopping, signal);
    const release = await lockDownload(address.href);
    try {
      const store = await storeOf(address.href);
      if (fresh) await store.clear();
      return yield* fetchInto(store, address, over);
    } catch (error) {
      throw await explain(error, address);
    } finally {
      release();
    }
  });
}

/** What is kept of downloads. */
export async function downloads(): Promise<DownloadInfo[]> {
  const folder = await openFolder();
  const found: DownloadInfo[] = [];
  if (!folder) return found;
  for await (const [, handle] of folder.entries()) {
    if (handle.kind !== 'directory') continue;
    const store = keptStore(folder, handle.name);
    const info = await store.read();
    if (info) found.push({ url: info.url, size: sizeOf(await store.pieces()), isComplete: info.isComplete });
  }
  return found;
}

/** Removes what is kept of a download, if anything is. Rejects with `busy` while it is being downloaded. */
export async function removeDownload(url: string | URL): Promise<void> {
  const { href } = addressOf(url);
  const release = await lockDownload(href);
  try {
    await (await storeOf(href)).clear();
  } finally {
    release();
  }
}

async function* fetchInto(
  store: Store,
  address: URL,
  over: AbortSignal,
): AsyncGenerator<DownloadEvent, File | undefined, void> {
  const started = performance.now();
  let info = await store.read();
  let done = info ? sizeOf(await store.pieces()) : 0;
  // What a kill left of a removal, or where the browser lost a piece.
  const isBroken = !info || (info.isComplete && done !== info.total) || (info.total !== null && done > info.total);
  if (isBroken) {
    await store.clear();
    [info, done] = [undefined, 0];
  } else if (info && done === info.total) info = { ...info, isComplete: true };
  /** Where an answer with all of the file ended before. */
  let endedAt = -1;
  let before = done;
  let told = -TELL_MS;
  let hasStarted = false;
  const start = function* (): Generator<DownloadEvent, void, void> {
    if (!hasStarted) yield { kind: 'started', done, total: info?.total ?? null };
    hasStarted = true;
  };
  const waiting = new Pending();
  for (let failures = 0; !info?.isComplete;) {
    if (over.aborted) {
      yield { kind: 'stopped', done };
      return undefined;
    }
    const had = done;
    try {
      const answer = await ask(address, over, info, done);
      if (answer.isAnew) {
        await store.clear();
        [done, before] = [0, 0];
      }
      info = answer.info;
      if (done === 0) await store.write(info);
      yield* start();
      const reader = answer.body.getReader();
      try {
        for (;;) {
          const { done: isEnd, value } = await reader.read();
          if (isEnd) break;
          waiting.push(value);
          done += value.length;
          // It was the length of the packed file: the browser unpacks it.
          if (info.total !== null && done > info.total) info = { ...info, total: null };
          if (waiting.size >= PIECE_BYTES || waiting.isOld) await waiting.flush(store);
          const { total } = info;
          const elapsedMs = performance.now() - started;
          if (over.aborted) break;
          if (elapsedMs - told < TELL_MS) continue;
          told = elapsedMs;
          const perByte = elapsedMs / Math.max(1, done - before);
          const remainingMs = total === null ? null : perByte * (total - done);
          yield { kind: 'progress', done, total, elapsedMs, remainingMs };
        }
      } finally {
        reader.cancel().catch(() => undefined);
        await waiting.flush(store);
      }
      if (over.aborted) continue;
      if (info.total !== null && done < info.total) {
        // Twice the same end of a whole answer: what it said was the length of the packed file.
        const isEnd = answer.isWhole && done === endedAt;
        endedAt = answer.isWhole ? done : -1;
        if (!isEnd) throw new Interruption('the connection ended early');
      }
      if (sizeOf(await store.pieces()) !== done)
        throw failed(address, 'its pieces were changed meanwhile', 'Try again');
      info = { ...info, total: done, isComplete: true };
      await store.write(info);
    } catch (error) {
      if (over.aborted) continue;
      failures = done > had ? 1 : failures + 1;
      if (!(error instanceof Interruption || error instanceof TypeError) || failures >= ATTEMPTS) throw error;
      await wait(WAIT_MS * 2 ** (failures - 1), over);
    }
  }
  yield* start();
  const pieces = await store.pieces();
  yield { kind: 'finished', size: sizeOf(pieces), isKept: store.isKept };
  return new File(pieces, nameOf(address));
}

/** Asks for the rest of a file, or for all of it where it is not known to be the same. */
async function ask(
  address: URL,
  signal: AbortSignal,
  info: Info | undefined,
  done: number,
): Promise<{ info: Info; body: ReadableStream<Uint8Array>; isAnew: boolean; isWhole: boolean }> {
  const isRest = done > 0 && info?.version != null;
  // Not kept twice.
  const options: RequestInit = { signal, cache: 'no-store' };
  const headers = { Range: `bytes=${done}-` };
  const response = await fetch(address, isRest ? { ...options, headers } : options);
  const version = versionOf(response);
  const isOther = isRest && response.status === 206 && (version !== info.version || !isRestOf(response, info, done));
  if (isRest && (response.status === 416 || isOther)) {
    await response.body?.cancel();
    return { ...(await ask(address, signal, undefined, 0)), isAnew: true };
  }
  // A server that is busy or down for a moment.
  if ([408, 429].includes(response.status) || response.status >= 500) {
    await response.body?.cancel();
    throw new Interruption(`the server answers ${statusOf(response)}`);
  }
  if (!response.ok || (response.status === 206 && !isRest))
    throw failed(address, `the server answers ${statusOf(response)}`, 'Check the address');
  if (response.headers.get('Content-Type')?.toLowerCase().startsWith('text/html'))
    throw failed(address, 'it is a web page', 'Use the address of the file itself, that of its download link');
  if (!response.body) throw new Interruption('the answer has no content');
  const isPart = isRest && response.status === 206;
  const length = response.headers.get('Content-Length');
  const isLength = length !== null && /^\d+$/.test(length) && !response.headers.has('Content-Encoding');
  const rest = isLength ? Number(length) : null;
  const total = rest === null ? null : rest + (isPart ? done : 0);
  const known = { url: address.href, version, total, isComplete: false };
  return { info: known, body: response.body, isAnew: done > 0 && !isPart, isWhole: !isPart };
}

/** Whether an answer begins where the kept part ends, and ends with the file, as far as it shows. */
function isRestOf({ headers }: Response, { total }: Info, done: number): boolean {
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('Content-Range') ?? '');
  if (range) {
    const [start, end, all] = range.slice(1).map(Number);
    return start === done && (total === null || all === total) && (Number.isNaN(all) || end === (all ?? 0) - 1);
  }
  // Other pages may not see it: then the length has to be that of the rest.
  return total !== null && Number(headers.get('Content-Length') ?? NaN) === total - done;
}

/** What changes with a file: its tag where it holds for each byte, or its date. */
function versionOf({ headers }: Response): string | null {
  const tag = headers.get('ETag');
  return tag && !tag.startsWith('W/') ? tag : headers.get('Last-Modified');
}

const statusOf = ({ status, statusText }: Response) => (statusText ? `${status} (${statusText})` : `${status}`);

/** Bytes that are not kept yet. */
class Pending {
  #parts: Uint8Array[] = [];
  #since = 0;
  size = 0;

  get isOld(): boolean {
    return this.size > 0 && performance.now() - this.#since > PIECE_MS;
  }

  push(part: Uint8Array): void {
    if (this.size === 0) this.#since = performance.now();
    this.#parts.push(part);
    this.size += part.length;
  }

  async flush(store: Store): Promise<void> {
    if (this.size === 0) return;
    const piece = new Blob(this.#parts as Uint8Array<ArrayBuffer>[]);
    [this.#parts, this.size] = [[], 0];
    await store.append(piece);
  }
}

/** A failure after which another attempt may succeed. */
class Interruption extends Error {}

function failed(address: URL, problem: string, remedy: string): PatchwiseError {
  return new PatchwiseError('download-failed', `${address.href} cannot be downloaded: ${problem}. ${remedy}.`);
}

async function explain(error: unknown, address: URL): Promise<unknown> {
  if (error instanceof PatchwiseError) return error;
  const again = canKeepFiles() ? 'What has arrived is kept: download it again to go on' : 'Download it again';
  const remedy = `${again}, or download it yourself and choose the file`;
  if (error instanceof Interruption) return failed(address, error.message, remedy);
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (name === 'QuotaExceededError') {
    const problem = `the storage of this page is full (${await describeUsage()})`;
    return failed(address, problem, 'Remove a kept download or project, or download it yourself and choose the file');
  }
  // Browsers do not say which.
  const reasons = 'the server cannot be reached, or does not let other pages read its files (CORS)';
  if (error instanceof TypeError) return failed(address, reasons, remedy);
  return failed(address, message || name, remedy);
}

function addressOf(url: string | URL): URL {
  const expected = 'an address that starts with https:// or http://, or a path that starts with / or ./';
  const base = (globalThis as { location?: Location }).location?.href;
  const isText = typeof url === 'string' && url.trim() !== '';
  const text = String(url).trim();
  // A word is no address, though it could be one of a file beside the page.
  const isWhole = /^([a-z][a-z0-9+.-]*:|\.{0,2}\/)/i.test(text);
  const address = (isText || url instanceof URL) && isWhole ? parse(text, base) : undefined;
  if (!address || !/^https?:$/.test(address.protocol)) throw refused('url', url, expected);
  if (address.username || address.password) throw refused('url', url, 'an address without a name and password');
  address.hash = '';
  return address;
}

function parse(text: string, base: string | undefined): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** The last part of the path. */
function nameOf({ pathname, hostname }: URL): string {
  const last = pathname.split('/').filter(Boolean).at(-1) ?? hostname;
  try {
    return decodeURIComponent(last).replaceAll('/', '_');
  } catch {
    return last;
  }
}

const sizeOf = (pieces: readonly Blob[]) => pieces.reduce((sum, piece) => sum + piece.size, 0);

/** Aborted with the first of both. */
function either(one: AbortSignal, other: AbortSignal | undefined): AbortSignal {
  const controller = new AbortController();
  for (const signal of [one, other]) {
    if (signal?.aborted) controller.abort();
    signal?.addEventListener('abort', () => controller.abort(), { once: true });
  }
  return controller.signal;
}

function wait(ms: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    over.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** One download of an address at a time, in all tabs. */
async function lockDownload(href: string): Promise<() => void> {
  const hasLocks = (globalThis as { navigator?: Navigator }).navigator?.locks !== undefined;
  if (!hasLocks) return () => undefined;
  const message = `${href} is being downloaded already, here or in another tab. Wait for it, or stop it.`;
  return lock(`patchwise download ${href}`, message);
}

/** Undefined where the browser keeps no files. */
async function openFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  if (!canKeepFiles()) return undefined;
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  } catch {
    return undefined;
  }
}

async function storeOf(href: string): Promise<Store> {
  const folder = await openFolder();
  if (!folder) return memoryStore();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(href)));
  return keptStore(folder, Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join(''));
}

function keptStore(folder: FileSystemDirectoryHandle, name: string): Store {
  const open = () => folder.getDirectoryHandle(name, { create: true });
  const pieces = async () => {
    const own = await open();
    const found: Blob[] = [];
    for (;;) {
      const handle = await own.getFileHandle(String(found.length)).catch(() => undefined);
      const file = await handle?.getFile();
      // A kill may leave one without content.
      if (!file || file.size === 0) return found;
      found.push(file);
    }
  };
  return {
    isKept: true,
    pieces,
    async read() {
      try {
        const file = await (await (await open()).getFileHandle(INFO)).getFile();
        return JSON.parse(await file.text()) as Info;
      } catch {
        return undefined;
      }
    },
    write: async (info) => writeFile(await open(), INFO, JSON.stringify(info)),
    append: async (piece) => writeFile(await open(), String((await pieces()).length), piece),
    async clear() {
      await open();
      await folder.removeEntry(name, { recursive: true });
    },
  };
}

function memoryStore(): Store {
  let [info, pieces]: [Info | undefined, Blob[]] = [undefined, []];
  return {
    isKept: false,
    read: async () => info,
    write: async (known) => void (info = known),
    pieces: async () => pieces,
    append: async (piece) => void pieces.push(piece),
    clear: async () => void ([info, pieces] = [undefined, []]),
  };
}
