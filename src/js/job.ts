/** Long work in the worker as a `Run`, whatever it is. */
import type { Connection } from './connection.js';
import type { JobEvent, JobRequest } from './protocol.js';
import { Run } from './run.js';

/** How long the worker works before it answers, so that pause and stop take effect soon. */
const BUDGET_MS = 200;

type EndOf<Event> = Extract<Event, { kind: 'finished' | 'stopped' }>;

export interface Job<Event extends JobEvent, Result> {
  request: JobRequest;
  /** With paths, for the job `files`. */
  files?: { path: string; file: Blob }[];
  /** A checkpoint, for the job `resume`. */
  bytes?: Uint8Array | undefined;
  signal?: AbortSignal | undefined;
  /** Called with each event before the run gives it. */
  onEvent?(event: Event): Promise<void>;
  /** Called where the work fails, before the run gives the error. */
  onError?(): Promise<void>;
  /** What the run gives, by its last event. */
  resultOf(end: EndOf<Event>): Result;
}

export function runJob<Event extends JobEvent, Result>(
  connection: Connection,
  job: Job<Event, Result>,
): Run<Event, Result> {
  return new Run((isStopped) => follow(connection, job, isStopped));
}

async function* follow<Event extends JobEvent, Result>(
  connection: Connection,
  { request, files = [], bytes, signal, onEvent, onError, resultOf }: Job<Event, Result>,
  isStopped: () => boolean,
): AsyncGenerator<Event, Result, void> {
  const names = files.map(({ path }) => path);
  const blobs = files.map(({ file }) => file);
  // The engine knows no type of event; the request decides which ones come.
  let event = (await connection.call('start', request, names, blobs, bytes)) as Event;
  yield event;
  try {
    while (event.kind === 'started' || event.kind === 'progress') {
      const next = isStopped() || signal?.aborted ? connection.call('stop') : connection.call('advance', BUDGET_MS);
      event = (await next) as Event;
      await onEvent?.(event);
      yield event;
    }
  } catch (error) {
    // Neither may hide why the work failed.
    await onError?.().catch(() => undefined);
    await connection.call('stop').catch(() => undefined);
    throw error;
  }
  return resultOf(event as EndOf<Event>);
}
