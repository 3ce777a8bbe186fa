import type { Connection } from './connection.js';
import type { TrainChunk } from './protocol.js';
import type { PretrainConfig, PretrainEvent, PretrainOptions, PretrainProgress, PretrainSummary } from './types.js';

const CHECKPOINT_EVERY_MS = 10_000;

export async function* pretrain(
  connection: Connection,
  config: PretrainConfig,
  { signal, resume, checkpointEveryMs = CHECKPOINT_EVERY_MS }: PretrainOptions,
  keepCheckpoint: (bytes: Uint8Array) => void,
): AsyncGenerator<PretrainEvent, PretrainSummary, void> {
  const totalSteps = resume
    ? await connection.call('resumePretraining', resume)
    : await connection.call('startPretraining', config);
  const tally = new Tally();
  try {
    yield { kind: 'started', totalSteps };
    let nextCheckpointMs = checkpointEveryMs;
    while (tally.step < totalSteps && !signal?.aborted) {
      const chunk = await connection.call('train');
      if ('preparing' in chunk) {
        tally.wait(chunk.chunkMs);
        yield { kind: 'preparing', ...chunk.preparing };
        continue;
      }
      const progress = tally.add(chunk);
      if (progress.elapsedMs >= nextCheckpointMs) {
        keepCheckpoint(await connection.call('checkpoint'));
        nextCheckpointMs = progress.elapsedMs + checkpointEveryMs;
      }
      yield { kind: 'progress', ...progress };
    }
    keepCheckpoint(await connection.call('checkpoint'));
    const summary = tally.summary(totalSteps);
    yield { kind: 'finished', ...summary };
    return summary;
  } finally {
    // Also where the caller leaves its loop: the run can be taken up again, the network of the last step stays.
    if (tally.step > 0 && tally.step < totalSteps) {
      await connection
        .call('checkpoint')
        .then(keepCheckpoint)
        .catch(() => undefined);
    }
    await connection.call('stopPretraining').catch(() => undefined);
  }
}

/** What the chunks of a run add up to. */
class Tally {
  step = 0;
  #firstStep: number | undefined;
  #firstImages = 0;
  #elapsedMs = 0;
  #firstLoss = NaN;
  #last: PretrainProgress | undefined;

  /** Time that brought no step yet. */
  wait(ms: number): void {
    this.#elapsedMs += ms;
  }

  add({ chunkMs, ...chunk }: TrainChunk): PretrainProgress {
    if (this.#firstStep === undefined) {
      this.#firstStep = chunk.step - chunk.losses.length;
      this.#firstImages = (chunk.images / chunk.step) * this.#firstStep;
      this.#firstLoss = chunk.losses[0] ?? NaN;
    }
    this.step = chunk.step;
    this.#elapsedMs += chunkMs;
    const msPerStep = this.#elapsedMs / (chunk.step - this.#firstStep);
    this.#last = {
      ...chunk,
      imagesPerSecond: ((chunk.images - this.#firstImages) / this.#elapsedMs) * 1000,
      elapsedMs: this.#elapsedMs,
      remainingMs: msPerStep * (chunk.totalSteps - chunk.step),
    };
    return this.#last;
  }

  summary(totalSteps: number): PretrainSummary {
    const last = this.#last;
    return {
      completed: this.step >= totalSteps,
      steps: this.step,
      firstLoss: this.#firstLoss,
      lastLoss: last?.losses.at(-1) ?? NaN,
      pretextAccuracy: last?.pretextAccuracy ?? NaN,
      imagesPerSecond: last?.imagesPerSecond ?? 0,
      elapsedMs: this.#elapsedMs,
    };
  }
}
