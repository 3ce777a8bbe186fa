/** Images from outside the data, on their way to the engine. */
import { PatchwiseError } from './errors.js';
import { toNamed } from './named-file.js';
import { refused } from './plain.js';
import type { ImageInput, NamedFile, RawImage } from './types.js';

/** As the engine takes them: an image file, or pixels as RGB or RGBA. */
export type Picture = { name: string; bytes: Uint8Array } | { bytes: Uint8Array; width: number; height: number };

/** As they are sent to the worker, which turns them into {@link Picture}s. */
export type SentPicture = Picture | { name: string; file: Blob } | { name: string; bitmap: ImageBitmap };

export const listOf = (images: ImageInput | Iterable<ImageInput>): ImageInput[] =>
  // The bytes of one file are a list of numbers, too.
  images instanceof Uint8Array
    ? [images]
    : typeof images === 'object' && images !== null && Symbol.iterator in images
      ? Array.from(images)
      : [images];

/** The page's side. What the caller gave stays usable. */
export async function toSent(image: ImageInput, index: number): Promise<SentPicture> {
  const name = typeof File !== 'undefined' && image instanceof File ? image.name : `image ${index + 1}`;
  if (image instanceof Blob) return { name, file: image };
  if (image instanceof Uint8Array) return { name, file: new Blob([image as Uint8Array<ArrayBuffer>]) };
  if (isNamed(image)) {
    const named = toNamed(image);
    if (!named) throw refused(`images[${index}]`, image, '`{ path, file }` with a text and a Blob');
    return { name: named.path, file: named.file };
  }
  if (isRaw(image)) return copyRaw(image, index);
  // As in Node.
  if (typeof createImageBitmap === 'undefined')
    throw refused(`images[${index}]`, image, 'a Blob, a Uint8Array, `{ path, file }` or `{ data, width, height }`');
  try {
    // There are none in workers.
    if (typeof HTMLImageElement !== 'undefined' && image instanceof HTMLImageElement) await image.decode();
    return { bitmap: await createImageBitmap(image, { premultiplyAlpha: 'none' }), name };
  } catch (error) {
    if (error instanceof TypeError) {
      const expected =
        'a Blob, Uint8Array, ImageData, ImageBitmap, image, canvas, video, VideoFrame or `{ data, width, height }`';
      throw refused(`images[${index}]`, image, expected);
    }
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = 'Check that it has loaded, and that it can be shown.';
    throw new PatchwiseError('invalid-data', `${name}: it cannot be read (${reason}). ${remedy}`);
  }
}

const isNamed = (image: ImageInput): image is NamedFile =>
  typeof image === 'object' && image !== null && 'path' in image && 'file' in image;

function isRaw(image: ImageInput): image is RawImage {
  const { data } = (image ?? {}) as { data?: unknown };
  return data instanceof Uint8Array || data instanceof Uint8ClampedArray;
}

function copyRaw({ data, width, height }: RawImage, index: number): SentPicture {
  for (const [name, length] of Object.entries({ width, height })) {
    if (!Number.isInteger(length) || length < 1)
      throw refused(`images[${index}].${name}`, length, 'a whole number above 0');
  }
  // A view into a large buffer would be sent with all of it.
  return { bytes: Uint8Array.from(data), width, height };
}

/** About as many bytes as an image takes until it is a square. */
export function sizeOf(sent: SentPicture): number {
  if ('bitmap' in sent) return 4 * sent.bitmap.width * sent.bitmap.height;
  return 'file' in sent ? sent.file.size : sent.bytes.length;
}

/** The worker's side. */
export async function toPicture(sent: SentPicture): Promise<Picture> {
  if (!('file' in sent || 'bitmap' in sent)) return sent;
  try {
    return 'file' in sent
      ? { name: sent.name, bytes: new Uint8Array(await sent.file.arrayBuffer()) }
      : draw(sent.bitmap);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = 'Choose it again, or make it smaller.';
    throw new PatchwiseError('invalid-data', `${sent.name}: its pixels cannot be read (${reason}). ${remedy}`);
  } finally {
    if ('bitmap' in sent) sent.bitmap.close();
  }
}

function draw(bitmap: ImageBitmap): Picture {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser draws no images in workers');
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { bytes: new Uint8Array(data.buffer), width, height };
}

export const isFile = (sent: SentPicture): boolean => 'file' in sent;

/** What moves to the worker instead of being copied. */
export const bitmapsOf = (values: unknown[]): ImageBitmap[] =>
  values
    .flatMap((value) => (Array.isArray(value) ? (value as Partial<{ bitmap: ImageBitmap }>[]) : []))
    .flatMap((value) => (typeof value === 'object' && value !== null && value.bitmap ? [value.bitmap] : []));
