/** Section 7: tiles to label, what is learnt from them, and how the images are sorted by it. */
import type { LabelsReport, Mistake } from 'patchwise';

import { drawImage } from './draw';
import { bar, byId, create } from './elements';
import { percent } from './format';
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
  if (!hasNetwork) return 'Needs a trained network: see section 3.';
  if (!report && numLabeled > 0) {
    return `${numLabeled} ${numLabeled === 1 ? 'label is' : 'labels are'} kept: press “Suggest images to label” to learn from ${numLabeled === 1 ? 'it' : 'them'} with this network.`;
  }
  if (!tiles) return 'Press “Suggest images to label” to begin, or show all images.';
  if (names.length < 2) return 'Name at least two classes, select images, and say which class they are of.';
  if (labels.classNames.length < 2) return 'Give at least two classes an image each.';
  return report?.predictions.length ? 'Go on: more labels make it better, above all those of suggested images.' : '';
}

/** A button for each class: it labels what is selected, and takes what is dropped on it. */
function renderClasses(sorting: Sorting): void {
  const chips = sorting.names.flatMap((name, index) => {
    const key = index < 9 ? `${index + 1} ` : '';
    const count = countOf(sorting, name);
    const parts = [chip(`${key}${name} (${count})`, name)];
    if (count > 0) return parts;
    // A slip of the keyboard must not stay for ever.
    const attributes = { type: 'button', class: 'chip', 'aria-label': `Remove the class ${name}`, 'data-unused': name };
    return [...parts, create('button', attributes, '×')];
  });
  const place = byId('sort-classes');
  const focused = chips.length && place.contains(document.activeElement) ? document.activeElement : null;
  const name = focused?.getAttribute('data-class');
  place.replaceChildren(...chips, ...(chips.length ? [chip('0 no class', '')] : []));
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
  byId('sort-page').textContent = `${first} to ${Math.min(first + PAGE - 1, total)} of ${total}`;
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
  if (label !== undefined) return `✓ ${label}`;
  const suggested = view === 'next' && report?.suggestions.find((suggestion) => suggestion.index === index);
  if (report && suggested) return describeSuggestion(report, suggested);
  const predicted = report?.predictions[index];
  if (!report || predicted === undefined) return `image ${index + 1}`;
  return `${report.classNames[predicted] ?? ''}? ${percent(report.probabilities[index] ?? 0)}`;
}

function describeSuggestion(
  { classNames }: LabelsReport,
  { reason, classes, probabilities, similarity }: LabelsReport['suggestions'][number],
): string {
  if (reason === 'typical') return 'near the average of all';
  if (reason === 'unlike') {
    return similarity === null || similarity <= -1
      ? 'least like the others'
      : `least like the others (similarity ${similarity.toFixed(2)})`;
  }
  const named = classes?.map((label, place) => `${classNames[label]} ${percent(probabilities?.[place] ?? 0)}`);
  return `${named?.join(' or ') ?? 'unsure'}?`;
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
    create('h3', {}, `How the ${total} images are sorted`),
    ...bars,
    ...(numTest > 0
      ? [create('p', { class: 'note' }, `Not among them: ${numTest} held out for evaluation (section 1).`)]
      : []),
  );
  if (mistakes) byId('sort-mistakes').replaceChildren(...describeMistakes(report, mistakes));
}

function describeAccuracy({ heldOut }: LabelsReport): string {
  if (!heldOut) return 'Label a second image of a class to see how often the classifier is right.';
  const [low, high] = heldOut.interval.map((end) => (end * 100).toFixed(0));
  return (
    `Right on ${heldOut.correct} of ${heldOut.total} held-out labels: ${percent(heldOut.accuracy)} ` +
    `(95 % interval: ${low} to ${high} %). Each was predicted by a classifier trained on the others.`
  );
}

/** Mistakes as pictures, by cell of the confusion matrix, the fullest first. */
function describeMistakes({ classNames, mistakes }: LabelsReport, tiles: Tiles): Node[] {
  const cells = new Map<string, Mistake[]>();
  for (const mistake of mistakes) {
    const cell = `${classNames[mistake.class]} taken for ${classNames[mistake.predicted]}`;
    cells.set(cell, [...(cells.get(cell) ?? []), mistake]);
  }
  const sorted = [...cells].sort(([, a], [, b]) => b.length - a.length);
  const title = create('h3', {}, 'Held-out labels that it got wrong: are they right?');
  const parts = sorted.flatMap(([cell, mistakes]) => {
    const shown = mistakes.map(({ index }) => tiles.indices.indexOf(index)).filter((at) => at >= 0);
    const pictures = shown.map((at) => tile(tiles, at));
    return [create('h4', {}, `${cell}: ${mistakes.length}`), create('div', { class: 'tiles' }, ...pictures)];
  });
  return parts.length > 0 ? [title, ...parts] : [];
}
