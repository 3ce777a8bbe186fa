/** Section 2: the eight views of the chosen image. */
import { drawImage } from './draw';
import { byId, create } from './elements';
import type { State } from './state';

export const VIEW_NAMES = ['0°', '90°', '180°', '270°', 'patch 0°', 'patch 90°', 'patch 180°', 'patch 270°'];

export function renderViews(state: State, previous: State): void {
  if (state.views === previous.views) return;
  byId('views-section').hidden = !state.views;
  if (!state.views) return;
  const { pixels, imageSize, boxes } = state.views;
  const figures = VIEW_NAMES.map((name, view) => {
    const box = view >= 4 ? boxes[0] : undefined;
    return create('figure', { class: 'tile' }, drawImage(pixels, imageSize, view, box), create('figcaption', {}, name));
  });
  byId('views').replaceChildren(...figures);
}
