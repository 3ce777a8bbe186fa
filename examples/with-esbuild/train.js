import { open } from 'patchwise';

/** Trains on drawn scenes, or on image files if there are any, and tells how it goes. */
export async function train(files, tell) {
  // Its workers are not bundled: the build copies them beside the page.
  const patchwise = await open({ device: 'cpu', workerUrl: './patchwise' });
  try {
    await patchwise.load(files ? { kind: 'files', files, images: 24 } : { kind: 'scenes', images: 24 });
    const run = patchwise.pretrain({ epochs: 1, batchSize: 8 });
    for await (const event of run) {
      if (event.kind === 'progress') tell(`Step ${event.done} of ${event.total}`);
    }
    const { steps, lastLoss } = await run;
    tell(`Trained ${steps} steps on ${patchwise.device.threads} threads, loss ${lastLoss.toFixed(3)}.`);
  } finally {
    patchwise.close();
  }
}
