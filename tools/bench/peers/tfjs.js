// The eight-view step in TensorFlow.js, channels last.
//
// The library's own gradients are replaced where they are slow: a convolution's gradient by its weights is a kernel that
// no backend has tuned and that Wasm lacks, batch norm's is put together from many broadcasts, and Adam runs a dozen
// kernels a parameter. Here the first is made of products or a convolution, the second of two norms, and Adam works on
// one vector that holds all parameters.
import * as tf from '@tensorflow/tfjs-core';

import { ADAM, BLOCKS, LAYERS, NORM, NUM_VIEWS, PARAMETERS, oneHotTargets, placeBoxes, sizeOf } from './common.js';

export const name = 'TensorFlow.js';
export const version = tf.version_core;
/** The ways of writing the step that run on each device. Wasm has no kernel for a convolution's gradient by its weights. */
export const styles = { cpu: ['by-hand', 'library'], wasm: ['by-hand'], webgpu: ['by-hand', 'library'] };

/** The number of threads of the Wasm backend, once it is loaded. */
let wasmThreads = () => 1;

/** In a page the Wasm backend has to be told where its files are; the addresses are spelled out for bundlers. */
async function loadWasm() {
  const { setWasmPaths, setThreadsCount, getThreadsCount } = await import('@tensorflow/tfjs-backend-wasm');
  wasmThreads = getThreadsCount;
  // By itself it uses half of the cores.
  if (globalThis.crossOriginIsolated) setThreadsCount(navigator.hardwareConcurrency);
  if (import.meta.url.startsWith('file:')) return;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': new URL(
      '../node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm',
      import.meta.url,
    ).href,
    'tfjs-backend-wasm-simd.wasm': new URL(
      '../node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
      import.meta.url,
    ).href,
    'tfjs-backend-wasm-threaded-simd.wasm': new URL(
      '../node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm',
      import.meta.url,
    ).href,
  });
}

const LOADERS = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  wasm: loadWasm,
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
};

// Views

/** The four turns of [N, S, S, 3], counter-clockwise. */
function turns(images) {
  const swapped = tf.transpose(images, [0, 2, 1, 3]);
  return tf.concat([images, tf.reverse(swapped, [1]), tf.reverse(images, [1, 2]), tf.reverse(swapped, [2])]);
}

/** Products of `matrices` [M, S, S] with the columns of `images` [M, S, S, 3], then rows and columns swapped. */
function shrinkAndSwap(matrices, images) {
  const [count, size] = images.shape;
  const shrunken = tf.matMul(matrices, tf.reshape(images, [count, size, size * 3]));
  return tf.transpose(tf.reshape(shrunken, images.shape), [0, 2, 1, 3]);
}

/** The eight views of [N, S, S, 3], as [8N, S, S, 3]. */
export function makeViews({ images, rows, columns, outside }) {
  const rotated = turns(images);
  const patches = shrinkAndSwap(columns, shrinkAndSwap(rows, rotated));
  const background = tf.tile(tf.mul(images, outside), [4, 1, 1, 1]);
  return tf.concat([rotated, tf.add(background, patches)]);
}

// Convolutions

/** `filter` for going back through a convolution: turned by half, inputs and outputs swapped. */
const turned = (filter) => tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);

/** Zeros between the pixels of `slope`, to the height and width of `shape`: the gradient of taking every second pixel. */
function dilate(slope, [count, height, width]) {
  const input = tf.zeros([count, height, width, slope.shape[3]]);
  return tf.engine().runKernel('AvgPoolGrad', { dy: slope, input }, { filterSize: 1, strides: 2, pad: 'valid' });
}

function inputGradient(slope, filter, shape, stride) {
  if (stride === 1) return tf.conv2d(slope, turned(filter), 1, 1);
  // On Wasm only the forward convolution is tuned, enough to make up for the zeros.
  if (tf.getBackend() === 'wasm') return tf.conv2d(dilate(slope, shape), turned(filter), 1, 1);
  return tf.conv2dTranspose(slope, filter, shape, stride, 1);
}

/** Channels take the place of the batch: `slope` is the filter. */
function filterGradientByConvolution(x, slope, stride) {
  const end = stride === 1 ? 1 : 2 * slope.shape[1] - x.shape[1];
  const padded = tf.pad(x, [
    [0, 0],
    [1, end],
    [1, end],
    [0, 0],
  ]);
  const [images, filter] = [tf.transpose(padded, [3, 1, 2, 0]), tf.transpose(slope, [1, 2, 0, 3])];
  return tf.transpose(tf.conv2d(images, filter, 1, 'valid', 'NHWC', stride), [1, 2, 0, 3]);
}

const KERNEL = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => [row, column]));

/** Lists of pixels, and where in them each tap finds the neighbour of pixel 0. */
function pixelLists(x, slope, stride) {
  const [count, size, , channels] = x.shape;
  const side = slope.shape[1] + 2;
  if (stride === 1) {
    const list = tf.reshape(
      tf.pad(x, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]),
      [-1, channels],
    );
    return { lists: [list], taps: KERNEL.map(([row, column]) => [0, row * side + column]) };
  }
  // Every second pixel of every second row, four times.
  const padded = tf.pad(x, [
    [0, 0],
    [1, 2 * side - size - 1],
    [1, 2 * side - size - 1],
    [0, 0],
  ]);
  const split = tf.transpose(tf.reshape(padded, [count, side, 2, side, 2, channels]), [2, 4, 0, 1, 3, 5]);
  const lists = tf.unstack(tf.reshape(split, [4, -1, channels]));
  return { lists, taps: KERNEL.map(([r, c]) => [(r % 2) * 2 + (c % 2), (r >> 1) * side + (c >> 1)]) };
}

/** With a border of zeros, each tap's neighbours are one slice of the list of pixels: nine products. */
function filterGradientByProducts(x, slope, stride) {
  const { lists, taps } = pixelLists(x, slope, stride);
  const side = slope.shape[1] + 2;
  // At stride 1 the first neighbour lies a row and a pixel before, at stride 2 at the pixel itself.
  const before = stride === 1 ? 1 : 0;
  const padded = tf.pad(slope, [
    [0, 0],
    [before, 2 - before],
    [before, 2 - before],
    [0, 0],
  ]);
  const start = before * (side + 1);
  const length = lists[0].shape[0] - 2 * (side + 1);
  const rows = tf.slice(tf.reshape(padded, [-1, slope.shape[3]]), [start, 0], [length, -1]);
  const parts = taps.map(([list, offset]) =>
    tf.matMul(tf.slice(lists[list], [offset, 0], [length, -1]), rows, true, false),
  );
  return tf.reshape(tf.stack(parts), [3, 3, x.shape[3], slope.shape[3]]);
}

/**
 * The library's own kernel: one thread a weight, each over all pixels. It takes seconds a layer on the CPU and keeps few
 * of a GPU's threads busy, but a GPU that is emulated by the CPU has few.
 */
function filterGradientByKernel(x, slope, stride) {
  const filterShape = [3, 3, x.shape[3], slope.shape[3]];
  const attributes = { strides: stride, pad: 1, dataFormat: 'NHWC', filterShape };
  return tf.engine().runKernel('Conv2DBackpropFilter', { x, dy: slope }, attributes);
}

/** Set for each trainer: which of the above is best depends on the device. */
let filterGradient = filterGradientByProducts;

const isEmulated = () => tf.backend().adapterInfo?.architecture === 'swiftshader';

function chooseFilterGradient(device) {
  if (device === 'wasm') return filterGradientByConvolution;
  return device === 'webgpu' && isEmulated() ? filterGradientByKernel : filterGradientByProducts;
}

/** 3x3 convolution with one pixel of zeros around. */
const convolve = (x, filter, stride) =>
  tf.customGrad((x, filter, save) => {
    save([x, filter]);
    return {
      value: tf.conv2d(x, filter, stride, 1),
      gradFunc: (slope, [x, filter]) => [
        inputGradient(slope, filter, x.shape, stride),
        filterGradient(x, slope, stride),
      ],
    };
  })(x, filter);

/** The stem: nothing wants the gradient of the images. */
const convolveImages = (images, filter) =>
  tf.customGrad((filter, save) => {
    save([filter]);
    return { value: tf.conv2d(images, filter, 1, 1), gradFunc: (slope) => filterGradient(images, slope, 1) };
  })(filter);

/** aᵀ b. Wasm has no fast product of a transposed matrix. */
const acrossRows = (a, b) =>
  tf.getBackend() === 'wasm' ? tf.matMul(tf.transpose(a), b) : tf.matMul(a, b, true, false);

/** 1x1 convolution of every second pixel. */
const convolvePoints = (x, filter) =>
  tf.customGrad((x, filter, save) => {
    const [inputs, outputs] = filter.shape.slice(2);
    const points = tf.avgPool(x, 1, 2, 'valid');
    const shape = points.shape.slice(0, 3);
    const rows = tf.reshape(points, [-1, inputs]);
    const weight = tf.reshape(filter, [inputs, outputs]);
    save([rows, weight]);
    const gradFunc = (slope, [rows, weight]) => {
      const rowSlope = tf.reshape(slope, [-1, outputs]);
      const pointSlope = tf.reshape(tf.matMul(rowSlope, tf.transpose(weight)), [...shape, inputs]);
      return [dilate(pointSlope, x.shape), tf.reshape(acrossRows(rows, rowSlope), filter.shape)];
    };
    return { value: tf.reshape(tf.matMul(rows, weight), [...shape, outputs]), gradFunc };
  })(x, filter);

// Norms

/** Sum over all but the channels, by a product: the library's sum first moves the channels to the front. */
function channelSum(x) {
  const channels = x.shape[3];
  const rows = x.size / channels;
  return tf.reshape(tf.matMul(tf.ones([1, rows]), tf.reshape(x, [rows, channels])), [channels]);
}

/** x scale + offset for each channel; the kernel for norms is the only one that does both at once. */
function affine(x, scale, offset) {
  const { shape } = scale;
  return tf.batchNorm(x, tf.zeros(shape), tf.ones(shape), offset, scale, 0);
}

/** Batch norm; mean and variance are kept in `stats` for whoever frees them. */
const batchNorm = (y, weight, bias, stats) =>
  tf.customGrad((y, weight, bias, save) => {
    const count = y.size / y.shape[3];
    const mean = tf.div(channelSum(y), count);
    const centred = affine(y, tf.onesLike(mean), tf.neg(mean));
    const variance = tf.div(channelSum(tf.square(centred)), count);
    const inverse = tf.rsqrt(tf.add(variance, NORM.epsilon));
    stats.push({ mean: tf.keep(mean), variance: tf.keep(variance) });
    const scale = tf.mul(weight, inverse);
    save([centred, inverse, scale]);
    const gradFunc = (slope, [centred, inverse, scale]) => {
      const slopeSum = channelSum(slope);
      const product = channelSum(tf.mul(slope, centred));
      const along = tf.neg(tf.div(tf.mul(scale, tf.mul(tf.square(inverse), product)), count));
      const constant = tf.neg(tf.div(tf.mul(scale, slopeSum), count));
      const ySlope = tf.add(affine(slope, scale, constant), affine(centred, along, tf.zerosLike(along)));
      return [ySlope, tf.mul(product, inverse), slopeSum];
    };
    return { value: affine(centred, scale, bias), gradFunc };
  })(y, weight, bias);

/** ReLU of one feature map or of the sum of two. The library's gradient casts to integers and back. */
const relu = (...xs) =>
  tf.customGrad((...inputs) => {
    const save = inputs.pop();
    const value = tf.relu(inputs.length > 1 ? tf.add(...inputs) : inputs[0]);
    save([value]);
    const gradFunc = (slope, [value]) => {
      const gated = tf.mul(slope, tf.step(value));
      return inputs.length > 1 ? [gated, gated.clone()] : gated;
    };
    return { value, gradFunc };
  })(...xs);

/** Cross entropy of the head on each map's mean. */
const headLoss = (map, weight, bias, targets) =>
  tf.customGrad((map, weight, bias, save) => {
    const [count, size, , channels] = map.shape;
    const features = tf.reshape(tf.avgPool(map, size, 1, 'valid'), [count, channels]);
    const logs = tf.logSoftmax(tf.add(tf.matMul(features, weight), bias));
    save([features, logs, weight]);
    const gradFunc = (slope, [features, logs, weight]) => {
      const rows = tf.mul(tf.sub(tf.exp(logs), targets), tf.div(slope, count));
      const means = tf.div(tf.matMul(rows, tf.transpose(weight)), size * size);
      const mapSlope = tf.tile(tf.reshape(means, [count, 1, 1, channels]), [1, size, size, 1]);
      return [mapSlope, acrossRows(features, rows), tf.sum(rows, 0)];
    };
    return { value: tf.div(tf.sum(tf.mul(logs, targets)), -count), gradFunc };
  })(map, weight, bias);

// The network

function norm(params, stats, layer, y) {
  stats[layer] = [];
  return batchNorm(y, params[`${layer}.norm.weight`], params[`${layer}.norm.bias`], stats[layer]);
}

function convNorm(params, stats, layer, x, stride) {
  return norm(params, stats, layer, convolve(x, params[`${layer}.conv.weight`], stride));
}

function block(params, stats, x, { name, stride, hasShortcut }) {
  const hidden = relu(convNorm(params, stats, `${name}.first`, x, stride));
  const residual = convNorm(params, stats, `${name}.second`, hidden, 1);
  const shortcut = `${name}.shortcut`;
  const rest = hasShortcut ? norm(params, stats, shortcut, convolvePoints(x, params[`${shortcut}.conv.weight`])) : x;
  return relu(residual, rest);
}

function lossOf(params, stats, views, targets) {
  const stem = convolveImages(views, params['backbone.stem.conv.weight']);
  const start = relu(norm(params, stats, 'backbone.stem', stem));
  const map = BLOCKS.reduce((x, shape) => block(params, stats, x, shape), start);
  return headLoss(map, params['head.weight'], params['head.bias'], targets);
}

// The update: all parameters in one vector

/** Every parameter's place in the vector. */
export function layOut(tensors) {
  let start = 0;
  return tensors.map(({ name, shape }) => {
    const place = { name, shape, start, size: sizeOf(shape) };
    start += place.size;
    return place;
  });
}

export const flatten = (tensors) => tf.concat(tensors.map((tensor) => tf.reshape(tensor, [-1])));
const mix = (old, fresh, part) => tf.add(tf.mul(old, 1 - part), tf.mul(fresh, part));

/** `rates`: the learning rate by the first correction, and one by the second. */
export function adam({ vector, first, second }, gradient, rates) {
  const newFirst = mix(first, gradient, 1 - ADAM.beta1);
  const newSecond = mix(second, tf.square(gradient), 1 - ADAM.beta2);
  const deviation = tf.add(tf.sqrt(tf.mul(newSecond, rates.second)), ADAM.epsilon);
  const moved = tf.sub(vector, tf.div(tf.mul(newFirst, rates.first), deviation));
  return { vector: moved, first: newFirst, second: newSecond };
}

/** Running mean and variance of all layers, one vector each. */
function updateRunning({ mean, variance }, stats, unbias) {
  const fresh = (part) => tf.concat(LAYERS.map((layer) => stats[layer][0][part]));
  return {
    mean: mix(mean, fresh('mean'), NORM.momentum),
    variance: mix(variance, tf.mul(fresh('variance'), unbias), NORM.momentum),
  };
}

/** One step: the next state, and a tensor that is ready when the step is done, with the loss first. */
function update(state, batch, places, rates) {
  const stats = {};
  const values = places.map(({ shape, start, size }) => tf.reshape(tf.slice(state.vector, start, size), shape));
  const views = makeViews(batch);
  const { value, grads } = tf.valueAndGrads((...values) => {
    const params = Object.fromEntries(places.map(({ name }, index) => [name, values[index]]));
    return lossOf(params, stats, views, batch.targets);
  })(values);
  const running = updateRunning({ mean: state.mean, variance: state.variance }, stats, batch.unbias);
  tf.dispose(stats);
  const next = { ...adam(state, flatten(grads), rates), ...running };
  const report = tf.concat([tf.reshape(value, [1]), tf.slice(next.vector, 0, 1)]);
  return { next, report };
}

// The trainer

/** Our [out, in, ...] as the library's [..., in, out]. */
export function channelsLast({ shape, data }) {
  const order = shape.length === 4 ? [2, 3, 1, 0] : shape.length === 2 ? [1, 0] : [0];
  return tf.transpose(tf.tensor(Float32Array.from(data), shape), order);
}

function initialState(weights) {
  const tensors = PARAMETERS.map((parameter) => channelsLast(weights[parameter]));
  const vector = flatten(tensors);
  const channels = LAYERS.reduce((sum, layer) => sum + weights[`${layer}.norm.bias`].shape[0], 0);
  const state = {
    vector,
    first: tf.zerosLike(vector),
    second: tf.zerosLike(vector),
    mean: tf.zeros([channels]),
    variance: tf.ones([channels]),
  };
  const places = layOut(tensors.map(({ shape }, index) => ({ name: PARAMETERS[index], shape })));
  return { state, places };
}

/** count / (count - 1) for each channel of each layer. */
function unbiasFactors(weights, numViews, size) {
  return LAYERS.flatMap((layer) => {
    const level = Number(layer.match(/stages\.(\d)/)?.[1] ?? 0);
    let side = size;
    for (let halving = 0; halving < level; halving++) side = Math.ceil(side / 2);
    const count = numViews * side * side;
    return Array(weights[`${layer}.norm.bias`].shape[0]).fill(count / (count - 1));
  });
}

export function uploadBatch(images, boxes, size) {
  const numImages = boxes.length;
  const { rows, columns, outside } = placeBoxes(boxes, size);
  const square = [numImages, size, size];
  const fourTimes = (data) => tf.tile(tf.tensor(data, square), [4, 1, 1]);
  return {
    images: tf.transpose(tf.tensor(images, [numImages, 3, size, size]), [0, 2, 3, 1]),
    rows: fourTimes(rows),
    columns: fourTimes(columns),
    outside: tf.tensor(outside, [...square, 1]),
    // Made here, as the library's Wasm fills a float tensor with integers.
    targets: tf.tensor(oneHotTargets(numImages), [NUM_VIEWS * numImages, NUM_VIEWS]),
  };
}

export async function open(device) {
  await LOADERS[device]();
  if (!(await tf.setBackend(device))) throw new Error(`TensorFlow.js: no ${device} here`);
}

export function threadsOf(device) {
  if (device === 'webgpu') return undefined;
  return device === 'wasm' ? wasmThreads() : 1;
}

/** The eight views as [8N, 3, S, S], for tests. */
export async function readViews({ device, imageSize, images, boxes }) {
  await open(device);
  const views = tf.tidy(() => tf.transpose(makeViews(uploadBatch(images, boxes, imageSize)), [0, 3, 1, 2]));
  const values = await views.data();
  views.dispose();
  return values;
}

/** `style`: 'library' is the step as the library's users write it first, 'by-hand' the one above. */
export async function createTrainer({ style = 'by-hand', ...problem }) {
  if (!styles[problem.device]?.includes(style)) throw new Error(`${name}: no step '${style}' on ${problem.device}`);
  // Imported here, as it needs this module and, for its gradients, a bundler.
  const create = style === 'library' ? (await import('./tfjs-library.js')).createTrainer : createByHand;
  return create(problem);
}

/** Steps by `update`, which gives the next state and a report that begins with the loss. */
export function trainer(device, state, batch, update) {
  let steps = 0;
  return {
    threads: threadsOf(device),
    /** So many steps, and the loss of the last. */
    async step(count = 1) {
      let report;
      for (let done = 0; done < count; done++) {
        steps += 1;
        const rates = { first: ADAM.rate / (1 - ADAM.beta1 ** steps), second: 1 / (1 - ADAM.beta2 ** steps) };
        const outcome = tf.tidy(() => update(state, rates));
        tf.dispose([state, report]);
        state = outcome.next;
        report = outcome.report;
      }
      const [loss] = await report.data();
      report.dispose();
      return loss;
    },
    dispose() {
      tf.dispose([state, batch]);
    },
  };
}

async function createByHand({ device, imageSize, images, boxes, weights }) {
  await open(device);
  filterGradient = chooseFilterGradient(device);
  const batch = tf.tidy(() => ({
    ...uploadBatch(images, boxes, imageSize),
    unbias: tf.tensor1d(unbiasFactors(weights, NUM_VIEWS * boxes.length, imageSize)),
  }));
  let places;
  const state = tf.tidy(() => {
    const start = initialState(weights);
    places = start.places;
    return start.state;
  });
  return trainer(device, state, batch, (state, rates) => update(state, batch, places, rates));
}
