// A batch and weights that any language computes alike: sines of the index, as in tests/golden.
import { BLOCKS, LAYERS, PARAMETERS, sizeOf } from './common.js';

export function wave(length, phase, scale = 1) {
  return Float32Array.from({ length }, (_, index) => Math.fround(Math.sin(0.7 * index + phase)) * scale);
}

/** [out, in, k, k] of every layer's convolution. */
function convolutionShapes() {
  const shapes = { 'backbone.stem': [16, 3, 3, 3] };
  let inputs = 16;
  BLOCKS.forEach(({ name, hasShortcut }, level) => {
    const outputs = 16 << level;
    shapes[`${name}.first`] = [outputs, inputs, 3, 3];
    shapes[`${name}.second`] = [outputs, outputs, 3, 3];
    if (hasShortcut) shapes[`${name}.shortcut`] = [outputs, inputs, 1, 1];
    inputs = outputs;
  });
  return shapes;
}

function shapeOf(parameter, convolutions) {
  if (parameter === 'head.weight') return [8, 64];
  if (parameter === 'head.bias') return [8];
  const layer = LAYERS.find((layer) => parameter.startsWith(`${layer}.`));
  return parameter.endsWith('conv.weight') ? convolutions[layer] : convolutions[layer].slice(0, 1);
}

export function fixtureWeights() {
  const convolutions = convolutionShapes();
  const entries = PARAMETERS.map((parameter, place) => {
    const shape = shapeOf(parameter, convolutions);
    const [outputs, , kernel] = shape;
    const scale = shape.length === 4 ? Math.sqrt(2 / (outputs * kernel * kernel)) : 0.1;
    const base = parameter.endsWith('norm.weight') ? 1 : 0;
    const data = wave(sizeOf(shape), place, scale).map((value) => value + base);
    return [parameter, { shape, data }];
  });
  return Object.fromEntries(entries);
}

/** `numImages` images of `imageSize` pixels, with a box each. */
export function fixture(numImages, imageSize) {
  const side = Math.floor(imageSize / 2.5);
  const span = imageSize - side + 1;
  const boxes = Array.from({ length: numImages }, (_, image) => ({
    top: (image * 3) % span,
    left: (image * 5 + 1) % span,
    side,
  }));
  return { imageSize, images: wave(numImages * 3 * imageSize ** 2, 0.3), boxes, weights: fixtureWeights() };
}
