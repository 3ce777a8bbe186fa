// The eight-view step in jax-js, as one jitted function.
//
// jax-js compiles `lax.conv` to a loop that finds every input by division and remainder; its matrix product has a tiled
// SIMD kernel. On Wasm a convolution written as a sum of products is some fifty times as fast, so it is written that way:
// feature maps are lists of pixels [pixels, channels] with a border of zeros around every image, where the neighbour of
// each pixel lies at one offset. The offsets make slices, not copies. Gradients of products are given by hand, as the
// automatic ones pad every slice; all else is differentiated by `vjp`.
//
// Functions own their arguments: `x` is given up by its last use, `x.ref` by the others.
import { defaultDevice, init, jit, nn, numpy as np, tree, vjp } from '@jax-js/jax';

import { ADAM, BLOCKS, LAYERS, NORM, NUM_VIEWS, PARAMETERS, oneHotTargets, placeBoxes } from './common.js';

export const name = 'jax-js';
export const version = '0.1.25';
/** The ways of writing the step that run on each device. */
export const styles = { wasm: ['by-hand', 'library'], webgpu: ['by-hand', 'library'] };

// Views

/** The four turns of [N, 3, S, S], counter-clockwise, as [4, N, 3, S, S]. */
function turns(images) {
  const swapped = images.ref.transpose([0, 1, 3, 2]);
  const half = np.flip(images.ref, [2, 3]);
  return np.stack([images, np.flip(swapped.ref, 2), half, np.flip(swapped, 3)]);
}

/** The eight views of [N, 3, S, S], as [8N, 3, S, S]. */
export function makeViews({ images, rows, columns, outside }) {
  const [numImages, , size] = images.shape;
  const rotated = turns(images.ref);
  const tall = np.matmul(rows.reshape([1, numImages, 1, size, size]), rotated.ref);
  const across = columns.reshape([1, numImages, 1, size, size]).transpose([0, 1, 2, 4, 3]);
  const background = images.mul(outside.reshape([numImages, 1, size, size]));
  const patched = np.matmul(tall, across).add(background);
  return np.concatenate([rotated, patched]).reshape([NUM_VIEWS * numImages, 3, size, size]);
}

// Grids: images of side S with a border of one pixel, G = S + 2, as a list of pixels.

function makeGrid(numImages, size) {
  const side = size + 2;
  const pixels = numImages * side * side;
  const inside = (place) => place > 0 && place <= size;
  const mask = Float32Array.from({ length: pixels }, (_, pixel) =>
    Number(inside(pixel % side) && inside(Math.floor(pixel / side) % side)),
  );
  return { numImages, size, side, pixels, count: numImages * size * size, mask };
}

/** [N, 3, S, S] as [1, pixels, 3]. */
function toGrid(images, grid) {
  const last = images.transpose([0, 2, 3, 1]);
  const padded = np.pad(last, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  return padded.reshape([1, grid.pixels, 3]);
}

/** Every second pixel of every second row, four times, each on the grid of half the side: [4, pixels, channels]. */
function toPhases(x, grid, half) {
  const channels = x.shape[1];
  const end = 2 * half.side - grid.side - 2;
  const padded = np.pad(x.reshape([grid.numImages, grid.side, grid.side, channels]), [
    [0, 0],
    [2, end],
    [2, end],
    [0, 0],
  ]);
  const split = padded.reshape([grid.numImages, half.side, 2, half.side, 2, channels]);
  return split.transpose([2, 4, 0, 1, 3, 5]).reshape([4, half.pixels, channels]);
}

// Convolutions: each tap reads one phase at one offset.

const KERNEL = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => [row, column]));

function tapsOf(kind, grid) {
  if (kind === 'same') return KERNEL.map(([r, c]) => ({ phase: 0, offset: (r - 1) * grid.side + c - 1 }));
  if (kind === 'point') return [{ phase: 3, offset: 0 }];
  return KERNEL.map(([r, c]) => ({ phase: (r % 2) * 2 + (c % 2), offset: (r >> 1) * grid.side + (c >> 1) }));
}

/** The pixels for which every tap lies in the list. */
function rangeOf(taps, pixels) {
  const offsets = taps.map(({ offset }) => offset);
  const start = Math.max(0, -Math.min(...offsets));
  const end = pixels - Math.max(0, ...offsets);
  return { start, end };
}

function tapOf(x, { phase, offset }, { start, end }) {
  return x.ref.slice(phase, [start + offset, end + offset]);
}

/** [phases, pixels, in] by [taps, in, out] to [pixels, out]; what lands in the border is not meaningful. */
function convolve(x, weight, taps) {
  const pixels = x.shape[1];
  const range = rangeOf(taps, pixels);
  const parts = taps.map((tap, index) => np.matmul(tapOf(x, tap, range), weight.ref.slice(index)));
  x.dispose();
  weight.dispose();
  const sum = parts.reduce((total, part) => total.add(part));
  return np.pad(sum, [
    [range.start, pixels - range.end],
    [0, 0],
  ]);
}

function weightGradient(x, slope, taps) {
  const range = rangeOf(taps, x.shape[1]);
  const inner = slope.slice([range.start, range.end]);
  const parts = taps.map((tap) => np.matmul(tapOf(x, tap, range).transpose(), inner.ref));
  x.dispose();
  inner.dispose();
  return np.stack(parts);
}

/** A list with the gradient of every phase, null where no tap reads it. */
function inputGradient(slope, weight, taps, numPhases) {
  const turned = weight.transpose([0, 2, 1]);
  const single = slope.reshape([1, ...slope.shape]);
  const phases = [];
  for (let phase = 0; phase < numPhases; phase++) {
    const places = taps.flatMap((tap, index) => (tap.phase === phase ? [index] : []));
    if (places.length === 0) phases.push(null);
    else {
      const back = places.map((place) => ({ phase: 0, offset: -taps[place].offset }));
      const kernels = np.stack(places.map((place) => turned.ref.slice(place)));
      phases.push(convolve(single.ref, kernels, back));
    }
  }
  single.dispose();
  turned.dispose();
  return phases;
}

// Between convolutions

/** Batch norm over the pixels inside the mask [1, pixels]; the statistics beside. */
function batchNorm(y, { weight, bias }, mask, count) {
  const mean = np.matmul(mask.ref, y.ref).mul(1 / count);
  const centred = y.sub(mean.ref);
  const variance = np.matmul(mask, np.square(centred.ref)).mul(1 / count);
  const scale = weight.div(np.sqrt(variance.ref.add(NORM.epsilon)));
  return [centred.mul(scale).add(bias), { mean: mean.reshape([-1]), variance: variance.reshape([-1]) }];
}

/** ReLU of the norms of `ys`, summed with `rest`; 0 in the border. */
function activate(ys, norms, rest, mask, count) {
  const stats = [];
  let sum = rest;
  ys.forEach((y, index) => {
    const [out, stat] = batchNorm(y, norms[index], mask.ref, count);
    stats.push(stat);
    sum = sum ? sum.add(out) : out;
  });
  return [nn.relu(sum).mul(mask.reshape([-1, 1])), stats];
}

/** Cross entropy of the head on the mean over each image's pixels. */
function headLoss(x, weight, bias, targets, grid) {
  const features = x
    .reshape([grid.numImages, grid.side ** 2, x.shape[1]])
    .sum(1)
    .mul(1 / grid.size ** 2);
  const logits = np.matmul(features, weight.transpose()).add(bias);
  return nn
    .logSoftmax(logits)
    .mul(targets)
    .sum()
    .mul(-1 / grid.numImages);
}

// The network, forward and backward

/** Runs layers and remembers how to go back through them. */
class Tape {
  constructor(params, masks, grids) {
    Object.assign(this, { params, masks, grids, gradients: {}, stats: {} });
  }

  /** Output of a convolution from [phases, pixels, channels], and its way back to the phases' gradients. */
  convolve(layer, x, kind, grid, needsInput = true) {
    const taps = tapsOf(kind, grid);
    const weight = `${layer}.conv.weight`;
    const out = convolve(x.ref, this.params[weight].ref, taps);
    const back = (slope) => {
      const numPhases = x.shape[0];
      this.gradients[weight] = weightGradient(x, needsInput ? slope.ref : slope, taps);
      return needsInput ? inputGradient(slope, this.params[weight].ref, taps, numPhases) : [];
    };
    return [out, back];
  }

  /** `activate` for these layers' outputs; its way back gives the slopes of `ys` and of `rest`. */
  activate(layers, ys, rest, level) {
    const mask = this.masks[level];
    const { count } = this.grids[level];
    const norms = layers.map((layer) => ({
      weight: this.params[`${layer}.norm.weight`].ref,
      bias: this.params[`${layer}.norm.bias`].ref,
    }));
    const inputs = rest ? [ys, norms, rest] : [ys, norms];
    const [out, pull, stats] = vjp((ys, norms, rest) => activate(ys, norms, rest, mask.ref, count), inputs, {
      hasAux: true,
    });
    layers.forEach((layer, index) => (this.stats[layer] = stats[index]));
    const back = (slope) => {
      const [ySlopes, normSlopes, restSlope] = pull(slope);
      pull.dispose();
      layers.forEach((layer, index) => {
        this.gradients[`${layer}.norm.weight`] = normSlopes[index].weight;
        this.gradients[`${layer}.norm.bias`] = normSlopes[index].bias;
      });
      return [ySlopes, restSlope];
    };
    return [out, back];
  }

  stem(x) {
    const [y, convolutionBack] = this.convolve('backbone.stem', x, 'same', this.grids[0], false);
    const [out, activationBack] = this.activate(['backbone.stem'], [y], null, 0);
    return [out, (slope) => convolutionBack(activationBack(slope)[0][0])];
  }

  /** A block whose shortcut is the identity. */
  plainBlock(name, x, level) {
    const [first, second] = [`${name}.first`, `${name}.second`];
    const list = (x) => x.reshape([1, ...x.shape]);
    const [y1, back1] = this.convolve(first, list(x.ref), 'same', this.grids[level]);
    const [hidden, hiddenBack] = this.activate([first], [y1], null, level);
    const [y2, back2] = this.convolve(second, list(hidden), 'same', this.grids[level]);
    const [out, outBack] = this.activate([second], [y2], x, level);
    const back = (slope) => {
      const [[slope2], restSlope] = outBack(slope);
      const [[slope1]] = hiddenBack(back2(slope2)[0]);
      return back1(slope1)[0].add(restSlope);
    };
    return [out, back];
  }

  /** A block that halves the side. */
  halvingBlock(name, x, level) {
    const [first, second, shortcut] = ['first', 'second', 'shortcut'].map((part) => `${name}.${part}`);
    const grid = this.grids[level];
    const [phases, pull] = vjp((x) => toPhases(x, this.grids[level - 1], grid), [x]);
    const [y0, back0] = this.convolve(shortcut, phases.ref, 'point', grid);
    const [y1, back1] = this.convolve(first, phases, 'strided', grid);
    const [hidden, hiddenBack] = this.activate([first], [y1], null, level);
    const [y2, back2] = this.convolve(second, hidden.reshape([1, ...hidden.shape]), 'same', grid);
    const [out, outBack] = this.activate([second, shortcut], [y2, y0], null, level);
    const back = (slope) => {
      const [[slope2, slope0]] = outBack(slope);
      const [[slope1]] = hiddenBack(back2(slope2)[0]);
      const fromShortcut = back0(slope0);
      const sums = back1(slope1).map((part, phase) => (fromShortcut[phase] ? part.add(fromShortcut[phase]) : part));
      const [xSlope] = pull(np.stack(sums));
      pull.dispose();
      return xSlope;
    };
    return [out, back];
  }

  /** The loss; gradients and statistics of the norms lie on the tape after it. */
  run(x, targets) {
    const backs = [];
    const through = ([out, back]) => {
      backs.push(back);
      return out;
    };
    x = through(this.stem(x));
    BLOCKS.forEach(({ name, hasShortcut }, level) => {
      x = through(hasShortcut ? this.halvingBlock(name, x, level) : this.plainBlock(name, x, level));
    });
    const head = [this.params['head.weight'].ref, this.params['head.bias'].ref];
    const [loss, pull] = vjp((x, weight, bias) => headLoss(x, weight, bias, targets.ref, this.grids[2]), [x, ...head]);
    const [slope, weightSlope, biasSlope] = pull(np.array(1));
    pull.dispose();
    this.gradients['head.weight'] = weightSlope;
    this.gradients['head.bias'] = biasSlope;
    backs.reverse().reduce((slope, back) => back(slope), slope);
    return loss;
  }
}

// The update

function mix(old, fresh, part) {
  return old.mul(1 - part).add(fresh.mul(part));
}

export function adam(params, moments, gradients, rates) {
  const next = { params: {}, moments: {} };
  for (const parameter of PARAMETERS) {
    const gradient = gradients[parameter];
    const first = mix(moments[parameter].first, gradient.ref, 1 - ADAM.beta1);
    const second = mix(moments[parameter].second, np.square(gradient), 1 - ADAM.beta2);
    const deviation = np.sqrt(second.ref.mul(rates.second.ref)).add(ADAM.epsilon);
    next.params[parameter] = params[parameter].sub(first.ref.mul(rates.first.ref).div(deviation));
    next.moments[parameter] = { first, second };
  }
  return next;
}

function updateRunning(running, stats, counts) {
  const next = {};
  for (const layer of LAYERS) {
    const { mean, variance } = stats[layer];
    const unbiased = variance.mul(counts[layer] / (counts[layer] - 1));
    next[layer] = {
      mean: mix(running[layer].mean, mean, NORM.momentum),
      variance: mix(running[layer].variance, unbiased, NORM.momentum),
    };
  }
  return next;
}

/** Stage of a layer, by whose grid its output is normalised. */
const levelOf = (layer) => Number(layer.match(/stages\.(\d)/)?.[1] ?? 0);

/** The jitted step: the next state, and an array that is ready when the step is done, with the loss first. */
function makeUpdate(grids) {
  const counts = Object.fromEntries(LAYERS.map((layer) => [layer, grids[levelOf(layer)].count]));
  return jit(({ params, moments, running }, { masks, targets, ...batch }, rates) => {
    const tape = new Tape(params, masks, grids);
    const loss = tape.run(toGrid(makeViews(batch), grids[0]), targets);
    const next = adam(params, moments, tape.gradients, rates);
    next.running = updateRunning(running, tape.stats, counts);
    tree.dispose([masks, targets, rates]);
    const last = next.params['head.bias'].ref.slice([0, 1]);
    return [next, np.concatenate([loss.reshape([1]), last])];
  });
}

// The trainer

export const toArray = (data, shape) => np.array(Float32Array.from(data), { shape, dtype: np.float32 });

/** [out, in, k, k] as [k k, in, out]: products want the output's channels side by side. */
function toTaps({ shape: [outputs, inputs, kernel], data }) {
  const area = kernel * kernel;
  const taps = new Float32Array(data.length);
  for (let index = 0; index < data.length; index++) {
    const [tap, input, output] = [index % area, Math.floor(index / area) % inputs, Math.floor(index / area / inputs)];
    taps[(tap * inputs + input) * outputs + output] = data[index];
  }
  return toArray(taps, [area, inputs, outputs]);
}

function initialState(weights) {
  const state = { params: {}, moments: {}, running: {} };
  for (const parameter of PARAMETERS) {
    const { shape, data } = weights[parameter];
    const value = shape.length === 4 ? toTaps(weights[parameter]) : toArray(data, shape);
    state.params[parameter] = value;
    state.moments[parameter] = { first: np.zeros(value.shape), second: np.zeros(value.shape) };
  }
  for (const layer of LAYERS) {
    const { shape } = weights[`${layer}.norm.weight`];
    state.running[layer] = { mean: np.zeros(shape), variance: np.ones(shape) };
  }
  return state;
}

function uploadBatch(images, boxes, size, grids) {
  const numImages = boxes.length;
  const places = placeBoxes(boxes, size);
  const square = [numImages, size, size];
  return {
    images: toArray(images, [numImages, 3, size, size]),
    rows: toArray(places.rows, square),
    columns: toArray(places.columns, square),
    outside: toArray(places.outside, square),
    masks: grids.map(({ mask, pixels }) => toArray(mask, [1, pixels])),
    targets: toArray(oneHotTargets(numImages), [NUM_VIEWS * numImages, NUM_VIEWS]),
  };
}

export async function open(device) {
  const started = await init(device);
  if (!started.includes(device)) throw new Error(`jax-js: no ${device} here`);
  defaultDevice(device);
}

/** Its pool has a worker for each core where memory can be shared. */
export function threadsOf(device) {
  if (device === 'webgpu') return undefined;
  return globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1;
}

/** The eight views as [8N, 3, S, S], for tests. */
export async function readViews({ device, imageSize, images, boxes }) {
  await open(device);
  const { masks, targets, ...batch } = uploadBatch(images, boxes, imageSize, []);
  tree.dispose([masks, targets]);
  return makeViews(batch).data();
}

/** `style`: 'library' is the step as the library's users write it first, 'by-hand' the one above. */
export async function createTrainer({ style = 'by-hand', ...problem }) {
  if (!styles[problem.device]?.includes(style)) throw new Error(`${name}: no step '${style}' on ${problem.device}`);
  // Imported here, as it needs this module.
  const create = style === 'library' ? (await import('./jaxjs-library.js')).createTrainer : createByHand;
  return create(problem);
}

/** Steps by `advance`, which gives the next state and a report that begins with the loss; `update` is what it calls. */
export function trainer(device, state, inputs, update, advance) {
  let steps = 0;
  return {
    threads: threadsOf(device),
    /** So many steps, and the loss of the last: one read runs all that is pending. */
    async step(count = 1) {
      let report;
      for (let done = 0; done < count; done++) {
        steps += 1;
        const rates = {
          first: np.array(ADAM.rate / (1 - ADAM.beta1 ** steps)),
          second: np.array(1 / (1 - ADAM.beta2 ** steps)),
        };
        report?.dispose();
        [state, report] = advance(state, rates);
      }
      const [loss] = await report.data();
      return loss;
    },
    dispose() {
      tree.dispose([state, inputs]);
      update.dispose();
    },
  };
}

async function createByHand({ device, imageSize, images, boxes, weights }) {
  await open(device);
  const numViews = NUM_VIEWS * boxes.length;
  const half = Math.ceil(imageSize / 2);
  const grids = [imageSize, half, Math.ceil(half / 2)].map((size) => makeGrid(numViews, size));
  const batch = uploadBatch(images, boxes, imageSize, grids);
  const update = makeUpdate(grids);
  const state = initialState(weights);
  return trainer(device, state, { batch }, update, (state, rates) => update(state, tree.ref(batch), rates));
}
