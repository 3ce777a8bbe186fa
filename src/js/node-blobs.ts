/**
 * Files between threads of Node: those that lie on a disk cannot be passed on, and no thread reads any at once. So the
 * thread that was given a file keeps it and reads it, while the one that asks waits.
 */

/** How a file is passed on. */
interface Stub {
  patchwiseFile: number;
  size: number;
  type: string;
}

/** Asks for a piece, or says that a file is not needed any more. */
export type FileRequest =
  | { read: number; start: number; end: number; numbers: SharedArrayBuffer; bytes: SharedArrayBuffer }
  | { release: number };

/** The shared numbers: whether the piece is there, and its length. */
const [STATE, LENGTH] = [0, 1];
const [READ, FAILED] = [1, 2];
/** A disk that is asleep wakes by then. */
const MOST_MS = 60_000;

export const isFileRequest = (data: unknown): data is FileRequest =>
  typeof data === 'object' && data !== null && ('read' in data || 'release' in data);

/** The end of the thread that has the files. */
export class GivenFiles {
  readonly #files = new Map<number, Blob>();
  #next = 1;

  /** A message with stubs in place of its files. */
  replace(message: unknown): unknown {
    const ids = new Map<Blob, number>();
    return mapFiles(message, (value) => {
      if (!(value instanceof Blob)) return undefined;
      const id = ids.get(value) ?? this.#next++;
      ids.set(value, id);
      this.#files.set(id, value);
      return { patchwiseFile: id, size: value.size, type: value.type } satisfies Stub;
    });
  }

  clear(): void {
    this.#files.clear();
  }

  async answer(request: FileRequest): Promise<void> {
    if ('release' in request) return void this.#files.delete(request.release);
    const shared = new Int32Array(request.numbers);
    try {
      const piece = this.#files.get(request.read)?.slice(request.start, request.end);
      const content = new Uint8Array((await piece?.arrayBuffer()) ?? []);
      new Uint8Array(request.bytes).set(content);
      Atomics.store(shared, LENGTH, content.length);
      Atomics.store(shared, STATE, READ);
    } catch {
      Atomics.store(shared, STATE, FAILED);
    }
    Atomics.notify(shared, STATE);
  }
}

type Ask = (request: FileRequest) => void;

/** A file of another thread, with what is used of a `Blob`. */
class OtherFile {
  readonly size: number;

  constructor(
    /** Shared by all parts of a file: once nothing has it, the file is released. */
    readonly token: { id: number },
    readonly ask: Ask,
    readonly start: number,
    end: number,
    readonly type: string,
  ) {
    this.size = end - start;
  }

  slice(start = 0, end = this.size): OtherFile {
    const within = (place: number) => this.start + Math.min(Math.max(place, 0), this.size);
    return new OtherFile(this.token, this.ask, within(start), Math.max(within(start), within(end)), this.type);
  }

  readNow(): ArrayBuffer {
    const [numbers, bytes] = [new SharedArrayBuffer(8), new SharedArrayBuffer(this.size)];
    const shared = new Int32Array(numbers);
    this.ask({ read: this.token.id, start: this.start, end: this.start + this.size, numbers, bytes });
    const answered = Atomics.wait(shared, STATE, 0, MOST_MS);
    if (answered === 'timed-out' || Atomics.load(shared, STATE) === FAILED) throw new Error('the file cannot be read');
    return new Uint8Array(bytes, 0, Atomics.load(shared, LENGTH)).slice().buffer;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.readNow();
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(this.readNow());
  }
}

/** The other end: gives back the files of a message. */
export function filesOf(ask: Ask): (message: unknown) => unknown {
  const registry = new FinalizationRegistry<number>((id) => ask({ release: id }));
  return (message) => {
    const tokens = new Map<number, { id: number }>();
    return mapFiles(message, (value) => {
      if (!('patchwiseFile' in value)) return undefined;
      const { patchwiseFile: id, size, type } = value as Stub;
      let token = tokens.get(id);
      if (!token) {
        token = { id };
        tokens.set(id, token);
        registry.register(token, id);
      }
      return new OtherFile(token, ask, 0, size, type);
    });
  };
}

/** `FileReaderSync`, as browsers have it. */
export class NodeReader {
  readAsArrayBuffer(file: OtherFile): ArrayBuffer {
    return file.readNow();
  }
}

/** Replaces objects within a request's arguments: in lists, and as the `file` of their items. */
function mapFiles(message: unknown, replace: (value: object) => unknown): unknown {
  const { arguments: values } = message as { arguments?: unknown };
  if (!Array.isArray(values)) return message;
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
  const one = (value: unknown): unknown => {
    if (!isObject(value)) return value;
    const other = replace(value);
    if (other !== undefined) return other;
    return 'file' in value && isObject(value.file) ? { ...value, file: replace(value.file) ?? value.file } : value;
  };
  const all = (value: unknown): unknown => (Array.isArray(value) ? value.map(one) : one(value));
  return { ...(message as object), arguments: values.map(all) };
}
