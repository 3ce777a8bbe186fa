/** Long work in the worker as a `Run`, whatever it is. */
import type { Connection } from './connection.js';
import { toSent } from './pictures.js';
import { bytesOf, checkNames, checkSignal } from './plain.js';
import type { JobEvent, JobRequest } from './protocol.js';
import { Run } from './run.js';
import type { ImageInput, NamedFile, RunOptions } from './types.js';

/** How long the worker works before it answers, so that pause and stop take effect soon. */
const BUDGET_MS = 200;

type EndOf<Event> = Extract<Event, { kind: 'finished' | 'stopped' }>;

const BROWSER_FORMATS = /\.(avif|heic|heif)$/i;

export const ONLY_SIGNAL: readonly string[] = ['signal'];

/** Work that was stopped before it started. */
const UNSTARTED = { kind: 'stopped' } as const;

export interface Asked {
  request: JobRequest;
  /** For the job `files`. */
  files?: NamedFile[];
  /** For the job `search`. */
  pictures?: ImageInput[];
  /** Whether the browser decodes what the engine does not read. */
  decodeByBrowser?: boolean;
}

export interface Job<Event extends JobEvent, Result> {
  /** What the engine is asked for; throws where the options are wrong. */
  ask(): Asked;
  /** A checkpoint for the job `resume`, a network for `pretrain`. */
  bytes?: Uint8Array | ArrayBuffer | Blob | undefined;
  /** What the caller gave besides the config, and the names that it may have; default `signal` alone. */
  options?: RunOptions;
  optionNames?: readonly string[];
  /** Called with each event before the run gives it. */
  onEvent?(event: Event): Promise<void>;
  /** Called where the work fails, before the run gives the error. */
  onError?(): Promise<void>;
  /** Whether there is something to wait for where the work is stopped within a piece; default true. */
  isKeptWhenStopped?: boolean;
  /** Whether it starts also where it was stopped before, so that the engine has what it stops at; default false. */
  mustStart?: boolean;
  /** The only event of a run that was stopped before it started; default without content. */
  unstarted?: EndOf<Event>;
  /** What the run gives, by its last event. */
  resultOf(end: EndOf<Event>): Result;
}

export function runJob<Event extends JobEvent, Result>(
  connection: Connection,
  job: Job<Event, Result>,
): Run<Event, Result> {
  return new Run((stopping) => follow(connection, job, stopping));
}

/** The events of a job until its end; gives its result. */
export async function* follow<Event extends JobEvent, Result>(
  connection: Connection,
  {
    ask,
    bytes,
    options = {},
    optionNames = ONLY_SIGNAL,
    onEvent,
    onError,
    unstarted,
    isKeptWhenStopped = true,
    mustStart = false,
    resultOf,
  }: Job<Event, Result>,
  stopping: AbortSignal,
): AsyncGenerator<Event, Result, void> {
  checkNames(options, optionNames);
  const { signal } = options;
  checkSignal(signal);
  const isOver = () => stopping.aborted || signal?.aborted === true;
  const left = isKeptWhenStopped ? new Promise<never>(() => undefined) : aborted(stopping, signal);
  const { request, files = [], pictures = [], decodeByBrowser } = ask();
  const names = files.map(({ path }) => path);
  const blobs: Blob[] = [];
  const ranges = new Float64Array(2 * files.length).fill(-1);
  for (const [index, named] of files.entries()) {
    const { path, within } = named;
    const isForBrowser = decodeByBrowser === true && BROWSER_FORMATS.test(path) && !isOver();
    const decoded = isForBrowser ? await connection.call('decode', named.file) : null;
    if (within && !decoded) ranges.set([within.start, within.end], 2 * index);
    blobs.push(decoded ?? within?.blob ?? named.file);
  }
  const sent = await Promise.all(pictures.map(toSent));
  const checkpoint = bytes && (await bytesOf(bytes, request.job === 'resume' ? 'resume' : 'init'));
  if (isOver() && !mustStart) {
    // Starting would replace what is there.
    const end = unstarted ?? (UNSTARTED as EndOf<Event>);
    yield end;
    return resultOf(end);
  }
  // The engine knows no type of event; the request decides which ones come.
  const starting = connection.call('start', request, names, blobs, ranges, checkpoint, sent);
  let event = ((await Promise.race([starting, left])) ?? leave(connection, starting)) as Event;
  for (;;) {
    try {
      await onEvent?.(event);
    } catch (error) {
      // The work itself is still on. Stopping may fail for the same reason, which is the one to know.
      await connection.call('stop').catch(() => undefined);
      throw error;
    }
    yield event;
    if (event.kind === 'finished' || event.kind === 'stopped') return resultOf(event as EndOf<Event>);
    try {
      if (isOver()) {
        event = (await connection.call('stop')) as Event;
        continue;
      }
      const advancing = connection.call('advance', BUDGET_MS);
      // The last piece keeps what was loaded.
      const isLast = 'done' in event && 'total' in event && event.done === event.total;
      const next = isLast ? advancing : Promise.race([advancing, left]);
      event = ((await next) ?? leave(connection, advancing)) as Event;
    } catch (error) {
      // The engine has ended the work by itself: another may have begun.
      await onError?.().catch(() => undefined);
      throw error;
    }
  }
}

/** Resolves to null when one of the signals is aborted. */
function aborted(...signals: (AbortSignal | undefined)[]): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of signals) signal?.addEventListener('abort', () => resolve(null), { once: true });
  });
}

/** Stops work within a piece, which may be a long one, and does not wait for it: nothing of it is kept. */
function leave(connection: Connection, working: Promise<unknown>): JobEvent {
  // The worker takes this call before any later one. Where the piece fails, the work has ended as well.
  for (const call of [working, connection.call('stop')]) call.catch(() => undefined);
  return UNSTARTED;
}
