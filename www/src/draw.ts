/** Bytes to canvases. */
import type { PatchBox } from 'patchwise';

import { create } from './elements';

/** Image `index` of interleaved RGB bytes, with the patch outlined where a box is given. */
export function drawImage(pixels: Uint8Array, imageSize: number, index: number, box?: PatchBox): HTMLCanvasElement {
  const canvas = create('canvas', { width: imageSize, height: imageSize, 'aria-hidden': true });
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const image = context.createImageData(imageSize, imageSize);
  const start = index * imageSize * imageSize * 3;
  for (let place = 0; place < imageSize * imageSize; place++) {
    image.data.set(pixels.subarray(start + place * 3, start + place * 3 + 3), place * 4);
    image.data[place * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  if (box) outline(context, box);
  return canvas;
}

/** A light line within a dark one, seen on any ground. */
function outline(context: CanvasRenderingContext2D, { left, top, side }: PatchBox): void {
  context.strokeStyle = '#ffe14d';
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, side - 1, side - 1);
}
