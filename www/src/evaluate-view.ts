/** Section 4: evaluations beside random weights, with a confusion matrix. */
import type { Catalog, EvaluationReport, Measurement } from 'patchwise';

import { bar, byId, create, fillTable, scrollBox } from './elements';
import { percent, titleOf } from './format';
import type { State } from './state';

const CLASSIFIERS: Record<NonNullable<EvaluationReport['classifier']>, string> = {
  'two-layer': 'The classifier has two layers, as in the paper.',
  'single-layer': 'The classifier has a single layer; the paper’s has two.',
};

export function renderEvaluation({ reports, catalog, dataset }: State, previous: State): void {
  byId('classless').hidden = !dataset || dataset.classNames.length > 0;
  if (reports === previous.reports) return;
  byId('results').replaceChildren(...reports.map((report) => describe(report, catalog)));
}

function describe(report: EvaluationReport, catalog: Catalog | null): HTMLElement {
  const { protocol, pretrained, random, chance, classifier, notes } = report;
  const bars = [bar('trained', pretrained.accuracy)];
  if (random) bars.push(bar('random weights', random.accuracy));
  bars.push(bar('chance level', chance));
  return create(
    'article',
    {},
    create('h3', {}, titleOf(catalog?.protocols, protocol)),
    create('p', { class: 'result' }, summarize(report)),
    ...[...(classifier ? [CLASSIFIERS[classifier]] : []), ...notes].map((text) => create('p', { class: 'note' }, text)),
    ...bars,
    pretrained.retrieval ? retrieval(report) : confusion(report),
  );
}

function summarize({ pretrained, random }: EvaluationReport): string {
  const { accuracy, correct, total, interval, retrieval } = pretrained;
  const [low, high] = interval.map((end) => (end * 100).toFixed(0));
  const counts = `${correct} of ${total}; 95 % interval: ${low} to ${high} %`;
  if (retrieval) {
    return `The most similar image is of the same class for ${percent(accuracy)} of the test images (${counts}).`;
  }
  return `Accuracy: ${percent(accuracy)} (${counts}).${random ? ` ${comparison(pretrained, random)}` : ''}`;
}

function comparison(pretrained: Measurement, random: Measurement): string {
  const points = (pretrained.accuracy - random.accuracy) * 100;
  const word = points >= 0 ? 'above' : 'below';
  return `That is ${Math.abs(points).toFixed(1)} percentage points ${word} random weights.`;
}

function retrieval({ pretrained, random }: EvaluationReport): HTMLElement {
  const row = (name: string, found: Measurement['retrieval']) => {
    const values = found ? [found.recallAt1, found.recallAt5, found.recallAt10, found.meanAveragePrecision] : [];
    return [name, ...values.map(percent)];
  };
  const table = fillTable({
    caption: 'Recall: an image of the same class is among the first 1, 5 or 10. mAP: mean average precision.',
    head: ['weights', 'recall@1', 'recall@5', 'recall@10', 'mAP'],
    rows: [row('trained', pretrained.retrieval), ...(random ? [row('random weights', random.retrieval)] : [])],
    hasRowHeads: true,
  });
  return scrollBox('Retrieval results', table);
}

function confusion({ classNames, pretrained }: EvaluationReport): HTMLElement {
  const rows = pretrained.confusion.map((counts, index) => {
    const accuracy = pretrained.perClass[index] ?? null;
    return [classNames[index] ?? String(index), ...counts.map(String), accuracy === null ? '–' : percent(accuracy)];
  });
  const head = ['actual \\ predicted', ...classNames, 'accuracy'];
  const table = fillTable({ caption: 'Confusion matrix', head, rows, hasRowHeads: true });
  return create('details', {}, create('summary', {}, 'By class'), scrollBox('Confusion matrix', table));
}
