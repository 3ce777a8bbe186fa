/** Section 4: measurements beside random weights, with confusion. */
import type { EvaluationReport, Measurement } from 'patchwise';

import { byId, create, showProgress } from './elements';
import { percent, timeLeft } from './format';
import type { State } from './state';

const TITLES = {
  linear: 'Linear evaluation',
  finetune: 'Fine-tuning',
  knn: 'Nearest neighbours',
  retrieval: 'Retrieval',
  pretext: 'The task on unseen images',
};

export function renderEvaluation(state: State, previous: State): void {
  const isOn = state.phase === 'evaluating';
  const canStart = state.hasNetwork && state.dataset !== null && state.phase === 'idle';
  byId<HTMLButtonElement>('evaluate').disabled = !canStart;
  byId<HTMLButtonElement>('stop-evaluation').disabled = !isOn;
  const progress = isOn ? (state.progress ?? { done: 0, total: 1, remainingMs: 0 }) : null;
  const text = progress
    ? `${Math.round((100 * progress.done) / progress.total)} %, ${timeLeft(progress.remainingMs)}`
    : '';
  showProgress(byId('evaluate-progress'), progress, text);
  if (state.reports !== previous.reports) byId('results').replaceChildren(...state.reports.map(describe));
}

function describe(report: EvaluationReport): HTMLElement {
  const { pretrained, random, chance } = report;
  const bars = [bar('as trained', pretrained.accuracy)];
  if (random) bars.push(bar('random weights', random.accuracy));
  bars.push(bar('guessing', chance));
  if (pretrained.retrieval) return describeRetrieval(report, bars);
  const gain = random ? ` ${comparison(pretrained, random)}` : '';
  return create(
    'article',
    {},
    create('h3', {}, TITLES[report.protocol]),
    create('p', { class: 'result' }, `${percent(pretrained.accuracy)} right.${gain}`),
    ...bars,
    confusion(report),
  );
}

/** For retrieval a query is right where the nearest image is of its class. */
function describeRetrieval({ pretrained, random }: EvaluationReport, bars: HTMLElement[]): HTMLElement {
  const rows = [
    { name: 'as trained', found: pretrained.retrieval },
    { name: 'random weights', found: random?.retrieval },
  ].map(({ name, found }) => {
    const values = found ? [found.recallAt1, found.recallAt5, found.recallAt10, found.meanAveragePrecision] : [];
    return create(
      'tr',
      {},
      create('th', { scope: 'row' }, name),
      ...values.map((value) => create('td', {}, percent(value))),
    );
  });
  const head = ['', 'recall@1', 'recall@5', 'recall@10', 'mAP'].map((name) => create('th', { scope: 'col' }, name));
  const table = create('table', {}, create('caption', {}, 'An image of the same class among the first 1, 5, 10'));
  table.append(create('thead', {}, create('tr', {}, ...head)), create('tbody', {}, ...rows));
  const words = `The most similar image is of the same class for ${percent(pretrained.accuracy)} of the test images.`;
  return create(
    'article',
    {},
    create('h3', {}, TITLES.retrieval),
    create('p', { class: 'result' }, words),
    ...bars,
    create('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Retrieval figures' }, table),
  );
}

function comparison(pretrained: Measurement, random: Measurement): string {
  const points = (pretrained.accuracy - random.accuracy) * 100;
  const word = points >= 0 ? 'above' : 'below';
  return `That is ${Math.abs(points).toFixed(1)} points ${word} random weights.`;
}

function bar(name: string, accuracy: number): HTMLElement {
  const meter = create('meter', { min: 0, max: 1, value: accuracy, 'aria-label': `${name}: ${percent(accuracy)}` });
  return create('div', { class: 'bar' }, create('span', {}, name), meter, create('span', {}, percent(accuracy)));
}

function confusion({ classNames, pretrained }: EvaluationReport): HTMLElement {
  const head = create('tr', {}, create('th', { scope: 'col' }, 'true \\ chosen'));
  head.append(
    ...classNames.map((name) => create('th', { scope: 'col' }, name)),
    create('th', { scope: 'col' }, 'right'),
  );
  const rows = pretrained.confusion.map((counts, index) => {
    const right = pretrained.perClass[index];
    const row = create('tr', {}, create('th', { scope: 'row' }, classNames[index] ?? String(index)));
    row.append(...counts.map((count) => create('td', {}, String(count))));
    row.append(create('td', {}, right === null || right === undefined ? '–' : percent(right)));
    return row;
  });
  const table = create('table', {}, create('caption', {}, 'How often each class was taken for each'));
  table.append(create('thead', {}, head), create('tbody', {}, ...rows));
  const scroll = create(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Confusion by class' },
    table,
  );
  return create('details', {}, create('summary', {}, 'By class'), scroll);
}
