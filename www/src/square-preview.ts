/** How a photo becomes square: the first one that was chosen, by each way. */
import type { FilesSource, NamedFile } from 'patchwise';

import { byId } from './elements';

/** Side of the pictures, in pixels. */
const SIDE = 96;
const IMAGE = /\.(jpe?g|png|webp|gif|bmp|avif)$/i;
const WAYS = ['crop', 'fit'] as const;

/** Which files are shown: a later choice may be read before an earlier one. */
let shown: FilesSource['files'] | undefined;

/** Shows both ways, and which is chosen; nothing where no file is an image that the browser reads. */
export async function showSquare(files: FilesSource['files'], chosen: string): Promise<void> {
  for (const way of WAYS) byId(`square-${way}`).classList.toggle('chosen', way === chosen);
  if (files === shown) return;
  shown = files;
  byId('square-preview').hidden = true;
  const file = firstImage(files);
  const image = file && (await createImageBitmap(file).catch(() => undefined));
  if (!image) return;
  if (files === shown) {
    for (const way of WAYS) draw(image, way);
    byId('square-preview').hidden = false;
  }
  image.close();
}

function firstImage(files: FilesSource['files']): Blob | undefined {
  for (const file of files) {
    const [path, blob] = file instanceof File ? [file.name, file] : [file.path, partOf(file)];
    if (IMAGE.test(path)) return blob;
  }
  return undefined;
}

const partOf = ({ file, within }: NamedFile) => within?.blob.slice(within.start, within.end) ?? file;

function draw(image: ImageBitmap, way: (typeof WAYS)[number]): void {
  const canvas = byId<HTMLCanvasElement>(`square-${way}-picture`);
  [canvas.width, canvas.height] = [SIDE, SIDE];
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.fillRect(0, 0, SIDE, SIDE);
  const side = way === 'crop' ? Math.min(image.width, image.height) : Math.max(image.width, image.height);
  const [width, height] = [(image.width / side) * SIDE, (image.height / side) * SIDE];
  pen.drawImage(image, (SIDE - width) / 2, (SIDE - height) / 2, width, height);
}
