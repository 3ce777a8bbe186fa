/** Images in formats that only browsers read, as PNG. Runs in a worker. */

/** Larger than any image size, so that scaling down twice costs little sharpness; in pixels. */
const SHORTER_SIDE = 1024;

/** The image upright, or null where this browser does not read it. */
export async function toPng(file: Blob): Promise<Blob | null> {
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, SHORTER_SIDE / Math.min(image.width, image.height));
    const canvas = new OffscreenCanvas(Math.round(image.width * scale), Math.round(image.height * scale));
    const context = canvas.getContext('2d');
    if (!context) return null;
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    return await canvas.convertToBlob({ type: 'image/png' });
  } catch {
    return null;
  }
}
