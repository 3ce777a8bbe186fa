// The package itself, through its public interface: every step also draws, augments and uploads its own batch.
export const name = 'patchwise';
export const version = '0.1.0';

const IMAGES = 64;

/** The config of the images that batches are drawn from. */
export function scenes(imageSize, numImages) {
  return { imageSize, images: Math.max(IMAGES, numImages), labeledImages: 1, testImages: 1, seed: 1 };
}

/** The config of the run. */
export function pretraining(numImages) {
  return {
    method: 'patch-rotnet',
    backbone: 'resnet8',
    batchSize: numImages,
    epochs: 10_000,
    optimizer: { kind: 'adam', learningRate: 1e-3 },
    augmentation: { crop: false, flip: true },
    seed: 1,
  };
}

export async function createTrainer({ device, style, threads, imageSize, numImages }) {
  const { open } = style === 'stock' ? await import('patchwise-stock') : await import('patchwise');
  const session = await open({ device, threads });
  await session.load({ kind: 'scenes', ...scenes(imageSize, numImages) });
  const events = session.pretrain(pretraining(numImages))[Symbol.asyncIterator]();
  // The first event says that it has started.
  await events.next();
  return {
    threads: session.device.threads,
    fit: session.device.fit,
    /** As many steps as the package takes before it gives an event: loss of the first, and their number. */
    async step() {
      const { value } = await events.next();
      return { loss: value.losses[0], steps: value.losses.length };
    },
    memory: () => session.memory(),
    async dispose() {
      await events.return();
      session.close();
    },
  };
}
