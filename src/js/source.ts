/** Where images come from, as the engine is asked for them. */
import { PatchwiseError } from './errors.js';
import type { Job } from './job.js';
import type { DataSource, LoadEvent, NamedFile } from './types.js';

export function requestOf(source: DataSource): Pick<Job<LoadEvent, unknown>, 'request' | 'files'> {
  if (source.kind === 'scenes') {
    const { kind: job, ...config } = source;
    return { request: { job, config } };
  }
  const { kind: job, files, ...config } = source;
  if (job !== 'files' || !files) {
    throw new PatchwiseError(
      'invalid-config',
      `\`kind\` is ${String(job)}, but must be scenes, or files with a list of \`files\`.`,
      { field: 'kind' },
    );
  }
  return { request: { job, config }, files: Array.from(files, nameFile) };
}

/** A folder that was chosen or dropped gives its files a path. */
function nameFile(file: File | NamedFile): NamedFile {
  return file instanceof File ? { path: file.webkitRelativePath || file.name, file } : file;
}
