'use client';

import { open } from 'patchwise';
import { useEffect, useState } from 'react';

/** Trains on drawn scenes, or on image files if there are any, and tells how it goes. */
async function train(files: Iterable<File> | undefined, tell: (text: string) => void): Promise<void> {
  const patchwise = await open({ device: 'cpu' });
  try {
    await patchwise.load(files ? { kind: 'files', files, images: 24 } : { kind: 'scenes', images: 24 });
    const run = patchwise.pretrain({ epochs: 1, batchSize: 8 });
    for await (const event of run) {
      if (event.kind === 'progress') tell(`Step ${event.done} of ${event.total}`);
    }
    const { steps, lastLoss } = await run;
    tell(`Trained ${steps} steps on ${patchwise.device.threads} threads, loss ${lastLoss?.toFixed(3)}.`);
  } finally {
    patchwise.close();
  }
}

export function Trainer() {
  const [text, setText] = useState('Starting');
  const start = (files?: FileList | null) =>
    void train(files ?? undefined, setText).catch((error: Error) => setText(error.message));
  // On the server the component is drawn without it.
  useEffect(() => start(), []);
  return (
    <>
      <p>
        <label>
          Images, or a .zip of them: <input type="file" multiple onChange={({ target }) => start(target.files)} />
        </label>
      </p>
      <output>{text}</output>
    </>
  );
}
