/** A scatter plot as a pure function of its points: classes differ in colour and shape. */
import { svgElement } from './chart';

export const PLOT_SIZE = 400;
const MARGIN = 12;

/** Tableau's ten colours, each used with the shape below it. */
const COLORS = [
  '#4e79a7',
  '#f28e2b',
  '#e15759',
  '#76b7b2',
  '#59a14f',
  '#b6992d',
  '#b07aa1',
  '#d37295',
  '#9c755f',
  '#79706e',
];
const SHAPES = [
  'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z',
  'M0-5L5 4H-5Z',
  'M-3.5-3.5H3.5V3.5H-3.5Z',
  'M0-5L5 0L0 5L-5 0Z',
  'M-5-1.5H-1.5V-5H1.5V-1.5H5V1.5H1.5V5H-1.5V1.5H-5Z',
];

export const colorOf = (label: number): string => COLORS[label % COLORS.length] ?? '';

/** The mark of a class. */
export function mark(label: number, [x, y]: readonly [number, number]): SVGElement {
  return svgElement('path', {
    d: SHAPES[label % SHAPES.length] ?? '',
    fill: colorOf(label),
    transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
  });
}

/** The mark of a class beside text. */
export function sign(label: number): SVGElement {
  const sign = svgElement('svg', { viewBox: '-7 -7 14 14', 'aria-hidden': 'true' });
  sign.append(mark(label, [0, 0]));
  return sign;
}

/** Places around the origin, [N, 2], as places of the plot. */
export function toPlot(places: Float32Array): [number, number][] {
  const reach = places.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-9);
  const scale = (value: number) => PLOT_SIZE / 2 + (value / reach) * (PLOT_SIZE / 2 - MARGIN);
  return Array.from({ length: places.length / 2 }, (_, index) => [
    scale(places[2 * index] ?? 0),
    scale(places[2 * index + 1] ?? 0),
  ]);
}

/** The point nearest to a place of the plot, where one is within reach. */
export function nearestPoint(points: readonly [number, number][], x: number, y: number): number | undefined {
  let best: number | undefined;
  let least = 15 ** 2;
  for (const [index, [left, top]] of points.entries()) {
    const distance = (left - x) ** 2 + (top - y) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

/** Part of the points' nearest neighbours in the plot that share their class. */
export function agreement(points: readonly [number, number][], labels: readonly number[], count = 5): number {
  let same = 0;
  for (const [index, [x, y]] of points.entries()) {
    const others = points
      .map(([left, top], other) => ({ other, distance: (left - x) ** 2 + (top - y) ** 2 }))
      .filter(({ other }) => other !== index)
      .sort((a, b) => a.distance - b.distance)
      .slice(0, count);
    same += others.filter(({ other }) => labels[other] === labels[index]).length / others.length;
  }
  return same / points.length;
}
