/** “Attention”: maps over the eight views, untrained above trained. */
import type { Attention } from 'patchwise';

import { drawImage, figure } from './draw';
import { byId, create } from './elements';
import { namesOf } from './engine';
import { share, t } from './language';
import type { State } from './state';
import { drawInTasks } from './tasks';
import { viewNames } from './views-view';

export function renderAttention({ before, after, chosen, previewed, preview, dataset }: State, previous: State): void {
  if (before === previous.before && after === previous.after) return;
  const label = preview?.labels[previewed.indexOf(chosen)] ?? -1;
  const name = namesOf(dataset?.classNames ?? [])[label];
  const number = chosen + 1;
  const title = name ? t('attend-image-class', { number, class: name }) : t('attend-image', { number });
  const rows: HTMLElement[] = after ? [create('p', { class: 'note' }, title)] : [];
  const add = (title: string, attention: Attention | null) => () => {
    if (attention) rows.push(row(title, attention));
  };
  const gallery = byId('gallery');
  const show = () => gallery.replaceChildren(...rows);
  drawInTasks(gallery, [add(t('attend-untrained'), before), add(t('attend-trained'), after), show]);
}

function row(title: string, attention: Attention): HTMLElement {
  const { overlays, imageSize, boxes } = attention;
  const figures = viewNames().map((name, view) => {
    const canvas = drawImage(overlays, imageSize, view, view >= 4 ? boxes[0] : undefined);
    return figure(canvas, caption(name, attention, view));
  });
  return create('div', {}, create('h4', {}, title), create('div', { class: 'tiles views' }, ...figures));
}

function caption(title: string, attention: Attention, view: number): string {
  const { targetClasses, predictedClasses, similarities, classNames, hasAnswers } = attention;
  const similarity = similarities[view];
  if (similarity !== undefined) return t('attend-similarity', { view: title, similarity: share(similarity, 0) });
  const predicted = predictedClasses[view] ?? 0;
  const name = namesOf(classNames)[predicted] ?? String(predicted);
  if (!hasAnswers) return t('attend-predicted', { view: title, name });
  const isRight = targetClasses[view] === predicted;
  return isRight ? t('attend-correct', { view: title }) : t('attend-wrong', { view: title, name });
}
