/** Long work in the worker as a `Run`, whatever it is. */
import type { Connection } from './connection.js';
import { bytesOf } from './plain.js';
import type { JobEvent, JobRequest } from './protocol.js';
import { Run } from './run.js';
import type { NamedFile } from './types.js';

/** How long the worker works before it answers, so that pause and stop take effect soon. */
const BUDGET_MS = 200;

type EndOf<Event> = Extract<Event, { kind: 'finished' | 'stopped' }>;

/** Work that was stopped before it started. */
const UNSTARTED = { kind: 'stopped' } as const;

export interface Asked {
  request: JobRequest;
  /** For the job `files`. */
  files?: NamedFile[];
}

export interface Job<Event extends JobEvent, Result> {
  /** What the engine is asked for; throws where the options are wrong. */
  ask(): Asked;
  /** A checkpoint for the job `resume`, a network for `pretrain`. */
  bytes?: Uint8Array | ArrayBuffer | Blob | undefined;
  signal?: AbortSignal | undefined;
  /** Called with each event before the run gives it. */
  onEvent?(event: Event): Promise<void>;
  /** Called where the work fails, before the run gives the error. */
  onError?(): Promise<void>;
  /** The only event of a run that was stopped before it started; default without content. */
  unstarted?: EndOf<Event>;
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
  { ask, bytes, signal, onEvent, onError, unstarted, resultOf }: Job<Event, Result>,
  isStopped: () => boolean,
): AsyncGenerator<Event, Result, void> {
  const isOver = () => isStopped() || signal?.aborted === true;
  const { request, files = [] } = ask();
  const names = files.map(({ path }) => path);
  const blobs = files.map(({ file }) => file);
  const checkpoint = bytes && (await bytesOf(bytes, request.job === 'resume' ? 'resume' : 'init'));
  if (isOver()) {
    // Starting would replace what is there.
    const end = unstarted ?? (UNSTARTED as EndOf<Event>);
    yield end;
    return resultOf(end);
  }
  // The engine knows no type of event; the request decides which ones come.
  let event = (await connection.call('start', request, names, blobs, checkpoint)) as Event;
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
      event = (await (isOver() ? connection.call('stop') : connection.call('advance', BUDGET_MS))) as Event;
    } catch (error) {
      // The engine has ended the work by itself: another may have begun.
      await onError?.().catch(() => undefined);
      throw error;
    }
  }
}
