/** Section 5: Grad-CAM of the eight views, untrained above trained. */
import type { Attention } from 'patchwise';

import { drawImage } from './draw';
import { byId, create } from './elements';
import type { State } from './state';
import { VIEW_NAMES } from './views-view';

export function renderAttention(state: State, previous: State): void {
  const canStart = state.hasNetwork && state.dataset !== null && (state.phase === 'idle' || state.phase === 'paused');
  byId<HTMLButtonElement>('attend').disabled = !canStart;
  if (state.before === previous.before && state.after === previous.after) return;
  const rows = [];
  if (state.before) rows.push(row('Untrained', state.before));
  if (state.after) rows.push(row('As trained', state.after));
  byId('gallery').replaceChildren(...rows);
}

function row(title: string, attention: Attention): HTMLElement {
  const figures = VIEW_NAMES.map((name, view) => {
    const target = attention.targetClasses[view] ?? 0;
    const predicted = attention.predictedClasses[view] ?? 0;
    const isRight = target === predicted;
    const said = attention.classNames[predicted] ?? predicted;
    const answer = !attention.hasAnswers ? `said ${said}` : isRight ? '✓ right' : `✗ said ${said}`;
    const box = view >= 4 ? attention.boxes[0] : undefined;
    const canvas = drawImage(attention.overlays, attention.imageSize, view, box);
    return create('figure', { class: 'tile' }, canvas, create('figcaption', {}, `${name}: ${answer}`));
  });
  return create('div', {}, create('h3', {}, title), create('div', { class: 'tiles views' }, ...figures));
}
