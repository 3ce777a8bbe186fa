/** “The eight views”: those of the chosen image. */
import { drawImage, figure } from './draw';
import { byId } from './elements';
import { t } from './language';
import type { State } from './state';

const TURNS = [0, 90, 180, 270];

/** Names of the eight views, in their order. */
export function viewNames(): string[] {
  const rotated = TURNS.map((degrees) => t('view-rotated', { degrees }));
  return [...rotated, ...TURNS.map((degrees) => t('view-patch', { degrees }))];
}

export function renderViews({ views }: State, previous: State): void {
  if (views === previous.views) return;
  byId('views-section').hidden = !views;
  if (!views) return;
  const { pixels, imageSize, boxes } = views;
  const figures = viewNames().map((name, view) =>
    figure(drawImage(pixels, imageSize, view, view >= 4 ? boxes[0] : undefined), name),
  );
  byId('views').replaceChildren(...figures);
}
