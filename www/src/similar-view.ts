/** Section 6: test images, and what the network finds alike to the chosen one. */
import { drawImage } from './draw';
import { byId, create, showProgress } from './elements';
import { percent, timeLeft } from './format';
import type { State } from './state';

export function renderAlike(state: State, previous: State, choose: (index: number) => void): void {
  const canStart = state.hasNetwork && (state.dataset?.test ?? 0) > 10 && state.phase === 'idle';
  const isLabeled = (state.dataset?.classNames.length ?? 0) > 0;
  byId<HTMLButtonElement>('rank').disabled = !canStart || !isLabeled;
  const isOn = state.phase === 'ranking';
  const progress = isOn ? (state.progress ?? { done: 0, total: 1, remainingMs: 0 }) : null;
  showProgress(byId('alike-progress'), progress, progress ? timeLeft(progress.remainingMs) : '');
  if (state.queries !== previous.queries) fill(state, choose);
  if (state.alike !== previous.alike) show(state);
}

function fill({ queries, dataset }: State, choose: (index: number) => void): void {
  const tiles = (queries?.labels ?? []).map((label, index) => {
    const tile = create('button', { type: 'button', class: 'tile', 'aria-pressed': false });
    const name = dataset?.classNames[label ?? -1] ?? `image ${index + 1}`;
    if (queries) tile.append(drawImage(queries.pixels, queries.imageSize, index), create('span', {}, name));
    tile.addEventListener('click', () => choose(index));
    return tile;
  });
  byId('queries').replaceChildren(...tiles);
  byId('queries-title').hidden = tiles.length === 0;
}

function show({ alike, dataset, queries }: State): void {
  const names = dataset?.classNames ?? [];
  for (const [index, tile] of Array.from(byId('queries').children).entries()) {
    tile.setAttribute('aria-pressed', String(index === alike?.index));
  }
  if (!alike) {
    byId('alike').replaceChildren();
    return;
  }
  const own = queries?.labels[alike.index];
  const figures = alike.neighbors.map(({ label, similarity }, place) => {
    const mark = label === own ? '✓' : '✗';
    const caption = `${place + 1}. ${names[label] ?? label} ${mark} ${similarity.toFixed(3)}`;
    const canvas = drawImage(alike.pictures.pixels, alike.pictures.imageSize, place);
    return create('figure', { class: 'tile' }, canvas, create('figcaption', {}, caption));
  });
  const same = alike.neighbors.filter(({ label }) => label === own).length;
  const words =
    `${same} of the ${alike.neighbors.length} images most like this ${names[own ?? -1] ?? 'image'} ` +
    `are of its class (${percent(same / alike.neighbors.length)}; ✓ same class, ✗ another; the number is the similarity).`;
  byId('alike').replaceChildren(create('p', {}, words), create('div', { class: 'tiles' }, ...figures));
}
