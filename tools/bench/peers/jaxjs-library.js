// The eight-view step in jax-js as its users write it first: its own convolution and automatic gradients under one
// `jit`. Running statistics are left out, which only makes it faster. See jaxjs.js for the same by hand.
import { jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';

import { BLOCKS, NORM, NUM_VIEWS, PARAMETERS, oneHotTargets, placeBoxes } from './common.js';
import { adam, makeViews, open, toArray, trainer } from './jaxjs.js';

export { name, version } from './jaxjs.js';

function convNorm(x, params, layer, stride) {
  const weight = params[`${layer}.conv.weight`].ref;
  const border = weight.shape[2] >> 1;
  const y = lax.convGeneralDilated(
    x,
    weight,
    [stride, stride],
    [
      [border, border],
      [border, border],
    ],
  );
  const axes = [0, 2, 3];
  const centred = y.ref.sub(np.mean(y, axes, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), axes, { keepdims: true });
  const line = (name) => params[`${layer}.norm.${name}`].ref.reshape([1, -1, 1, 1]);
  return centred
    .div(np.sqrt(variance.add(NORM.epsilon)))
    .mul(line('weight'))
    .add(line('bias'));
}

function lossOf(params, views, targets) {
  let x = nn.relu(convNorm(views, params, 'backbone.stem', 1));
  for (const { name, stride, hasShortcut } of BLOCKS) {
    const shortcut = hasShortcut ? convNorm(x.ref, params, `${name}.shortcut`, stride) : x.ref;
    const hidden = nn.relu(convNorm(x, params, `${name}.first`, stride));
    x = nn.relu(convNorm(hidden, params, `${name}.second`, 1).add(shortcut));
  }
  const features = np.mean(x, [2, 3]);
  const logits = np.matmul(features, params['head.weight'].ref.transpose()).add(params['head.bias'].ref);
  const loss = np.sum(nn.logSoftmax(logits).mul(targets)).mul(-1 / targets.shape[0]);
  tree.dispose(params);
  return loss;
}

export async function createTrainer({ device, imageSize, images, boxes, weights }) {
  await open(device);
  const places = placeBoxes(boxes, imageSize);
  const square = [boxes.length, imageSize, imageSize];
  const batch = {
    images: toArray(images, [boxes.length, 3, imageSize, imageSize]),
    rows: toArray(places.rows, square),
    columns: toArray(places.columns, square),
    outside: toArray(places.outside, square),
  };
  const targets = toArray(oneHotTargets(boxes.length), [NUM_VIEWS * boxes.length, NUM_VIEWS]);
  const state = { params: {}, moments: {} };
  for (const parameter of PARAMETERS) {
    const { shape, data } = weights[parameter];
    state.params[parameter] = toArray(data, shape);
    state.moments[parameter] = { first: np.zeros(shape), second: np.zeros(shape) };
  }
  const update = jit(({ params, moments }, batch, targets, rates) => {
    const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(params), makeViews(batch), targets);
    const next = adam(params, moments, gradients, rates);
    tree.dispose(rates);
    const last = next.params['head.bias'].ref.slice([0, 1]);
    return [next, np.concatenate([loss.reshape([1]), last])];
  });
  const advance = (state, rates) => update(state, tree.ref(batch), targets.ref, rates);
  return trainer(device, state, { batch, targets }, update, advance);
}
