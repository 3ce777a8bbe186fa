/** Section 5: Grad-CAM of the eight views, untrained above trained. */
import type { Attention } from 'patchwise';

import { drawImage, figure } from './draw';
import { byId, create } from './elements';
import type { State } from './state';
import { VIEW_NAMES } from './views-view';

export function renderAttention({ before, after, chosen, previewed, preview, dataset }: State, previous: State): void {
  if (before === previous.before && after === previous.after) return;
  const rows = [];
  const label = preview?.labels[previewed.indexOf(chosen)] ?? -1;
  const name = dataset?.classNames[label];
  if (after) rows.push(create('p', { class: 'note' }, `Image ${chosen + 1}${name ? `, ${name}` : ''}.`));
  if (before) rows.push(row('Untrained', before));
  if (after) rows.push(row('Trained', after));
  byId('gallery').replaceChildren(...rows);
}

function row(title: string, attention: Attention): HTMLElement {
  const { overlays, imageSize, boxes } = attention;
  const figures = VIEW_NAMES.map((name, view) => {
    const canvas = drawImage(overlays, imageSize, view, view >= 4 ? boxes[0] : undefined);
    return figure(canvas, `${name}: ${answer(attention, view)}`);
  });
  return create('div', {}, create('h3', {}, title), create('div', { class: 'tiles views' }, ...figures));
}

function answer({ targetClasses, predictedClasses, classNames, hasAnswers }: Attention, view: number): string {
  const predicted = predictedClasses[view] ?? 0;
  const name = classNames[predicted] ?? String(predicted);
  if (!hasAnswers) return `predicted ${name}`;
  return targetClasses[view] === predicted ? '✓ correct' : `✗ predicted ${name}`;
}
