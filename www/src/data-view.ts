/** Section 1: what was loaded, and small pictures of it. */
import { fillChoice, press } from './draw';
import { byId, create } from './elements';
import type { State } from './state';

/** Skipped files named one by one; the rest is counted. */
const MAX_NAMED = 5;

export function renderData(state: State, previous: State, choose: (index: number) => void): void {
  const { dataset, preview, chosen } = state;
  if (dataset !== previous.dataset) describe(state);
  if (preview && preview !== previous.preview) fillChoice('preview', preview, dataset?.classNames ?? [], choose);
  if (chosen !== previous.chosen || preview !== previous.preview) press('preview', chosen);
}

function describe({ dataset }: State): void {
  byId('data-summary').hidden = !dataset;
  if (!dataset) return;
  const classes = dataset.classNames.length > 0 ? `${dataset.classNames.length} classes` : 'no classes';
  byId('data-text').textContent =
    `${dataset.name}: ${dataset.unlabeled} images to pretrain on, ${dataset.train} labelled images, ` +
    `${dataset.test} test images, ${dataset.imageSize} × ${dataset.imageSize} pixels, ${classes}.`;
  const named = dataset.skipped
    .slice(0, MAX_NAMED)
    .map(({ name, reason }) => create('li', {}, `Skipped ${name}: ${reason}`));
  const rest = dataset.skipped.length - named.length;
  if (rest > 0) named.push(create('li', {}, `Skipped ${rest} more.`));
  byId('skipped').replaceChildren(...named);
}
