/** Section 2: the eight views of the chosen image. */
import { drawImage, figure } from './draw';
import { byId } from './elements';
import type { State } from './state';

export const VIEW_NAMES = ['0°', '90°', '180°', '270°', 'patch 0°', 'patch 90°', 'patch 180°', 'patch 270°'];

export function renderViews({ views }: State, previous: State): void {
  if (views === previous.views) return;
  byId('views-section').hidden = !views;
  if (!views) return;
  const { pixels, imageSize, boxes } = views;
  const figures = VIEW_NAMES.map((name, view) =>
    figure(drawImage(pixels, imageSize, view, view >= 4 ? boxes[0] : undefined), name),
  );
  byId('views').replaceChildren(...figures);
}
