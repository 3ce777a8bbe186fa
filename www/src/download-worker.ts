/** Downloads one file, from where a person says. A worker of its own: the page's security policy lets it contact its own
 * host only. */
import { PatchwiseError } from 'patchwise';
import { download } from 'patchwise/download';
import type { DownloadEvent } from 'patchwise/download';

/** What it tells: how far it is, then the file, nothing where it was stopped, or why it failed. */
export type Told =
  { event: DownloadEvent } | { file: File | undefined } | { error: Pick<PatchwiseError, 'code' | 'message' | 'field'> };

const tell = (told: Told) => postMessage(told);
const stopping = new AbortController();

async function follow(url: string): Promise<void> {
  try {
    const run = download(url, { signal: stopping.signal });
    for await (const event of run) tell({ event });
    tell({ file: await run });
  } catch (error) {
    const isOwn = error instanceof PatchwiseError;
    const { code, message, field } = isOwn ? error : new PatchwiseError('internal-error', String(error));
    tell({ error: { code, message, field } });
  }
}

addEventListener('message', ({ data }: MessageEvent<{ url: string } | 'stop'>) => {
  if (data === 'stop') stopping.abort();
  else void follow(data.url);
});
