/** Bytes to canvases, and canvases to tiles. */
import type { ImageBatch, PatchBox } from 'patchwise';

import { byId, create } from './elements';
import { t } from './language';

/** Image `index` of interleaved RGB bytes, with the patch outlined where a box is given. */
export function drawImage(pixels: Uint8Array, imageSize: number, index: number, box?: PatchBox): HTMLCanvasElement {
  const canvas = create('canvas', { width: imageSize, height: imageSize, 'aria-hidden': true });
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const image = context.createImageData(imageSize, imageSize);
  const size = imageSize * imageSize * 3;
  const colors = pixels.subarray(index * size, (index + 1) * size);
  for (let from = 0, to = 0; from < colors.length; from += 3, to += 4) {
    for (let channel = 0; channel < 3; channel++) image.data[to + channel] = colors[from + channel] ?? 0;
    image.data[to + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  if (box) outline(context, box);
  return canvas;
}

/** A picture of any shape. */
export function drawBitmap(picture: ImageBitmap): HTMLCanvasElement {
  const { width, height } = picture;
  const canvas = create('canvas', { width, height, class: 'smooth', 'aria-hidden': true });
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  return canvas;
}

/** A light line, seen on most grounds. */
function outline(context: CanvasRenderingContext2D, { left, top, side }: PatchBox): void {
  context.strokeStyle = '#ffe14d';
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, side - 1, side - 1);
}

/** A picture with a caption. */
export function figure(canvas: HTMLCanvasElement, caption: string): HTMLElement {
  return create('figure', { class: 'tile' }, canvas, create('figcaption', {}, caption));
}

/** Fills an element with images to choose from. */
export function fillChoice(
  id: string,
  { pixels, imageSize, labels }: ImageBatch,
  classNames: readonly string[],
  choose: (index: number) => void,
): void {
  const tiles = labels.map((label, index) => {
    const name = classNames[label ?? -1] ?? t('image-number', { number: index + 1 });
    const tile = create('button', { type: 'button', class: 'tile', 'aria-pressed': false });
    tile.append(drawImage(pixels, imageSize, index), create('span', {}, name));
    tile.addEventListener('click', () => choose(index));
    return tile;
  });
  byId(id).replaceChildren(...tiles);
}

/** Marks the chosen one of these images. */
export function press(id: string, chosen: number | undefined): void {
  for (const [index, tile] of Array.from(byId(id).children).entries()) {
    tile.setAttribute('aria-pressed', String(index === chosen));
  }
}
