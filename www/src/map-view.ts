/** “Feature map”: features of test images in two dimensions, as t-SNE moves them. */
import type { Embedding } from 'patchwise';

import { drawImage } from './draw';
import { byId, create, fillTable } from './elements';
import { namesOf } from './engine';
import { number, share, t } from './language';
import { PLOT_SIZE, agreement, mark, nearestPoint, sign, toPlot } from './scatter';
import type { State } from './state';

/** Rows of the table; more are left out. */
const MAX_ROWS = 50;

export function renderMap(state: State, previous: State): void {
  const isOn = state.phase === 'mapping';
  const hasEnded = previous.phase === 'mapping' && !isOn;
  if (state.map !== previous.map || hasEnded) draw(state, isOn);
}

function draw({ map, dataset }: State, isOn: boolean): void {
  byId('map-figure').hidden = !map;
  if (!map) return;
  // With reduced motion, only the end is shown.
  if (isOn && matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const points = toPlot(map.embedding2d);
  byId('plot').replaceChildren(...points.map((point, index) => mark(map.labels[index] ?? 0, point)));
  if (!isOn) describe(map, points, map.labels.length > 0 ? namesOf(dataset?.classNames ?? []) : []);
}

function describe({ labels, indices }: Embedding, points: [number, number][], names: readonly string[]): void {
  byId('map-legend').replaceChildren(...names.map(legend));
  // What was pointed at had its name from the map before.
  byId('map-image').replaceChildren();
  const count = points.length;
  byId('map-summary').textContent =
    names.length > 0
      ? t('map-summary-classes', { count, share: share(agreement(points, labels), 1) })
      : t('map-summary', { count });
  const rows = points.slice(0, MAX_ROWS).map(([x, y], index) => {
    const name = names[labels[index] ?? -1] ?? t('none');
    return [number((indices[index] ?? 0) + 1), name, ...[x, y].map((place) => number(Math.round(place)))];
  });
  const head = [t('map-image'), t('map-class'), t('map-across'), t('map-down')];
  fillTable({ head, rows }, byId('map-table'));
}

function legend(name: string, label: number): HTMLElement {
  return create('li', {}, sign(label), name);
}

/** Shows the image under the pointer, or the one that arrow keys have reached. */
export function listenToMap(current: () => State): void {
  const plot = byId('plot');
  let chosen = -1;
  const show = (index: number | undefined) => {
    const { map, mapImages, dataset } = current();
    if (index === undefined || !map || !mapImages || index >= map.indices.length) return;
    plot.children[chosen]?.removeAttribute('class');
    chosen = index;
    plot.children[chosen]?.setAttribute('class', 'chosen');
    const names = namesOf(dataset?.classNames ?? []);
    const name = names[map.labels[index] ?? -1] ?? t('image-number', { number: index + 1 });
    const canvas = drawImage(mapImages.pixels, mapImages.imageSize, index);
    byId('map-image').replaceChildren(canvas, create('figcaption', {}, name));
  };
  plot.addEventListener('pointermove', ({ clientX, clientY }) => {
    const { map } = current();
    const { left, top, width } = plot.getBoundingClientRect();
    const toPlace = (pixels: number) => (pixels * PLOT_SIZE) / width;
    if (map) show(nearestPoint(toPlot(map.embedding2d), toPlace(clientX - left), toPlace(clientY - top)));
  });
  plot.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const count = current().map?.indices.length ?? 0;
    if (step === undefined || count === 0) return;
    event.preventDefault();
    show((Math.max(chosen, 0) + step + count) % count);
  });
}
