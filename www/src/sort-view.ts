/** “Sort images with a few labels”: tiles to label, what is learnt from them, and how the images are sorted by it. */
import type { LabelsReport, Mistake } from 'patchwise';

import { drawImage } from './draw';
import { bar, byId, create } from './elements';
import { decimal, list, share, t, write } from './language';
import { PAGE, countOf, indicesOf, labelOf, viewsOf } from './sorting';
import type { Sorting, Tiles } from './sorting';
import type { State } from './state';

const PLACES = ['sort-tiles', 'sort-mistakes'];

export function renderSorting(state: State, previous: State): void {
  const { sorting } = state;
  const old = previous.sorting;
  if (sorting === old && state.hasNetwork === previous.hasNetwork && state.dataset === previous.dataset) return;
  byId('sort-text').textContent = describeWhatToDo(state);
  renderClasses(sorting);
  renderViews(state);
  if (sorting.tiles !== old.tiles) fillTiles(byId('sort-tiles'), sorting.tiles);
  if (sorting.report !== old.report) renderReport(sorting, state.dataset?.test ?? 0);
  for (const place of PLACES) updateTiles(byId(place), sorting);
}

function describeWhatToDo({ hasNetwork, sorting }: State): string {
  const { names, labels, tiles, report } = sorting;
  const numLabeled = Object.keys(labels.classes).length;
  if (!hasNetwork) return t('sort-needs-network');
  if (!report && numLabeled > 0) return t('sort-kept', { count: numLabeled });
  if (!tiles) return t('sort-begin');
  if (names.length < 2) return t('sort-name-classes');
  if (labels.classNames.length < 2) return t('sort-give-images');
  return report?.predictions.length ? t('sort-go-on') : '';
}

/** A button for each class: it labels what is selected, and takes what is dropped on it. */
function renderClasses(sorting: Sorting): void {
  const chips = sorting.names.flatMap((name, index) => {
    const count = countOf(sorting, name);
    const words = { class: name, count };
    const key = index + 1;
    const parts = [chip(key < 10 ? t('sort-class-key', { ...words, key }) : t('sort-class', words), name)];
    if (count > 0) return parts;
    // A slip of the keyboard must not stay for ever.
    const remove = create('button', { type: 'button', class: 'chip', 'data-unused': name });
    return [...parts, write(remove, 'sort-remove-class', { class: name })];
  });
  const place = byId('sort-classes');
  const focused = chips.length && place.contains(document.activeElement) ? document.activeElement : null;
  const name = focused?.getAttribute('data-class');
  place.replaceChildren(...chips, ...(chips.length ? [chip(t('sort-no-class'), '')] : []));
  if (name !== null && name !== undefined) {
    Array.from(place.children, (child) => child as HTMLElement)
      .find((child) => child.dataset['class'] === name)
      ?.focus();
  }
}

function chip(text: string, name: string): HTMLElement {
  return create('button', { type: 'button', class: 'chip', 'data-class': name }, text);
}

function renderViews({ sorting, dataset }: State): void {
  const { view, page, tiles } = sorting;
  const views = viewsOf(sorting);
  const select = byId<HTMLSelectElement>('sort-view');
  select.replaceChildren(...views.map(({ view, title }) => create('option', { value: view }, title)));
  select.value = views.some((other) => other.view === view) ? view : 'next';
  const total = indicesOf(sorting, view, dataset?.unlabeled ?? 0).length;
  const isPaged = view !== 'next' && total > PAGE;
  byId('sort-pages').hidden = !isPaged;
  const first = page * PAGE + 1;
  byId('sort-page').textContent = t('sort-page', { first, last: Math.min(first + PAGE - 1, total), total });
  byId<HTMLButtonElement>('sort-back').disabled = page === 0;
  byId<HTMLButtonElement>('sort-forward').disabled = first + PAGE > total;
  byId('sort-none').hidden = !tiles || tiles.indices.length > 0;
}

function fillTiles(place: HTMLElement, tiles: Tiles | null): void {
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(...(tiles ? tiles.indices.map((_, at) => tile(tiles, at)) : []));
  if (hadFocus) place.querySelector<HTMLElement>('.tile')?.focus();
}

function tile({ indices, pictures }: Tiles, at: number): HTMLElement {
  const attributes = { type: 'button', class: 'tile', draggable: true, 'data-index': indices[at] ?? 0 };
  const picture = drawImage(pictures.pixels, pictures.imageSize, at);
  return create('button', { ...attributes, 'aria-pressed': false }, picture, create('span'));
}

/** What is selected, and what each tile is, without new tiles: the focus stays where it is. */
function updateTiles(place: HTMLElement, sorting: Sorting): void {
  for (const tile of place.querySelectorAll<HTMLElement>('.tile')) {
    const index = Number(tile.dataset['index']);
    tile.setAttribute('aria-pressed', String(sorting.selected.has(index)));
    const caption = tile.querySelector('span');
    if (caption) caption.textContent = describeTile(sorting, index);
  }
}

function describeTile(sorting: Sorting, index: number): string {
  const { report, view } = sorting;
  const label = labelOf(sorting, index);
  if (label !== undefined) return t('tile-labeled', { class: label });
  const suggested = view === 'next' && report?.suggestions.find((suggestion) => suggestion.index === index);
  if (report && suggested) return describeSuggestion(report, suggested);
  const predicted = report?.predictions[index];
  if (!report || predicted === undefined) return t('image-number', { number: index + 1 });
  const probability = share(report.probabilities[index] ?? 0, 1);
  return t('tile-predicted', { class: report.classNames[predicted] ?? '', share: probability });
}

function describeSuggestion(
  { classNames }: LabelsReport,
  { reason, classes, probabilities, similarity }: LabelsReport['suggestions'][number],
): string {
  if (reason === 'typical') return t('tile-typical');
  if (reason === 'unlike') {
    return similarity === null || similarity <= -1
      ? t('tile-unlike')
      : t('tile-unlike-similarity', { similarity: decimal(similarity, 2) });
  }
  if (!classes) return t('tile-unsure');
  const named = classes.map((label, place) =>
    t('tile-class', { class: classNames[label] ?? '', share: share(probabilities?.[place] ?? 0, 1) }),
  );
  return t('tile-between', { classes: list(named, 'disjunction') });
}

function renderReport({ report, mistakes }: Sorting, numTest: number): void {
  byId('sort-report').replaceChildren();
  byId('sort-mistakes').replaceChildren();
  if (!report?.predictions.length) return;
  const counts = report.classNames.map((_, label) => report.predictions.filter((other) => other === label).length);
  const total = report.predictions.length;
  const bars = report.classNames.map((name, label) => bar(name, (counts[label] ?? 0) / total));
  byId('sort-report').replaceChildren(
    create('p', { class: 'result' }, describeAccuracy(report)),
    create('h4', {}, t('sort-report-title', { count: total })),
    ...bars,
    ...(numTest > 0 ? [create('p', { class: 'note' }, t('sort-not-among', { count: numTest }))] : []),
  );
  if (mistakes) byId('sort-mistakes').replaceChildren(...describeMistakes(report, mistakes));
}

function describeAccuracy({ heldOut }: LabelsReport): string {
  if (!heldOut) return t('sort-second-image');
  const { correct, total, accuracy, interval } = heldOut;
  const [low, high] = interval;
  const range = { level: share(0.95), low: share(low), high: share(high) };
  return t('sort-accuracy', { correct, total, accuracy: share(accuracy, 1), ...range });
}

/** Mistakes as pictures, by cell of the confusion matrix, the fullest first. */
function describeMistakes({ classNames, mistakes }: LabelsReport, tiles: Tiles): Node[] {
  const cells = new Map<string, Mistake[]>();
  for (const mistake of mistakes) {
    const cell = `${mistake.class} ${mistake.predicted}`;
    cells.set(cell, [...(cells.get(cell) ?? []), mistake]);
  }
  const name = (label: number | undefined) => classNames[label ?? -1] ?? '';
  const sorted = [...cells].sort(([, a], [, b]) => b.length - a.length);
  const title = create('h4', {}, t('sort-mistakes'));
  const parts = sorted.flatMap(([, mistakes]) => {
    const shown = mistakes.map(({ index }) => tiles.indices.indexOf(index)).filter((at) => at >= 0);
    const pictures = shown.map((at) => tile(tiles, at));
    const words = { class: name(mistakes[0]?.class), predicted: name(mistakes[0]?.predicted) };
    const title = t('sort-mistake', { ...words, count: mistakes.length });
    return [create('h5', {}, title), create('div', { class: 'tiles' }, ...pictures)];
  });
  return parts.length > 0 ? [title, ...parts] : [];
}
