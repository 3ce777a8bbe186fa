// Trains in Node, on drawn scenes or on what lies below a path: `node main.js [PATH]`.
import { filesBelow, open } from 'patchwise/node';

const [path] = process.argv.slice(2);
const patchwise = await open({ device: 'cpu' });
const files = path && (await filesBelow(path));
await patchwise.load(files ? { kind: 'files', files, images: 24 } : { kind: 'scenes', images: 24 });
const run = patchwise.pretrain({ epochs: 1, batchSize: 8 });
for await (const event of run) {
  if (event.kind === 'progress') console.log(`Step ${event.done} of ${event.total}`);
}
const { steps, lastLoss } = await run;
console.log(`Trained ${steps} steps on ${patchwise.device.threads} threads, loss ${lastLoss.toFixed(3)}.`);
patchwise.close();
