/** Where images come from, as the engine is asked for them. */
import type { Asked } from './job.js';
import { toNamed } from './named-file.js';
import { plain, refused } from './plain.js';
import type { DataSource, NamedFile } from './types.js';

export function requestOf(source: DataSource): Asked {
  if (typeof source !== 'object' || source === null) throw refused('source', source, 'an object with a `kind`');
  if (source.kind === 'scenes') {
    const { kind: job, ...config } = source;
    return { request: { job, config: plain(config) } };
  }
  const { kind: job, files, decodeByBrowser = false, ...config } = source;
  if (job !== 'files') throw refused('kind', job, '`scenes` or `files`');
  if (typeof files !== 'object' || files === null || !(Symbol.iterator in files)) {
    throw refused('files', files, 'a list of files');
  }
  if (typeof decodeByBrowser !== 'boolean') throw refused('decodeByBrowser', decodeByBrowser, 'true or false');
  return { request: { job, config: plain(config) }, files: Array.from(files, nameFile), decodeByBrowser };
}

function nameFile(file: File | NamedFile, index: number): NamedFile {
  const named = toNamed(file);
  if (!named) throw refused(`files[${index}]`, file, 'a File, or `{ path, file }` with a text and a Blob');
  return named;
}
