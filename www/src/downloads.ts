/** Files by their addresses: downloads them, and shows which are kept. */
import { PatchwiseError } from 'patchwise';
import { downloads, removeDownload } from 'patchwise/download';
import type { DownloadEvent, DownloadInfo } from 'patchwise/download';

import type { Told } from './download-worker';
import { byId, create, redraw } from './elements';
import { decimal, t } from './language';

/** Downloads files in their order; undefined where it was stopped. */
export async function downloadAll(
  urls: readonly string[],
  stopping: AbortSignal,
  tell: (event: DownloadEvent, place: number) => void,
): Promise<File[] | undefined> {
  const files: File[] = [];
  for (const [place, url] of urls.entries()) {
    const file = await downloadOne(url, stopping, (event) => tell(event, place));
    if (!file) return undefined;
    files.push(file);
  }
  return files;
}

async function downloadOne(
  url: string,
  stopping: AbortSignal,
  tell: (event: DownloadEvent) => void,
): Promise<File | undefined> {
  const worker = new Worker(new URL('./download-worker.ts', import.meta.url), { type: 'module' });
  const stop = () => worker.postMessage('stop');
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('error', ({ message }) => reject(new Error(message || 'The worker cannot be started.')));
      worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
        if ('event' in data) tell(data.event);
        else if ('file' in data) resolve(data.file);
        else reject(errorOf(data.error));
      });
      worker.postMessage({ url: absolute(url) });
      stopping.addEventListener('abort', stop);
      if (stopping.aborted) stop();
    });
  } finally {
    stopping.removeEventListener('abort', stop);
    worker.terminate();
  }
}

/** As the page understands an address; what is none is refused by the download. */
function absolute(url: string): string {
  // Only what begins as a path is one.
  if (!/^\.{0,2}\//.test(url)) return url;
  try {
    return new URL(url, location.href).href;
  } catch {
    return url;
  }
}

function errorOf({ code, message, field }: Extract<Told, { error: unknown }>['error']): PatchwiseError {
  return new PatchwiseError(code, message, field === undefined ? {} : { field });
}

/** Shows what is kept, each with a button that removes it. */
export async function showDownloads(onProblem: (error: unknown) => void): Promise<void> {
  const kept = await downloads();
  const items = kept.map((info) => {
    const name = nameOf(info.url);
    const button = create('button', { type: 'button', 'aria-label': t('downloads-remove-name', { name }) });
    button.textContent = t('downloads-remove');
    button.addEventListener('click', () => {
      removeDownload(info.url)
        .then(() => showDownloads(onProblem))
        .catch(onProblem);
    });
    return create('li', { title: info.url }, describe(info, name), ' ', button);
  });
  redraw(byId('downloads'), items);
}

function describe({ size, isComplete }: DownloadInfo, name: string): string {
  return t(isComplete ? 'downloads-kept' : 'downloads-part', { name, size: decimal(size / 2 ** 20, 1) });
}

const nameOf = (url: string) => new URL(url).pathname.split('/').filter(Boolean).at(-1) ?? url;
