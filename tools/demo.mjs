// The main job from end to end, through the built package in headless Chromium: load, pretrain, measure.
import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { build, isBuilt } from './build.mjs';

const USAGE = `npm run demo -- [options]
  --device cpu|webgpu|auto          what computes (cpu)
  --data scenes|cifar10:DIR|stl10:DIR|tiny-imagenet:FILE|folder:DIR   images (scenes)
  --method patch-rotnet|rotnet|patch-relnet|deep-infomax|deep-cluster|supervised   (patch-rotnet)
  --backbone resnet8|resnet32       network (resnet8)
  --image-size N                    side in pixels (the data's own; 32 for scenes)
  --images N                        images to learn from (6400)
  --labeled-images N                labelled images for the linear evaluation (1000; scenes only)
  --test-images N                   images to measure on (1000; scenes only)
  --epochs E  --batch-size B        (by method what fits some minutes, of 8 images a step)
  --learning-rate L                 of Adam, falling by a cosine (0.003; 0.001 for deep-infomax)
  --crop                            shift images by up to an eighth, black filling in
  --steps N                         stop after so many steps
  --evaluation-epochs E             passes of the linear evaluation (100)
  --no-evaluation                   stop after pretraining
  --patch-ratio R  --seed S         (0.4, 1)
  --json                            print one JSON object and nothing else`;

const options = {
  device: { type: 'string', default: 'cpu' },
  data: { type: 'string', default: 'scenes' },
  method: { type: 'string', default: 'patch-rotnet' },
  backbone: { type: 'string', default: 'resnet8' },
  'image-size': { type: 'string' },
  images: { type: 'string', default: '6400' },
  'labeled-images': { type: 'string', default: '1000' },
  'test-images': { type: 'string', default: '1000' },
  epochs: { type: 'string' },
  'batch-size': { type: 'string', default: '8' },
  'learning-rate': { type: 'string' },
  crop: { type: 'boolean', default: false },
  steps: { type: 'string' },
  'evaluation-epochs': { type: 'string', default: '100' },
  'no-evaluation': { type: 'boolean', default: false },
  'patch-ratio': { type: 'string', default: '0.4' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

/** Passes over the images that fit some minutes of one core; most others see fewer views of an image. */
const DEFAULT_EPOCHS = {
  rotnet: 2,
  'patch-rotnet': 1,
  'patch-relnet': 1,
  'deep-infomax': 1,
  'deep-cluster': 6,
  supervised: 20,
};

function readArguments() {
  try {
    const { values } = parseArgs({ options });
    if (!(values.method in DEFAULT_EPOCHS))
      throw new Error(`--method is ${values.method}, which is none of those below.`);
    return values;
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function number(values, name) {
  const value = values[name] === undefined ? undefined : Number(values[name]);
  if (Number.isNaN(value)) {
    console.error(`--${name} is ${values[name]}, but must be a number.`);
    process.exit(2);
  }
  return value;
}

/** Paths of the files that a `format:PATH` names, with the name each has for the package. */
function listFiles(data) {
  const [format, ...rest] = data.split(':');
  const path = resolve(rest.join(':'));
  if (!['cifar10', 'stl10', 'tiny-imagenet', 'folder'].includes(format) || rest.length === 0) {
    console.error(`--data is ${data}, but must be scenes or a format with a path.\n\n${USAGE}`);
    process.exit(2);
  }
  try {
    if (statSync(path).isFile()) return [{ path, name: basename(path) }];
    return readdirSync(path, { recursive: true })
      .sort()
      .map((name) => ({ path: join(path, name), name: name.replaceAll('\\', '/') }))
      .filter((file) => statSync(file.path).isFile());
  } catch (error) {
    console.error(`--data: ${error.message}.`);
    process.exit(2);
  }
}

function toConfig(values) {
  const seed = number(values, 'seed');
  const images = number(values, 'images');
  const imageSize = number(values, 'image-size');
  const size = imageSize === undefined ? {} : { imageSize };
  const test = number(values, 'test-images');
  return {
    device: values.device,
    source:
      values.data === 'scenes'
        ? { kind: 'scenes', unlabeled: images, train: number(values, 'labeled-images'), test, seed, ...size }
        : { kind: 'files', maxImages: images, seed, ...size },
    pretrain: {
      method: values.method,
      backbone: values.backbone,
      patchRatio: number(values, 'patch-ratio'),
      epochs: number(values, 'epochs') ?? DEFAULT_EPOCHS[values.method],
      batchSize: number(values, 'batch-size'),
      optimizer: {
        kind: 'adam',
        learningRate: number(values, 'learning-rate') ?? (values.method === 'deep-infomax' ? 0.001 : 0.003),
      },
      // Deep Cluster's last layer begins anew with each epoch, and needs a rate to learn with.
      schedule: { kind: values.method === 'deep-cluster' ? 'constant' : 'cosine' },
      // A shift draws a black edge that gives a patch away, so it is off where there are few images.
      augmentation: { crop: values.crop, flip: true },
      seed,
    },
    maxSteps: number(values, 'steps') ?? null,
    evaluate: values['no-evaluation'] ? null : { epochs: number(values, 'evaluation-epochs'), seed },
  };
}

/** Runs in the page. */
async function mainJob(config) {
  const started = performance.now();
  const result = { device: null, deviceReason: null, errors: [] };
  let session;
  try {
    session = await globalThis.patchwise.open({ device: config.device });
    result.device = session.device.kind;
    result.deviceReason = session.device.reason;
    const input = document.querySelector('#files');
    const files = Array.from(input.files, (file, index) => ({ path: config.names[index], file }));
    const source = config.source.kind === 'files' ? { ...config.source, files } : config.source;
    const opening = performance.now();
    const data = await session.load(source);
    Object.assign(result, {
      data: data.name,
      imageSize: data.imageSize,
      images: data.unlabeled,
      loadMs: Math.round(performance.now() - opening),
      skipped: data.skipped.length,
    });
    const controller = new AbortController();
    const losses = [];
    for await (const event of session.pretrain(config.pretrain, { signal: controller.signal })) {
      if (event.kind === 'progress') {
        losses.push(...event.losses);
        if (config.maxSteps !== null && event.step >= config.maxSteps) controller.abort();
        const left = `${Math.round(event.remainingMs / 1000)} s left`;
        console.log(
          `step ${event.step}/${event.totalSteps}  loss ${event.loss.toFixed(4)}  accuracy ${(event.pretextAccuracy * 100).toFixed(1)} %  ${left}`,
        );
      }
      if (event.kind === 'finished') {
        Object.assign(result, {
          method: config.pretrain.method,
          steps: event.steps,
          imagesPerSecond: event.imagesPerSecond,
          trainMs: Math.round(event.elapsedMs),
        });
      }
    }
    Object.assign(result, { firstLoss: losses[0], lastLoss: losses.at(-1), losses: losses.slice(0, 5) });
    if (config.evaluate) {
      // Unseen images have no clusters to be told.
      if (config.pretrain.method !== 'deep-cluster') {
        const pretext = await session.evaluate({ protocol: 'pretext', seed: config.evaluate.seed });
        Object.assign(result, { pretextAccuracyUnseen: pretext.pretrained.accuracy, pretextChance: pretext.chance });
        console.log(`pretext accuracy on unseen images ${(pretext.pretrained.accuracy * 100).toFixed(1)} %`);
      }
      const linear = await session.evaluate({ protocol: 'linear', ...config.evaluate });
      Object.assign(result, { linearPretrained: linear.pretrained.accuracy, linearRandom: linear.random.accuracy });
    }
    result.engineMemory = await session.memory();
  } catch (error) {
    result.errors.push({ code: error.code ?? 'unknown', message: error.message });
  } finally {
    session?.close();
  }
  result.wallMs = Math.round(performance.now() - started);
  return result;
}

const values = readArguments();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const config = toConfig(values);
const files = values.data === 'scenes' ? [] : listFiles(values.data);
config.names = files.map((file) => file.name);
if (!isBuilt()) build(undefined, { isQuiet: values.json });
// Only now: a fresh clone has no node modules before the build.
const { launchBrowser, openBlankPage, serveFolder } = await import('./browser.mjs');
const server = await serveFolder();
const browser = await launchBrowser({ webgpu: config.device !== 'cpu' });
const page = await openBlankPage(browser, server.url);
if (!values.json) page.on('console', (message) => console.log(message.text()));
await page.setInputFiles(
  '#files',
  files.map((file) => file.path),
);
const result = await page.evaluate(mainJob, config);
await browser.close();
server.close();
console.log(JSON.stringify(result, null, values.json ? 0 : 2));
process.exit(result.errors.length > 0 ? 1 : 0);
