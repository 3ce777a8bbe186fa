/** A line chart as a pure function of its points. */
import { number, t } from './language';

const WIDTH = 420;
const HEIGHT = 200;
const MARGIN = { left: 46, right: 10, top: 12, bottom: 28 };
const SVG = 'http://www.w3.org/2000/svg';
/** More points than this are averaged in groups: single steps are too noisy to show where a run goes. */
const MAX_POINTS = 100;

export interface Line {
  className: string;
  points: readonly { x: number; y: number }[];
  color?: string;
}

export interface Series {
  title: string;
  lines: readonly Line[];
  /** Ends of the vertical axis. */
  range: [number, number];
  /** A value worth a line of its own, such as chance. */
  mark?: { y: number; label: string };
  format(value: number): string;
}

export function lineChart(series: Series): SVGElement {
  const { lines, range, mark, format } = series;
  const lastX = Math.max(1, ...lines.map(({ points }) => points.at(-1)?.x ?? 1));
  const toX = (x: number) => MARGIN.left + (x / lastX) * (WIDTH - MARGIN.left - MARGIN.right);
  const share = (y: number) => Math.min(Math.max((y - range[0]) / (range[1] - range[0] || 1), 0), 1);
  const toY = (y: number) => HEIGHT - MARGIN.bottom - share(y) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const chart = svgElement('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': series.title });
  for (const y of [range[0], (range[0] + range[1]) / 2, range[1]]) {
    chart.append(line(toY(y)), label(MARGIN.left - 6, toY(y) + 4, format(y), 'end'));
  }
  if (mark) chart.append(line(toY(mark.y), '4 4'), label(WIDTH - MARGIN.right, toY(mark.y) - 4, mark.label, 'end'));
  chart.append(
    label(MARGIN.left, HEIGHT - 8, t('chart-start'), 'start'),
    label(WIDTH - MARGIN.right, HEIGHT - 8, number(lastX), 'end'),
  );
  for (const { points, className, color } of lines) {
    const path = average(points, Math.ceil(points.length / MAX_POINTS))
      .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${toX(x).toFixed(1)} ${toY(y).toFixed(1)}`)
      .join('');
    const attributes = { d: path || `M${MARGIN.left} ${toY(range[0])}`, class: className };
    chart.append(svgElement('path', color ? { ...attributes, stroke: color } : attributes));
  }
  return chart;
}

/** The mean of each group of neighbours, at the place of its last. */
function average(points: Line['points'], size: number): Line['points'] {
  const groups = Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    points.slice(index * size, (index + 1) * size),
  );
  return groups.map((group) => ({
    x: group.at(-1)?.x ?? 0,
    y: group.reduce((sum, point) => sum + point.y, 0) / group.length,
  }));
}

function line(y: number, dashes = ''): SVGElement {
  return svgElement('line', {
    x1: MARGIN.left,
    x2: WIDTH - MARGIN.right,
    y1: y,
    y2: y,
    class: 'axis',
    'stroke-dasharray': dashes,
  });
}

function label(x: number, y: number, text: string, anchor: string): SVGElement {
  const node = svgElement('text', { x, y, 'text-anchor': anchor });
  node.textContent = text;
  return node;
}

/** A new SVG element with attributes. */
export function svgElement(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}
