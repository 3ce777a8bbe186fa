import type { Connection } from './connection.js';
import { Stopwatch } from './stopwatch.js';
import type { Embedding, EmbeddingConfig, EmbeddingEvent, RunOptions } from './types.js';

export async function* embed(
  connection: Connection,
  config: EmbeddingConfig,
  { signal }: RunOptions,
): AsyncGenerator<EmbeddingEvent, Embedding | undefined, void> {
  await connection.call('startEmbedding', config);
  const watch = new Stopwatch();
  let finished: Embedding | undefined;
  try {
    while (!finished && !signal?.aborted) {
      const { done, total, picture } = await connection.call('embed');
      if (done === total) finished = picture;
      yield { kind: 'progress', done, total, picture, ...watch.lap(done, total) };
      watch.resume();
    }
    yield finished ? { kind: 'finished', ...finished } : { kind: 'stopped' };
    return finished;
  } finally {
    if (!finished) await connection.call('stopEmbedding').catch(() => undefined);
  }
}
