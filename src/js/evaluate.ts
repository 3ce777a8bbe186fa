import type { Connection } from './connection.js';
import { Stopwatch } from './stopwatch.js';
import type { EvaluationConfig, EvaluationEvent, EvaluationReport, RunOptions } from './types.js';

export async function* evaluate(
  connection: Connection,
  config: EvaluationConfig,
  { signal }: RunOptions,
): AsyncGenerator<EvaluationEvent, EvaluationReport | undefined, void> {
  await connection.call('startEvaluation', config);
  const watch = new Stopwatch();
  let report: EvaluationReport | undefined;
  try {
    while (!report && !signal?.aborted) {
      const answer = await connection.call('evaluate');
      if ('report' in answer) {
        report = answer.report;
      } else {
        yield { kind: 'progress', ...answer, ...watch.lap(answer.done, answer.total) };
        watch.resume();
      }
    }
    yield report ? { kind: 'finished', report } : { kind: 'stopped' };
    return report;
  } finally {
    if (!report) await connection.call('stopEvaluation').catch(() => undefined);
  }
}
