/** “Evaluate”: evaluations beside random weights, with a confusion matrix. */
import type { Catalog, EvaluationReport, Measurement } from 'patchwise';

import { bar, byId, create, fillTable, scrollBox } from './elements';
import { namesOf, titleOf } from './engine';
import { percent } from './format';
import { decimal, inEnglish, number, share, t } from './language';
import type { State } from './state';

export function renderEvaluation({ reports, catalog, dataset }: State, previous: State): void {
  byId('classless').hidden = !dataset || dataset.classNames.length > 0;
  if (reports === previous.reports) return;
  byId('results').replaceChildren(...reports.map((report) => describe(report, catalog)));
}

function describe(report: EvaluationReport, catalog: Catalog | null): HTMLElement {
  const { protocol, pretrained, random, chance, classifier, notes } = report;
  const bars = [bar(t('trained'), pretrained.accuracy)];
  if (random) bars.push(bar(t('random-weights'), random.accuracy));
  bars.push(bar(t('chance-level'), chance));
  const note = (text: string) => create('p', { class: 'note' }, text);
  return create(
    'article',
    {},
    create('h4', {}, titleOf('protocol', protocol, catalog)),
    create('p', { class: 'result' }, summarize(report)),
    ...(classifier ? [note(t(`result-${classifier}`))] : []),
    ...notes.map((text) => inEnglish(note(text))),
    ...bars,
    pretrained.retrieval ? retrieval(report) : confusion(report),
  );
}

function summarize({ pretrained, random, chance }: EvaluationReport): string {
  const { accuracy, correct, total, interval, retrieval } = pretrained;
  const [low, high] = interval;
  const counts = { correct, total, level: share(0.95), low: share(low), high: share(high) };
  const words = { accuracy: share(accuracy, 1), ...counts };
  if (retrieval) return t('result-retrieval', words);
  const guessed = Math.round(chance * total);
  const plain = random
    ? t('result-counts', { correct, total, guessed, random: random.correct })
    : t('result-counts-alone', { correct, total, guessed });
  return [plain, t('result-accuracy', words), ...(random ? [comparison(pretrained, random)] : [])].join(' ');
}

function comparison(pretrained: Measurement, random: Measurement): string {
  const points = (pretrained.accuracy - random.accuracy) * 100;
  return t(points >= 0 ? 'result-above' : 'result-below', { points: decimal(Math.abs(points), 1) });
}

function retrieval({ pretrained, random }: EvaluationReport): HTMLElement {
  const row = (name: string, found: Measurement['retrieval']) => {
    const values = found ? [found.recallAt1, found.recallAt5, found.recallAt10, found.meanAveragePrecision] : [];
    return [name, ...values.map((value) => percent(value))];
  };
  const table = fillTable({
    caption: t('retrieval-caption'),
    head: [t('retrieval-weights'), t('column-recall-1'), t('column-recall-5'), t('column-recall-10'), t('column-map')],
    rows: [row(t('trained'), pretrained.retrieval), ...(random ? [row(t('random-weights'), random.retrieval)] : [])],
    hasRowHeads: true,
  });
  return scrollBox(t('retrieval-results'), table);
}

function confusion({ classNames, pretrained }: EvaluationReport): HTMLElement {
  const names = namesOf(classNames);
  const rows = pretrained.confusion.map((counts, index) => {
    const accuracy = pretrained.perClass[index] ?? null;
    const cells = counts.map((count) => number(count));
    return [names[index] ?? String(index), ...cells, accuracy === null ? t('none') : percent(accuracy)];
  });
  const head = [t('confusion-corner'), ...names, t('confusion-accuracy')];
  const table = fillTable({ caption: t('confusion'), head, rows, hasRowHeads: true });
  return create('details', {}, create('summary', {}, t('confusion-by-class')), scrollBox(t('confusion'), table));
}
