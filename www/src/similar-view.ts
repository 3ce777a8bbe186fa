/** “Similar images”: test images, and those most similar to the chosen one. */
import type { Alike } from 'patchwise';

import { drawImage, figure, fillChoice, press } from './draw';
import { byId, create } from './elements';
import { namesOf } from './engine';
import { decimal, share, t } from './language';
import type { State } from './state';

export function renderSimilar(state: State, previous: State, choose: (index: number) => void): void {
  const { queries, dataset } = state;
  if (queries !== previous.queries) {
    byId('queries').replaceChildren();
    if (queries) fillChoice('queries', queries, namesOf(dataset?.classNames ?? []), choose);
    byId('queries-title').hidden = !queries;
  }
  if (state.similar !== previous.similar) show(state);
}

function show({ similar, dataset, queries }: State): void {
  press('queries', similar?.index);
  byId('similar').replaceChildren();
  if (!similar) return;
  const { index, neighbors, pictures, alike } = similar;
  const names = namesOf(dataset?.classNames ?? []);
  const own = queries?.labels[index] ?? -1;
  const figures = neighbors.map(({ label, similarity }, place) => {
    const words = { place: place + 1, name: names[label] ?? String(label), similarity: decimal(similarity, 3) };
    const caption = t(label === own ? 'similar-caption-same' : 'similar-caption-other', words);
    return figure(drawImage(pictures.pixels, pictures.imageSize, place), caption);
  });
  const same = neighbors.filter(({ label }) => label === own).length;
  const name = names[own] ?? t('image-number', { number: index + 1 });
  const words = t('similar-summary', {
    same,
    total: neighbors.length,
    name,
    share: share(same / neighbors.length, 1),
  });
  byId('similar').replaceChildren(create('p', {}, words), create('div', { class: 'tiles' }, ...figures), why(alike));
}

/** What makes the images alike: the chosen one beside each of the others, with maps. */
function why({ overlays, imageSize, similarities }: Alike): HTMLElement {
  const pairs = similarities.map((_, pair) => {
    const canvases = [0, 1].map((side) => drawImage(overlays, imageSize, 2 * pair + side));
    const caption = create('figcaption', {}, t('similar-pair', { place: pair + 1 }));
    return create('figure', { class: 'tile' }, create('div', { class: 'pair' }, ...canvases), caption);
  });
  const text = create('p', { class: 'note' }, t('similar-why-text'));
  const tiles = create('div', { class: 'tiles pairs' }, ...pairs);
  return create('details', {}, create('summary', {}, t('similar-why')), text, tiles);
}
