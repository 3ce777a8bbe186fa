// The eight-view step in TensorFlow.js as its users write it first: its own convolution and automatic gradients.
// Running statistics are left out, which only makes it faster. See tfjs.js for the same by hand.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';

import { BLOCKS, NORM, PARAMETERS } from './common.js';
import { adam, channelsLast, flatten, layOut, makeViews, open, trainer, uploadBatch } from './tfjs.js';

export { name, version } from './tfjs.js';

function convNorm(x, params, layer, stride) {
  const filter = params[`${layer}.conv.weight`];
  const border = filter.shape[0] >> 1;
  // The same border on all sides, as the network has it; `same` would put more on the right.
  const edge = [border, border];
  const y = tf.conv2d(x, filter, stride, [[0, 0], edge, edge, [0, 0]]);
  const { mean, variance } = tf.moments(y, [0, 1, 2]);
  const scale = tf.mul(tf.rsqrt(tf.add(variance, NORM.epsilon)), params[`${layer}.norm.weight`]);
  return tf.add(tf.mul(tf.sub(y, mean), scale), params[`${layer}.norm.bias`]);
}

function lossOf(params, views, targets) {
  let x = tf.relu(convNorm(views, params, 'backbone.stem', 1));
  for (const { name, stride, hasShortcut } of BLOCKS) {
    const shortcut = hasShortcut ? convNorm(x, params, `${name}.shortcut`, stride) : x;
    const hidden = tf.relu(convNorm(x, params, `${name}.first`, stride));
    x = tf.relu(tf.add(convNorm(hidden, params, `${name}.second`, 1), shortcut));
  }
  const logits = tf.add(tf.matMul(tf.mean(x, [1, 2]), params['head.weight']), params['head.bias']);
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), targets), 1)));
}

function update(state, batch, places, rates) {
  const values = places.map(({ shape, start, size }) => tf.reshape(tf.slice(state.vector, start, size), shape));
  const views = makeViews(batch);
  const { value, grads } = tf.valueAndGrads((...values) => {
    const params = Object.fromEntries(places.map(({ name }, index) => [name, values[index]]));
    return lossOf(params, views, batch.targets);
  })(values);
  const next = adam(state, flatten(grads), rates);
  return { next, report: tf.concat([tf.reshape(value, [1]), tf.slice(next.vector, 0, 1)]) };
}

export async function createTrainer({ device, imageSize, images, boxes, weights }) {
  await open(device);
  const batch = tf.tidy(() => uploadBatch(images, boxes, imageSize));
  let places;
  const state = tf.tidy(() => {
    const tensors = PARAMETERS.map((parameter) => channelsLast(weights[parameter]));
    places = layOut(tensors.map(({ shape }, index) => ({ name: PARAMETERS[index], shape })));
    const vector = flatten(tensors);
    return { vector, first: tf.zerosLike(vector), second: tf.zerosLike(vector) };
  });
  return trainer(device, state, batch, (state, rates) => update(state, batch, places, rates));
}
