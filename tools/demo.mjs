// The main job from end to end, through the built package in headless Chromium: load, pretrain, evaluate.
import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { build, isBuilt } from './build.mjs';

const USAGE = `npm run demo -- [options]
  --device cpu|webgpu|auto          what computes (cpu)
  --data scenes|cifar10:DIR|stl10:DIR|tiny-imagenet:FILE|folder:DIR   images (scenes)
  --method NAME                     pretraining method; an unknown name lists them (patch-rotnet)
  --backbone NAME                   network (resnet8)
  --image-size N                    in pixels (the data's own; 32 for scenes)
  --images N                        images to pretrain on, at most (6400)
  --labeled-images N                labelled images for the linear evaluation, at most (1000)
  --test-images N                   images to evaluate on, at most (1000)
  --epochs E  --batch-size B  --learning-rate L   (the method's quick recipe: some minutes)
  --crop                            random crop
  --steps N                         stop after so many steps
  --evaluation-epochs E             epochs of the linear evaluation (100)
  --no-evaluation                   stop after pretraining
  --patch-ratio R  --seed S         (0.4, 1)
  --json                            print one JSON object and nothing else`;

const options = {
  device: { type: 'string', default: 'cpu' },
  data: { type: 'string', default: 'scenes' },
  method: { type: 'string', default: 'patch-rotnet' },
  backbone: { type: 'string' },
  'image-size': { type: 'string' },
  images: { type: 'string', default: '6400' },
  'labeled-images': { type: 'string', default: '1000' },
  'test-images': { type: 'string', default: '1000' },
  epochs: { type: 'string' },
  'batch-size': { type: 'string' },
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

function stop(message) {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return stop(error.message);
  }
}

function number(name) {
  const value = values[name] === undefined ? undefined : Number(values[name]);
  if (Number.isNaN(value)) stop(`--${name} is ${values[name]}, but must be a number.`);
  return value;
}

/** Paths of the files that a `format:PATH` names, with the name each has for the package. */
function listFiles(data) {
  const [format, ...rest] = data.split(':');
  const path = resolve(rest.join(':'));
  if (!['cifar10', 'stl10', 'tiny-imagenet', 'folder'].includes(format) || rest.length === 0) {
    stop(`--data is ${data}, but must be scenes or a format with a path.`);
  }
  try {
    if (statSync(path).isFile()) return [{ path, name: basename(path) }];
    return readdirSync(path, { recursive: true })
      .sort()
      .map((name) => ({ path: join(path, name), name: name.replaceAll('\\', '/') }))
      .filter((file) => statSync(file.path).isFile());
  } catch (error) {
    return stop(`--data: ${error.message}.`);
  }
}

/** Without what is undefined: those are left to the package's defaults. */
const given = (config) => Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));

function toConfig(names) {
  const seed = number('seed');
  return {
    device: values.device,
    names,
    source: given({
      kind: values.data === 'scenes' ? 'scenes' : 'files',
      imageSize: number('image-size'),
      images: number('images'),
      labeledImages: number('labeled-images'),
      testImages: number('test-images'),
      seed,
    }),
    pretrain: given({
      method: values.method,
      backbone: values.backbone,
      patchRatio: number('patch-ratio'),
      epochs: number('epochs'),
      batchSize: number('batch-size'),
      augmentation: values.crop ? { crop: true, flip: true } : undefined,
      seed,
    }),
    learningRate: number('learning-rate'),
    maxSteps: number('steps') ?? Infinity,
    evaluation: values['no-evaluation'] ? undefined : { epochs: number('evaluation-epochs'), seed },
  };
}

/** Runs in the page. */
async function mainJob(config) {
  const started = performance.now();
  const result = { device: null, deviceReason: null, errors: [] };
  const percent = (part) => `${(part * 100).toFixed(1)} %`;
  let session;
  try {
    session = await globalThis.patchwise.open({ device: config.device });
    Object.assign(result, { device: session.device.kind, deviceReason: session.device.reason });
    const methods = await session.methods();
    const method = methods.find(({ name }) => name === config.pretrain.method);
    if (!method) return { unknownMethod: methods.map(({ name }) => name) };
    await load();
    await pretrain(method);
    if (config.evaluation) await evaluate(method);
    result.engineMemory = await session.memory();
  } catch (error) {
    result.errors.push({ code: error.code ?? 'unknown', message: error.message });
  } finally {
    session?.close();
  }
  result.wallMs = Math.round(performance.now() - started);
  return result;

  async function load() {
    const input = document.querySelector('#files');
    const files = Array.from(input.files, (file, index) => ({ path: config.names[index], file }));
    const opening = performance.now();
    const data = await session.load({ ...config.source, ...(config.source.kind === 'files' && { files }) });
    const loadMs = Math.round(performance.now() - opening);
    const { name, imageSize, unlabeled: images, skipped } = data;
    Object.assign(result, { data: name, imageSize, images, loadMs, skipped: skipped.length });
  }

  async function pretrain({ quick }) {
    const optimizer = config.learningRate ? { kind: 'adam', learningRate: config.learningRate } : quick.optimizer;
    const run = session.pretrain({ ...quick, optimizer, ...config.pretrain });
    const losses = [];
    for await (const event of run) {
      if (event.kind !== 'progress' || event.loss === null) continue;
      losses.push(...event.losses);
      const { step, totalSteps, loss, pretextAccuracy, remainingMs } = event;
      const accuracy = pretextAccuracy === null ? '' : `  accuracy ${percent(pretextAccuracy)}`;
      const left = `${Math.round(remainingMs / 1000)} s left`;
      console.log(`step ${step}/${totalSteps}  loss ${loss.toFixed(4)}${accuracy}  ${left}`);
      if (step >= config.maxSteps) break;
    }
    const { steps, imagesPerSecond, elapsedMs, firstLoss, lastLoss } = await run;
    const trained = { method: config.pretrain.method, steps, imagesPerSecond, trainMs: Math.round(elapsedMs) };
    Object.assign(result, trained, { firstLoss, lastLoss, losses: losses.slice(0, 5) });
  }

  async function evaluate({ evaluations }) {
    if (evaluations.includes('pretext')) {
      const { pretrained, chance } = await session.evaluate({ protocol: 'pretext', seed: config.evaluation.seed });
      Object.assign(result, { pretextAccuracyUnseen: pretrained.accuracy, pretextChance: chance });
      console.log(`pretext accuracy on unseen images ${percent(pretrained.accuracy)}`);
    }
    const linear = await session.evaluate({ protocol: 'linear', ...config.evaluation });
    Object.assign(result, { linearPretrained: linear.pretrained.accuracy, linearRandom: linear.random.accuracy });
  }
}

const values = readArguments();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const files = values.data === 'scenes' ? [] : listFiles(values.data);
const config = toConfig(files.map((file) => file.name));
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
if (result.unknownMethod) stop(`--method is ${values.method}, but must be one of ${result.unknownMethod.join(', ')}.`);
console.log(JSON.stringify(result, null, values.json ? 0 : 2));
process.exit(result.errors.length > 0 ? 1 : 0);
