import { open } from 'patchwise';

const device = requestDevice();

async function requestDevice() {
  const adapter = await navigator.gpu.requestAdapter();
  // The limits that the adapter has: the ones that every adapter has are too small for large images.
  const requiredLimits = {};
  for (const name in adapter.limits) {
    if (typeof adapter.limits[name] === 'number') requiredLimits[name] = adapter.limits[name];
  }
  return adapter.requestDevice({ requiredFeatures: ['timestamp-query'], requiredLimits });
}

/** Trains on drawn scenes, or on image files if there are any, and tells how it goes. */
async function train(files, tell) {
  const patchwise = await open({ gpuDevice: await device });
  try {
    await patchwise.load(files ? { kind: 'files', files, images: 24 } : { kind: 'scenes', images: 24 });
    const run = patchwise.pretrain({ epochs: 1, batchSize: 8 });
    for await (const event of run) {
      if (event.kind === 'progress') tell(`Step ${event.done} of ${event.total}`);
    }
    const { steps, lastLoss } = await run;
    tell(`Trained ${steps} steps on ${patchwise.device.kind}, loss ${lastLoss.toFixed(3)}.`);
  } finally {
    patchwise.close();
  }
}

addEventListener('message', ({ data }) => train(data, postMessage).catch((error) => postMessage(error.message)));
