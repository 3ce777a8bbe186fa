/** Section 1: what was loaded, and small pictures of it. */
import type { ImageBatch } from 'patchwise';

import { drawImage } from './draw';
import { byId, create, showProgress } from './elements';
import { timeLeft } from './format';
import type { State } from './state';

/** Skipped files named one by one; the rest is counted. */
const MAX_NAMED = 5;

export function renderData(state: State, previous: State, choose: (index: number) => void): void {
  const isLoading = state.phase === 'loading';
  const progress = isLoading ? (state.progress ?? { done: 0, total: 1, remainingMs: 0 }) : null;
  const text = progress ? `${progress.done} of ${progress.total} images, ${timeLeft(progress.remainingMs)}` : '';
  showProgress(byId('load-progress'), progress, text);
  byId<HTMLButtonElement>('load').disabled = state.phase !== 'idle';
  if (state.dataset !== previous.dataset) describe(state);
  if (state.preview !== previous.preview && state.preview) fill(state.preview, state, choose);
  if (state.chosen !== previous.chosen || state.preview !== previous.preview) press(state.chosen);
}

function describe({ dataset }: State): void {
  byId('data-summary').hidden = !dataset;
  if (!dataset) return;
  const classes = dataset.classNames.length > 0 ? `${dataset.classNames.length} classes` : 'no classes';
  byId('data-text').textContent =
    `${dataset.name}: ${dataset.unlabeled} images to learn from, ${dataset.train} with labels, ` +
    `${dataset.test} to measure on, ${dataset.imageSize} × ${dataset.imageSize} pixels, ${classes}.`;
  const named = dataset.skipped
    .slice(0, MAX_NAMED)
    .map(({ name, reason }) => create('li', {}, `Skipped ${name}: ${reason}`));
  const rest = dataset.skipped.length - named.length;
  if (rest > 0) named.push(create('li', {}, `Skipped ${rest} more.`));
  byId('skipped').replaceChildren(...named);
}

function fill(preview: ImageBatch, { dataset }: State, choose: (index: number) => void): void {
  const tiles = preview.labels.map((label, index) => {
    const name = label === undefined ? `image ${index + 1}` : (dataset?.classNames[label] ?? `image ${index + 1}`);
    const tile = create('button', { type: 'button', class: 'tile', 'aria-pressed': false });
    tile.append(drawImage(preview.pixels, preview.imageSize, index), create('span', {}, name));
    tile.addEventListener('click', () => choose(index));
    return tile;
  });
  byId('preview').replaceChildren(...tiles);
}

function press(chosen: number): void {
  for (const [index, tile] of Array.from(byId('preview').children).entries()) {
    tile.setAttribute('aria-pressed', String(index === chosen));
  }
}
