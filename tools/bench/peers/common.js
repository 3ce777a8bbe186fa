// What both peers share: the network's layers by name, and the host's part of pasting patches.

export const NUM_VIEWS = 8;
export const NORM = { epsilon: 1e-5, momentum: 0.1 };
export const ADAM = { rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** The blocks of ResNet-8, with the names of their weights. */
export const BLOCKS = [
  { name: 'backbone.stages.0.0', stride: 1, hasShortcut: false },
  { name: 'backbone.stages.1.0', stride: 2, hasShortcut: true },
  { name: 'backbone.stages.2.0', stride: 2, hasShortcut: true },
];

/** Convolutions with a norm, by name. */
export const LAYERS = [
  'backbone.stem',
  ...BLOCKS.flatMap(({ name, hasShortcut }) =>
    ['first', 'second', ...(hasShortcut ? ['shortcut'] : [])].map((part) => `${name}.${part}`),
  ),
];

/** The trained tensors in a fixed order. */
export const PARAMETERS = [
  ...LAYERS.flatMap((layer) => [`${layer}.conv.weight`, `${layer}.norm.weight`, `${layer}.norm.bias`]),
  'head.weight',
  'head.bias',
];

export const sizeOf = (shape) => shape.reduce((product, length) => product * length, 1);

/** Source and weight of the two pixels between which output `step` of `side` lies: half-pixel centres, edges clamped. */
function bilinearTaps(step, side, size) {
  const centre = Math.max(0, ((step + 0.5) * size) / side - 0.5);
  const low = Math.min(Math.floor(centre), size - 1);
  const high = Math.min(low + 1, size - 1);
  const part = centre - Math.floor(centre);
  return [
    [low, 1 - part],
    [high, part],
  ];
}

/**
 * Matrices `rows`, `columns` [N, S, S] such that `rows X columnsᵀ` is the shrunken image in its place on black, and
 * `outside` [N, S, S], which is 0 in the box and 1 elsewhere.
 */
export function placeBoxes(boxes, size) {
  const area = size * size;
  const rows = new Float32Array(boxes.length * area);
  const columns = new Float32Array(boxes.length * area);
  const outside = new Float32Array(boxes.length * area).fill(1);
  boxes.forEach(({ top, left, side }, index) => {
    const start = index * area;
    for (let step = 0; step < side; step++) {
      for (const [source, weight] of bilinearTaps(step, side, size)) {
        rows[start + (top + step) * size + source] += weight;
        columns[start + (left + step) * size + source] += weight;
      }
      const line = start + (top + step) * size + left;
      outside.fill(0, line, line + side);
    }
  });
  return { rows, columns, outside };
}

/** The targets [8N, 8]: 1 at each view's place among the eight. */
export function oneHotTargets(numImages) {
  const targets = new Float32Array(NUM_VIEWS * numImages * NUM_VIEWS);
  for (let view = 0; view < NUM_VIEWS * numImages; view++) {
    targets[view * NUM_VIEWS + Math.floor(view / numImages)] = 1;
  }
  return targets;
}
