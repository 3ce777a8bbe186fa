/** “Images”: what was loaded, and small pictures of it. */
import type { DatasetSummary } from 'patchwise';

import { fillChoice, press } from './draw';
import { byId, create } from './elements';
import { namesOf, titleOfData, translate } from './engine';
import { inEnglish, list, t } from './language';
import type { State } from './state';

/** Skipped files named for a reason; the rest is counted. */
const MAX_NAMED = 3;

export function renderData(state: State, previous: State, choose: (index: number) => void): void {
  const { dataset, preview, previewed, chosen } = state;
  if (dataset !== previous.dataset) describe(state);
  if (preview !== previous.preview) fillPreview(state, choose);
  if (chosen !== previous.chosen || preview !== previous.preview) press('preview', previewed.indexOf(chosen));
}

/** Shows images to choose from, with the names of their classes on request only. */
export function fillPreview({ dataset, preview, previewed, chosen }: State, choose: (index: number) => void): void {
  if (!preview || !dataset) return;
  byId('names-choice').hidden = dataset.classNames.length === 0;
  const names = byId<HTMLInputElement>('show-names').checked ? namesOf(dataset.classNames) : [];
  fillChoice('preview', preview, names, (place) => choose(previewed[place] ?? place));
  press('preview', previewed.indexOf(chosen));
}

function describe({ dataset }: State): void {
  byId('data-summary').hidden = !dataset;
  if (!dataset) return;
  const { unlabeled, train, test, imageSize } = dataset;
  byId('data-text').textContent = t('data-text', {
    name: titleOfData(dataset.name),
    unlabeled,
    train,
    test,
    heldOut: translate(dataset.heldOut),
    size: imageSize,
    classes: dataset.classNames.length,
  });
  const remarks = dataset.notes.map((note) => inEnglish(create('li', {}, note)));
  byId('remarks').replaceChildren(...remarks, ...skipped(dataset).map((remark) => create('li', {}, remark)));
}

/** Skipped files by their reason. */
function skipped({ skipped }: DatasetSummary): string[] {
  const byReason = new Map<string, string[]>();
  for (const { name, reason } of skipped) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  return Array.from(byReason, ([reason, names]) => {
    const named = list(names.slice(0, MAX_NAMED));
    const count = names.length - MAX_NAMED;
    if (count <= 0) return t('data-skipped', { names: named, reason });
    return t('data-skipped-more', { names: named, count, reason });
  });
}
