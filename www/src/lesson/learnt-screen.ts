/** What it learnt by the way: sorting by a few labels, similar images, and how its features came to order. */
import { drawImage, figure } from '../draw';
import { create } from '../elements';
import { className } from '../engine';
import { share, t } from '../language';
import { PLOT_SIZE, agreement, mark, sign as signOf, toPlot } from '../scatter';
import type { State } from '../state';
import { svgElement } from '../chart';
import type { MapAt, SimilarTo, Sorting } from './lesson';
import { Progress, button, figureOf, partOf } from './parts';
import type { Screen } from './parts';
import { LABELS_PER_CLASS } from './pictures';

interface Host {
  test(): void;
  similar(index: number): void;
}

/** Images that are shown of those that were sorted wrongly. */
const MAX_WRONG = 12;
/** How long the marks of the map move. */
const MOVE_MS = 900;

export class Learnt implements Screen {
  readonly root = create('div', {});
  readonly #host: Host;
  readonly #test: HTMLButtonElement;
  readonly #progress = new Progress(t('learnt-busy'));
  readonly #sorted = create('div', {});
  readonly #similar = create('div', { 'aria-live': 'polite' });
  readonly #map = new FeatureMap();

  constructor(host: Host) {
    this.#host = host;
    this.#test = button('test', t('learnt-test', { count: LABELS_PER_CLASS }), host.test, 'main');
    const buttons = create('p', { class: 'row' }, this.#test);
    this.root.append(buttons, this.#progress.root, this.#sorted, this.#similar, this.#map.root);
  }

  update(state: State, previous: State | null): void {
    const { lesson, phase, dataset, progress } = state;
    const names = (dataset?.classNames ?? []).map(className);
    this.#test.disabled = phase !== 'idle' || lesson.moments.length === 0;
    if (phase === 'sorting' || phase === 'ranking') this.#progress.show(partOf(progress), t('learnt-busy'));
    else this.#progress.hide();
    if (lesson.sorting !== previous?.lesson.sorting) {
      const { sorting } = lesson;
      this.#sorted.replaceChildren(...(sorting ? showSorting(sorting, names, this.#host.similar) : []));
    }
    if (lesson.similar !== previous?.lesson.similar) {
      const { similar, sorting } = lesson;
      this.#similar.replaceChildren(...(similar && sorting ? showSimilar(similar, sorting, names) : []));
    }
    if (lesson.maps !== previous?.lesson.maps) this.#map.show(lesson.maps, names);
  }

  leave(): void {
    this.#map.stop();
  }
}

function showSorting(sorting: Sorting, names: readonly string[], similar: (index: number) => void): HTMLElement[] {
  const { trained, random, kinds, wrong, images } = sorting;
  const { total } = trained;
  const chance = Math.round(total / Math.max(kinds.length, 1));
  const tiles = wrong.slice(0, MAX_WRONG).map((index) => {
    const [truth, taken] = [images.labels[index] ?? -1, trained.predictions[index] ?? -1];
    const words = t('learnt-taken', { class: names[truth] ?? '', other: names[taken] ?? '' });
    const tile = create('button', { type: 'button', class: 'tile', 'aria-pressed': false });
    tile.append(drawImage(images.pixels, images.imageSize, index), create('span', {}, words));
    tile.addEventListener('click', () => {
      for (const other of tiles) other.setAttribute('aria-pressed', String(other === tile));
      similar(index);
    });
    return tile;
  });
  return [
    create(
      'div',
      { class: 'scores' },
      figureOf(t('score-of', { right: trained.right, total }), t('learnt-trained')),
      figureOf(t('score-of', { right: random.right, total }), t('learnt-random')),
      figureOf(t('score-about', { number: chance }), t('score-guessing')),
    ),
    create('p', { class: 'verdict' }, t(hasHelped(sorting) ? 'learnt-helped' : 'learnt-not-helped')),
    create('p', {}, t('learnt-why', { count: LABELS_PER_CLASS, classes: kinds.length })),
    create('h3', {}, t('learnt-wrong', { count: wrong.length })),
    create('div', { class: 'tiles named' }, ...tiles),
  ];
}

/** Whether it sorts clearly better than random weights: by more than twice the standard error of such a count. */
export function hasHelped({ trained, random }: Sorting): boolean {
  const part = (trained.right + random.right) / (2 * Math.max(trained.total, 1));
  return trained.right - random.right > 2 * Math.sqrt(2 * trained.total * part * (1 - part));
}

function showSimilar({ index, similarities, pictures }: SimilarTo, { images }: Sorting, names: readonly string[]) {
  const nameOf = (label: number | null | undefined) => names[label ?? -1] ?? '';
  const own = figure(drawImage(images.pixels, images.imageSize, index), nameOf(images.labels[index]));
  const others = similarities.map((similarity, place) => {
    const words = t('learnt-similarity', { class: nameOf(pictures.labels[place]), part: share(similarity) });
    return figure(drawImage(pictures.pixels, pictures.imageSize, place), words);
  });
  return [
    create('h3', {}, t('learnt-similar')),
    create('p', {}, t('learnt-similar-why')),
    create('div', { class: 'tiles named' }, own, ...others),
  ];
}

/** Features in two dimensions at some moments of the training, and a slider over these. */
class FeatureMap {
  readonly root = create('figure', {});
  readonly #title = create('h3', {}, t('moments-title'));
  readonly #plot = svgElement('svg', { viewBox: `0 0 ${PLOT_SIZE} ${PLOT_SIZE}`, role: 'img', class: 'plot' });
  readonly #slider = create('input', { type: 'range', min: 0, step: 1, id: 'moment' });
  readonly #words = create('figcaption', { class: 'map-words', 'aria-live': 'polite' });
  readonly #legend = create('ul', { class: 'legend' });
  #maps: readonly MapAt[] = [];
  /** The classes that are shown, in the order of their marks. */
  #shown: number[] = [];
  #points: [number, number][] = [];
  #frame = 0;

  constructor() {
    const label = create('label', { class: 'slider' }, t('moments-slider'), this.#slider);
    this.#plot.setAttribute('aria-label', t('moments-title'));
    this.root.append(this.#title, create('p', {}, t('moments-why')), label, this.#words);
    this.root.append(create('div', { class: 'map' }, this.#plot, this.#legend));
    this.#slider.addEventListener('input', () => this.#go(Number(this.#slider.value)));
  }

  show(maps: readonly MapAt[], names: readonly string[]): void {
    this.stop();
    this.#maps = maps;
    this.root.hidden = maps.length === 0;
    if (maps.length === 0) return;
    this.#slider.max = String(maps.length - 1);
    this.#slider.value = String(maps.length - 1);
    const shown = [...new Set(maps.flatMap(({ map }) => map.labels))].sort((a, b) => a - b);
    this.#shown = shown;
    this.#legend.replaceChildren(...shown.map((label, kind) => create('li', {}, signOf(kind), names[label] ?? '')));
    this.#points = [];
    this.#go(maps.length - 1);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  /** Points move from where they are. */
  #go(index: number): void {
    const at = this.#maps[index];
    if (!at) return;
    this.stop();
    const { map, step } = at;
    const target = toPlot(map.embedding2d);
    const part = agreement(target, map.labels);
    this.#words.textContent = t('moments-words', { step, part: share(part), images: target.length });
    this.#slider.setAttribute('aria-valuetext', t('moments-step', { step }));
    const from = this.#points.length === target.length ? this.#points : target;
    const isStill = from === target || matchMedia('(prefers-reduced-motion: reduce)').matches;
    const started = performance.now();
    const move = () => {
      const done = isStill ? 1 : Math.min((performance.now() - started) / MOVE_MS, 1);
      const ease = done * done * (3 - 2 * done);
      this.#points = target.map(([x, y], place) => {
        const [left, top] = from[place] ?? [x, y];
        return [left + (x - left) * ease, top + (y - top) * ease];
      });
      this.#plot.replaceChildren(
        ...this.#points.map((point, place) => mark(this.#shown.indexOf(map.labels[place] ?? 0), point)),
      );
      if (done < 1) this.#frame = requestAnimationFrame(move);
    };
    move();
  }
}
