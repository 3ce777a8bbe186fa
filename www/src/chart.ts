/** Charts by Observable Plot, which is loaded with the first one. */
import type { Markish, PlotOptions } from '@observablehq/plot';

import { create } from './elements';
import { number, t } from './language';

type Plot = typeof import('@observablehq/plot');

const WIDTH = 420;
const HEIGHT = 200;
const SVG = 'http://www.w3.org/2000/svg';
/** More points than this are averaged in groups: single steps are too noisy to show where a run goes. */
const MAX_POINTS = 100;
const TICKS = 3;

export interface Line {
  /** `loss` and `accuracy` have colours and dashes of their own. */
  className: 'loss' | 'accuracy' | 'run';
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

/** A value at a step, a line for each of several series. */
export function lineChart({ title, lines, range, mark, format }: Series): HTMLElement {
  const lastX = Math.max(1, ...lines.map(({ points }) => points.at(-1)?.x ?? 1));
  return chart(title, ({ axisX, axisY, gridY, lineY, ruleY, text }) => ({
    x: { domain: [0, lastX] },
    y: { domain: range },
    marks: [
      gridY({ ticks: TICKS, stroke: 'var(--line)', strokeOpacity: 1 }),
      axisY({ ticks: TICKS, tickFormat: format, tickSize: 0, label: null }),
      axisX({ ticks: 5, tickFormat: (step: number) => number(step), tickSize: 0, label: t('chart-steps') }),
      ...(mark
        ? [
            ruleY([mark.y], { stroke: 'var(--soft)', strokeDasharray: '4 4' }),
            text([mark.label], { x: lastX, y: mark.y, textAnchor: 'end', dy: -8 }),
          ]
        : []),
      ...lines.map(({ points, className, color }) =>
        lineY(average(points, Math.ceil(points.length / MAX_POINTS)), {
          x: 'x',
          y: 'y',
          stroke: color ?? `var(--${className})`,
          strokeWidth: 2,
          ...(className === 'accuracy' && { strokeDasharray: '6 3' }),
        }),
      ),
    ] satisfies Markish[],
  }));
}

let plot: Plot | undefined;
let loading: Promise<Plot> | undefined;

/** An element with a chart, as soon as the library is there. */
export function chart(title: string, describe: (plot: Plot) => PlotOptions): HTMLElement {
  const place = create('div', { role: 'img', 'aria-label': title, class: 'plotted' });
  const draw = (plot: Plot) => place.replaceChildren(drawingOf(plot, describe(plot)));
  if (plot) draw(plot);
  else {
    loading ??= import('@observablehq/plot');
    // Without it, the table and the words beside it still say all.
    void loading.then(
      (loaded) => draw((plot = loaded)),
      () => undefined,
    );
  }
  return place;
}

function drawingOf({ plot }: Plot, options: PlotOptions): Element {
  const drawing = plot({
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 46,
    marginBottom: 36,
    className: 'plot',
    ...options,
  });
  // The page's policy allows no style but that of its own file, which has these rules.
  for (const style of drawing.querySelectorAll('style')) style.remove();
  for (const svg of [drawing, ...drawing.querySelectorAll('svg')]) svg.setAttribute('aria-hidden', 'true');
  return drawing;
}

/** The mean of each group of neighbours, at the place of its last. */
function average(points: Line['points'], size: number): { x: number; y: number }[] {
  const groups = Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    points.slice(index * size, (index + 1) * size),
  );
  return groups.map((group) => ({
    x: group.at(-1)?.x ?? 0,
    y: group.reduce((sum, point) => sum + point.y, 0) / group.length,
  }));
}

/** A new SVG element with attributes. */
export function svgElement(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}
