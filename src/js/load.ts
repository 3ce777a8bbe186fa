import type { Connection } from './connection.js';
import { PatchwiseError } from './errors.js';
import { Stopwatch } from './stopwatch.js';
import type { DataSource, DatasetSummary, FilesSource, LoadEvent, NamedFile, RunOptions } from './types.js';

export async function* loadData(
  connection: Connection,
  source: DataSource,
  { signal }: RunOptions,
): AsyncGenerator<LoadEvent, DatasetSummary | undefined, void> {
  const total = await startLoading(connection, source);
  const watch = new Stopwatch();
  let isFinished = false;
  try {
    for (let done = 0; done < total;) {
      if (signal?.aborted) return undefined;
      done = await connection.call('loadStep');
      yield { kind: 'progress', done, total, ...watch.lap(done, total) };
      watch.resume();
    }
    const summary = await connection.call('finishLoading');
    isFinished = true;
    yield { kind: 'finished', ...summary };
    return summary;
  } finally {
    if (!isFinished) await connection.call('stopLoading').catch(() => undefined);
  }
}

function startLoading(connection: Connection, source: DataSource): Promise<number> {
  if (source.kind === 'scenes') {
    const { kind: _, ...config } = source;
    return connection.call('startScenes', config);
  }
  const { kind: _, files, ...config } = source satisfies FilesSource;
  if (source.kind !== 'files' || !files) {
    throw new PatchwiseError(
      'invalid-config',
      `\`kind\` is ${String(source.kind)}, but must be scenes, or files with a list of \`files\`.`,
    );
  }
  return connection.call('startFiles', Array.from(files, nameFile), config);
}

/** A folder that was chosen or dropped gives its files a path. */
function nameFile(file: File | NamedFile): NamedFile {
  if (!(file instanceof File)) return file;
  return { path: file.webkitRelativePath || file.name, file };
}
