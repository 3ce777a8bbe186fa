/** Section 1: what was loaded, and small pictures of it. */
import type { DatasetSummary } from 'patchwise';

import { fillChoice, press } from './draw';
import { byId, create } from './elements';
import type { State } from './state';

/** Skipped files named for a reason; the rest is counted. */
const MAX_NAMED = 3;

export function renderData(state: State, previous: State, choose: (index: number) => void): void {
  const { dataset, preview, previewed, chosen } = state;
  if (dataset !== previous.dataset) describe(state);
  if (preview && preview !== previous.preview) {
    fillChoice('preview', preview, dataset?.classNames ?? [], (place) => choose(previewed[place] ?? place));
  }
  if (chosen !== previous.chosen || preview !== previous.preview) press('preview', previewed.indexOf(chosen));
}

function describe({ dataset }: State): void {
  byId('data-summary').hidden = !dataset;
  if (!dataset) return;
  const count = dataset.classNames.length;
  const classes = count === 0 ? 'no classes' : count === 1 ? '1 class' : `${count} classes`;
  byId('data-text').textContent =
    `${dataset.name}: ${images(dataset.unlabeled)} to pretrain on, ${images(dataset.train, 'labelled ')}, ` +
    `${images(dataset.test, 'test ')} (${dataset.heldOut}), ${dataset.imageSize} × ${dataset.imageSize} pixels, ${classes}.`;
  const remarks = [...dataset.notes, ...skipped(dataset)];
  byId('remarks').replaceChildren(...remarks.map((remark) => create('li', {}, remark)));
}

const images = (count: number, kind = '') => `${count} ${kind}${count === 1 ? 'image' : 'images'}`;

/** Skipped files by their reason. */
function skipped({ skipped }: DatasetSummary): string[] {
  const byReason = new Map<string, string[]>();
  for (const { name, reason } of skipped) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  return Array.from(byReason, ([reason, names]) => {
    const rest = names.length - MAX_NAMED;
    const more = rest > 0 ? ` and ${rest} more` : '';
    return `Skipped ${names.slice(0, MAX_NAMED).join(', ')}${more}: ${reason}.`;
  });
}
