/** Section 7: features of test images in two dimensions, as t-SNE moves them. */
import { drawImage } from './draw';
import { byId, create, showProgress } from './elements';
import { percent, timeLeft } from './format';
import { PLOT_SIZE, agreement, mark, nearestPoint, toPlot } from './scatter';
import type { State } from './state';

/** Rows of the table; more are left out. */
const MAX_ROWS = 50;

export function renderMap(state: State, previous: State): void {
  const canStart = state.hasNetwork && (state.dataset?.test ?? 0) > 10 && state.phase === 'idle';
  byId<HTMLButtonElement>('map').disabled = !canStart;
  const isOn = state.phase === 'mapping';
  byId<HTMLButtonElement>('stop-map').disabled = !isOn;
  const progress = isOn ? (state.progress ?? { done: 0, total: 1, remainingMs: 0 }) : null;
  const text = progress
    ? `${Math.round((100 * progress.done) / progress.total)} %, ${timeLeft(progress.remainingMs)}`
    : '';
  showProgress(byId('map-progress'), progress, text);
  const hasEnded = previous.phase === 'mapping' && !isOn;
  if (state.map !== previous.map || hasEnded) draw(state, isOn);
}

function draw(state: State, isOn: boolean): void {
  const { map, dataset } = state;
  byId('map-figure').hidden = !map;
  if (!map) return;
  // Where motion is unwelcome, only the end is shown.
  if (isOn && matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const points = toPlot(map.embedding2d);
  const labels = map.labels.length > 0 ? map.labels : points.map(() => 0);
  byId('plot').replaceChildren(...points.map((point, index) => mark(labels[index] ?? 0, point)));
  if (isOn) return;
  const names = map.labels.length > 0 ? (dataset?.classNames ?? []) : [];
  byId('map-legend').replaceChildren(...names.map((name, label) => legend(name, label)));
  const share =
    names.length > 0
      ? ` Of the five images nearest to each, ${percent(agreement(points, labels))} share its class.`
      : '';
  byId('map-summary').textContent =
    `${points.length} test images by their features, alike ones near each other.${share} ` +
    'Point at a mark, or use the arrow keys, to see its image.';
  table(points, labels, names, map.indices);
}

function legend(name: string, label: number): HTMLElement {
  const sign = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  sign.setAttribute('viewBox', '-7 -7 14 14');
  sign.setAttribute('aria-hidden', 'true');
  sign.append(mark(label, [0, 0]));
  const item = create('li', {});
  item.append(sign, name);
  return item;
}

function table(
  points: readonly [number, number][],
  labels: readonly number[],
  names: readonly string[],
  indices: readonly number[],
): void {
  const head = ['Test image', 'Class', 'Across', 'Down'].map((name) => create('th', { scope: 'col' }, name));
  const rows = points.slice(0, MAX_ROWS).map(([x, y], index) => {
    const cells = [String((indices[index] ?? 0) + 1), names[labels[index] ?? -1] ?? '–', x.toFixed(0), y.toFixed(0)];
    return create('tr', {}, ...cells.map((cell) => create('td', {}, cell)));
  });
  const body = create('tbody', {}, ...rows);
  byId('map-table').replaceChildren(create('thead', {}, create('tr', {}, ...head)), body);
}

/** Shows the image under the pointer, or the one that arrow keys have come to. */
export function listenToMap(current: () => State): void {
  const plot = byId('plot');
  let chosen = -1;
  const show = (index: number | undefined) => {
    const { map, mapImages, dataset } = current();
    if (index === undefined || !map || !mapImages || index >= map.indices.length) return;
    plot.children[chosen]?.removeAttribute('class');
    chosen = index;
    plot.children[chosen]?.setAttribute('class', 'chosen');
    const name = dataset?.classNames[map.labels[index] ?? -1] ?? `image ${index + 1}`;
    const canvas = drawImage(mapImages.pixels, mapImages.imageSize, index);
    byId('map-image').replaceChildren(canvas, create('figcaption', {}, name));
  };
  plot.addEventListener('pointermove', (event) => {
    const { map } = current();
    const box = plot.getBoundingClientRect();
    const scale = PLOT_SIZE / box.width;
    if (map)
      show(
        nearestPoint(toPlot(map.embedding2d), (event.clientX - box.left) * scale, (event.clientY - box.top) * scale),
      );
  });
  plot.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const count = current().map?.indices.length ?? 0;
    if (step === undefined || count === 0) return;
    event.preventDefault();
    show((Math.max(chosen, 0) + step + count) % count);
  });
}
