/** A run that goes on by itself, on a new device, where its device or worker fails. */
import type { Connection } from './connection.js';
import { PatchwiseError } from './errors.js';
import { follow, type Job } from './job.js';
import type { PretrainEvent, PretrainSummary } from './types.js';

/** What a run begins anew with. */
export interface Restart {
  /** Of the run; undefined before it has one. */
  checkpoint: Uint8Array | undefined;
  /** Undefined where it stays as it was. */
  microBatch: number | undefined;
}

export interface Repair {
  /** Restarts without a checkpoint between them, at most. */
  most: number;
  /** The run from its start, or from where it was. */
  jobOf(restart?: Restart): Job<PretrainEvent, PretrainSummary>;
  /** Its last checkpoint. */
  checkpoint(): Uint8Array | undefined;
  /** A new device, for the reason that the last one has failed, with the data that were loaded. */
  reopen(reason: PatchwiseError): Promise<Connection>;
}

/** As {@link follow}, with an event for each restart. */
export async function* followRepaired(
  first: Connection,
  { most, jobOf, checkpoint, reopen }: Repair,
  stopping: AbortSignal,
): AsyncGenerator<PretrainEvent, PretrainSummary, void> {
  let [connection, job] = [first, jobOf()];
  const before = checkpoint();
  let [restarts, imagesAtOnce] = [0, 0];
  let reason: PatchwiseError | undefined;
  for (;;) {
    try {
      const events = follow(connection, job, stopping);
      let atStart: Uint8Array | undefined;
      for (;;) {
        const next = await events.next();
        if (next.done) return next.value;
        const event = next.value;
        if (event.kind === 'started') {
          ({ imagesAtOnce } = event);
          atStart = checkpoint();
          yield reason ? { kind: 'restarted', done: event.done, restarts, reason, imagesAtOnce } : event;
          continue;
        }
        // What comes after a checkpoint is another failure.
        if (event.kind === 'progress' && checkpoint() !== atStart) restarts = 0;
        yield event;
      }
    } catch (error) {
      const own = checkpoint() === before ? undefined : checkpoint();
      // Where it was to stop, it begins anew only for the network that it has.
      const isOver = (stopping.aborted || job.options?.signal?.aborted === true) && !own;
      if (!(error instanceof PatchwiseError && error.isFatal) || restarts >= most || isOver) throw error;
      const microBatch = error.code === 'out-of-memory' ? Math.floor(imagesAtOnce / 2) : undefined;
      if (microBatch !== undefined && microBatch < 2) throw error;
      connection.close();
      try {
        connection = await reopen(error);
      } catch {
        // The first failure is the one to know.
        throw error;
      }
      restarts += 1;
      reason = error;
      job = jobOf({ checkpoint: own, microBatch });
    }
  }
}
