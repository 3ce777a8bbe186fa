/** “Train”: charts of a run and their table. */
import type { KnnPoint } from 'patchwise';

import { lineChart } from './chart';
import { byId, create, fillTable } from './elements';
import { percent } from './format';
import { patchRatio } from './forms';
import { decimal, number, share, t, write } from './language';
import { wordsOf } from './problems';
import type { Point, Restart, State } from './state';
import { drawInTasks } from './tasks';

/** Rows of the table; more are thinned. */
const MAX_ROWS = 50;

export function renderTraining(state: State, previous: State): void {
  const { phase, history, restart } = state;
  byId('unfinished-text').textContent = describeUnfinished(state);
  if (restart !== previous.restart) byId('restart-text').textContent = restart ? describeRestart(restart) : '';
  write(byId('pause'), phase === 'paused' ? 'train-resume' : 'train-pause');
  byId('ratio-text').textContent = number(patchRatio());
  if (state.training !== previous.training) describeSpread(state.training);
  if (history === previous.history && state.training?.knn.length === previous.training?.knn.length) return;
  byId('chart-figure').hidden = history.length === 0;
  if (history.length > 0) renderCharts(state);
}

/** How much the features differ, and a warning where they no longer do. */
function describeSpread(training: State['training']): void {
  const text = byId('spread-text');
  const spread = training?.spread;
  // While something else is measured, the last one holds.
  if (training && !spread) return;
  text.classList.toggle('warning', spread?.hasCollapsed ?? false);
  if (!spread) {
    text.textContent = '';
    return;
  }
  const rank = decimal(spread.rank, 1);
  text.textContent = spread.hasCollapsed ? t('train-collapsed') : t('train-rank', { rank, count: spread.maxRank });
}

/** What is to be done where a run was cut short. */
function describeUnfinished({ phase, canResume, training, info, hasNetwork }: State): string {
  if (phase !== 'idle') return '';
  if (canResume && training) {
    return t('train-unfinished', { step: training.step, total: training.totalSteps });
  }
  return info && !hasNetwork ? t('train-hardly-begun') : '';
}

function describeRestart({ count, step, reason, microBatch }: Restart): string {
  const restarted = t('train-restarted', { count, step, reason: wordsOf(reason).text });
  const memory = microBatch === null ? [] : [t('train-restarted-memory', { images: microBatch })];
  return [restarted, ...memory].join(' ');
}

function renderCharts({ history, chance, training, dataset }: State): void {
  const knn = training?.knn ?? [];
  const summary = [summarize(history, chance), ...(knn.length > 1 ? [summarizeKnn(knn)] : [])];
  byId('chart-summary').textContent = summary.join(' ');
  const charts = [() => chart(t('loss'), drawLoss(history))];
  const accuracies = history.flatMap(({ step, accuracy }) => (accuracy === null ? [] : [{ x: step, y: accuracy }]));
  if (accuracies.length > 0) charts.push(() => chart(t('chart-pretext'), drawAccuracy(accuracies, chance)));
  const guess = 1 / Math.max(dataset?.classNames.length ?? 0, 2);
  if (knn.length > 0) charts.push(() => chart(t('chart-knn'), drawKnn(knn, guess)));
  drawChildren(byId('charts'), charts, () => {
    fillHistory(history, byId('chart-table'));
    fillKnn(knn);
  });
}

/** New children of a place, one by one, and what comes after them. */
export function drawChildren(place: HTMLElement, children: readonly (() => HTMLElement)[], last: () => void): void {
  const pieces = children.map((make, index) => () => {
    const [child, before] = [make(), place.children[index]];
    if (before) before.replaceWith(child);
    else place.append(child);
  });
  const removeOthers = () => Array.from(place.children, (child, index) => index >= children.length && child.remove());
  drawInTasks(place, [...pieces, removeOthers, last]);
}

function summarize(history: readonly Point[], chance: number | null): string {
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last) return '';
  // Single steps jump about.
  const recent = history.slice(-Math.ceil(history.length / 10));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const end = mean(recent.map(({ loss }) => loss));
  const loss = { steps: last.step, first: decimal(first.loss, 2), last: decimal(end, 2) };
  const accuracies = recent.flatMap(({ accuracy }) => accuracy ?? []);
  if (accuracies.length === 0) return t('train-summary-loss', loss);
  const words = { ...loss, accuracy: share(mean(accuracies), 1) };
  return chance === null
    ? t('train-summary', words)
    : t('train-summary-chance', { ...words, chance: share(chance, 1) });
}

function chart(title: string, drawing: HTMLElement): HTMLElement {
  return create('div', { class: 'chart' }, create('strong', {}, title), drawing);
}

function drawLoss(history: readonly Point[]): HTMLElement {
  const highest = history.reduce((highest, { loss }) => Math.max(highest, loss), 0);
  return lineChart({
    title: t('chart-loss-by-step'),
    lines: [{ className: 'loss', points: history.map(({ step, loss }) => ({ x: step, y: loss })) }],
    range: [0, Math.ceil(highest * 2) / 2],
    format: (value) => number(decimal(value, 2)),
  });
}

function drawAccuracy(points: readonly { x: number; y: number }[], chance: number | null): HTMLElement {
  return lineChart({
    title: t('chart-pretext-by-step'),
    lines: [{ className: 'accuracy', points }],
    range: [0, 1],
    ...(chance !== null && { mark: { y: chance, label: t('chance-level') } }),
    format: (value) => percent(value, 0),
  });
}

function drawKnn(knn: readonly KnnPoint[], guess: number): HTMLElement {
  return lineChart({
    title: t('chart-knn-by-step'),
    lines: [
      { className: 'run', color: 'var(--knn)', points: knn.map(({ step, accuracy }) => ({ x: step, y: accuracy })) },
    ],
    range: [0, 1],
    mark: { y: guess, label: t('chance-level') },
    format: (value) => percent(value, 0),
  });
}

function summarizeKnn(knn: readonly KnnPoint[]): string {
  const part = (point: KnnPoint | undefined) => share(point?.accuracy ?? 0, 1);
  return t('train-summary-knn', { first: part(knn[0]), last: part(knn.at(-1)) });
}

function fillKnn(knn: readonly KnnPoint[]): void {
  const rows = knn.map(({ step, accuracy }) => [number(step), percent(accuracy)]);
  const table = byId('knn-table');
  table.hidden = rows.length === 0;
  fillTable({ head: [t('train-step'), t('chart-knn')], rows }, table);
}

/** Fills a table with some of the steps. */
export function fillHistory(history: readonly Point[], table: HTMLElement): void {
  const stride = Math.ceil(history.length / MAX_ROWS);
  const shown = history.filter((_, index) => index % stride === 0 || index === history.length - 1);
  const rows = shown.map(({ step, loss, accuracy }) => [
    number(step),
    number(decimal(loss, 4)),
    accuracy === null ? t('none') : percent(accuracy),
  ]);
  fillTable({ head: [t('train-step'), t('loss'), t('accuracy')], rows }, table);
}
