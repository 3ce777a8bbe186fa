/** Section 6: test images, and those most similar to the chosen one. */
import { drawImage, figure, fillChoice, press } from './draw';
import { byId, create } from './elements';
import { percent } from './format';
import type { State } from './state';

export function renderSimilar(state: State, previous: State, choose: (index: number) => void): void {
  const { queries, dataset } = state;
  if (queries !== previous.queries) {
    byId('queries').replaceChildren();
    if (queries) fillChoice('queries', queries, dataset?.classNames ?? [], choose);
    byId('queries-title').hidden = !queries;
  }
  if (state.similar !== previous.similar) show(state);
}

function show({ similar, dataset, queries }: State): void {
  press('queries', similar?.index);
  byId('similar').replaceChildren();
  if (!similar) return;
  const { index, neighbors, pictures } = similar;
  const names = dataset?.classNames ?? [];
  const own = queries?.labels[index] ?? -1;
  const figures = neighbors.map(({ label, similarity }, place) => {
    const mark = label === own ? '✓' : '✗';
    const caption = `${place + 1}. ${names[label] ?? label} ${mark} ${similarity.toFixed(3)}`;
    return figure(drawImage(pictures.pixels, pictures.imageSize, place), caption);
  });
  const same = neighbors.filter(({ label }) => label === own).length;
  const words =
    `${same} of the ${neighbors.length} images most similar to this ${names[own] ?? 'image'} are of its class ` +
    `(${percent(same / neighbors.length)}). ✓: same class, ✗: another class; the number is the cosine similarity.`;
  byId('similar').replaceChildren(create('p', {}, words), create('div', { class: 'tiles' }, ...figures));
}
