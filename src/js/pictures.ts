/** Images from outside the data, on their way to the engine. */
import { PatchwiseError } from './errors.js';
import { refused } from './plain.js';
import type { ImageInput } from './types.js';

/** As the engine takes them: an image file, or pixels as RGB or RGBA. */
export type Picture = { name: string; bytes: Uint8Array } | { bytes: Uint8Array; width: number; height: number };

/** As they are sent to the worker, which turns them into {@link Picture}s. */
export type SentPicture = Picture | { name: string; file: Blob } | { bitmap: ImageBitmap };

export const listOf = (images: ImageInput | Iterable<ImageInput>): ImageInput[] =>
  typeof images === 'object' && images !== null && Symbol.iterator in images ? Array.from(images) : [images];

/** The page's side. What the caller gave stays usable. */
export async function toSent(image: ImageInput, index: number): Promise<SentPicture> {
  const name = image instanceof File ? image.name : `image ${index + 1}`;
  if (image instanceof Blob) return { name, file: image };
  if (isRaw(image)) {
    const { data, width, height } = image;
    // A view into a large buffer would be sent with all of it.
    return { bytes: Uint8Array.from(data), width, height };
  }
  try {
    if (image instanceof HTMLImageElement) await image.decode();
    return { bitmap: await createImageBitmap(image, { premultiplyAlpha: 'none' }) };
  } catch (error) {
    if (error instanceof TypeError) {
      const expected = 'a Blob, ImageData, ImageBitmap, image, canvas, video, VideoFrame or `{ data, width, height }`';
      throw refused(`images[${index}]`, image, expected);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new PatchwiseError('invalid-data', `${name}: it cannot be read now (${reason}). Wait until it has loaded.`);
  }
}

function isRaw(image: ImageInput): image is Extract<ImageInput, { data: unknown }> {
  const { data } = (image ?? {}) as { data?: unknown };
  return data instanceof Uint8Array || data instanceof Uint8ClampedArray;
}

/** The worker's side. */
export async function toPicture(sent: SentPicture): Promise<Picture> {
  if ('file' in sent) return { name: sent.name, bytes: new Uint8Array(await sent.file.arrayBuffer()) };
  if (!('bitmap' in sent)) return sent;
  const { width, height } = sent.bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context)
    throw new PatchwiseError('invalid-data', 'This browser draws no images in workers. Give files instead.');
  context.drawImage(sent.bitmap, 0, 0);
  sent.bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { bytes: new Uint8Array(data.buffer), width, height };
}

export const isFile = (sent: SentPicture): boolean => 'file' in sent;

/** What moves to the worker instead of being copied. */
export const bitmapsOf = (values: unknown[]): ImageBitmap[] =>
  values
    .flatMap((value) => (Array.isArray(value) ? (value as Partial<{ bitmap: ImageBitmap }>[]) : []))
    .flatMap((value) => (typeof value === 'object' && value !== null && value.bitmap ? [value.bitmap] : []));
