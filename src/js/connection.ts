/** The page's end of one worker. */
import { PatchwiseError } from './errors.js';
import { bitmapsOf } from './pictures.js';
import type { CallName, Calls, Response, WireError } from './protocol.js';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: PatchwiseError): void;
}

export class Connection {
  readonly #worker: Worker;
  readonly #owned: Worker[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  /** Why no further call is answered. */
  #ended: PatchwiseError | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener('message', (event: MessageEvent<Response>) => this.#receive(event.data));
    worker.addEventListener('error', (event) => {
      const unloaded =
        'its script or module could not be loaded: check that the file is there (`workerUrl` says where)';
      const message = event.message || `${unloaded}, and that the page's content security policy allows it`;
      this.end({ code: 'internal-error', message: `The worker stopped: ${message}.` });
    });
  }

  call<Name extends CallName>(
    name: Name,
    ...values: Parameters<Calls[Name]>
  ): Promise<Awaited<ReturnType<Calls[Name]>>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      try {
        this.#worker.postMessage({ id, name, arguments: values }, bitmapsOf(values));
      } catch (error) {
        this.#waiting.delete(id);
        const problem = 'An image cannot be passed on, as its pixels are those of another origin';
        const remedy = 'Load it with `crossorigin="anonymous"` from a host that allows it.';
        reject(new PatchwiseError('invalid-data', `${problem} (${(error as Error).message}). ${remedy}`));
      }
    });
  }

  close(): void {
    this.end({ code: 'closed', message: 'This instance was closed. Call `open` for a new one.' });
  }

  /** A worker that ends with this one. */
  own(worker: Worker): void {
    if (this.#ended) worker.terminate();
    else this.#owned.push(worker);
  }

  #receive(response: Response): void {
    if ('fatal' in response) return this.end(response.fatal);
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if ('error' in response) waiting?.reject(toError(response.error));
    else waiting?.resolve(response.result);
  }

  /** Ends the worker; every call fails for this reason. */
  end(reason: WireError): void {
    if (this.#ended) return;
    this.#ended = toError(reason);
    for (const worker of [this.#worker, ...this.#owned]) worker.terminate();
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended);
    this.#waiting.clear();
  }
}

function toError({ code, message, ...details }: WireError): PatchwiseError {
  return new PatchwiseError(code, message, details);
}
