/** Section 3: charts of a run and their table. */
import { lineChart } from './chart';
import { byId, create, fillTable } from './elements';
import { percent } from './format';
import type { Point, Restart, State } from './state';

/** Rows of the table; more are thinned. */
const MAX_ROWS = 50;

export function renderTraining(state: State, previous: State): void {
  const { phase, history, chance, restart } = state;
  byId('unfinished-text').textContent = describeUnfinished(state);
  if (restart !== previous.restart) byId('restart-text').textContent = restart ? describeRestart(restart) : '';
  byId('pause').textContent = phase === 'paused' ? 'Resume' : 'Pause';
  if (history === previous.history) return;
  byId('chart-figure').hidden = history.length === 0;
  if (history.length > 0) renderCharts(history, chance);
}

/** What is to be done where a run was cut short. */
function describeUnfinished({ phase, canResume, training, info, hasNetwork }: State): string {
  if (phase !== 'idle') return '';
  if (canResume && training) {
    return `Stopped at step ${training.step} of ${training.totalSteps}: “Resume” in section 12 goes on.`;
  }
  return info && !hasNetwork ? 'The training that was cut short had just begun: press “Start” to begin it anew.' : '';
}

function describeRestart({ count, step, reason, microBatch }: Restart): string {
  const times = count === 1 ? 'once' : `${count} times`;
  const size =
    microBatch === null
      ? ''
      : ` Memory was short, so gradients are computed for ${microBatch} images at once; batch norm uses the statistics of these.`;
  return `Restarted ${times} by itself, the last time at step ${step}: ${reason}${size}`;
}

function renderCharts(history: readonly Point[], chance: number | null): void {
  byId('chart-summary').textContent = summarize(history, chance);
  const charts = [chart('Loss', drawLoss(history))];
  const accuracies = history.flatMap(({ step, accuracy }) => (accuracy === null ? [] : [{ x: step, y: accuracy }]));
  if (accuracies.length > 0) charts.push(chart('Accuracy on the pretext task', drawAccuracy(accuracies, chance)));
  byId('charts').replaceChildren(...charts);
  renderTable(history);
}

function summarize(history: readonly Point[], chance: number | null): string {
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last) return '';
  // Single steps jump about.
  const recent = history.slice(-Math.ceil(history.length / 10));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const loss = `After ${last.step} steps the loss went from ${first.loss.toFixed(2)} to ${mean(recent.map((point) => point.loss)).toFixed(2)}`;
  const accuracies = recent.flatMap(({ accuracy }) => accuracy ?? []);
  if (accuracies.length === 0) return `${loss} (mean of the last tenth).`;
  const level = chance === null ? '' : `; chance level: ${percent(chance)}`;
  return `${loss}, the accuracy on the pretext task to ${percent(mean(accuracies))} (means of the last tenth${level}).`;
}

function chart(title: string, drawing: SVGElement): HTMLElement {
  return create('div', { class: 'chart' }, create('strong', {}, title), drawing);
}

function drawLoss(history: readonly Point[]): SVGElement {
  const highest = history.reduce((highest, { loss }) => Math.max(highest, loss), 0);
  return lineChart({
    title: 'Loss by step',
    lines: [{ className: 'loss', points: history.map(({ step, loss }) => ({ x: step, y: loss })) }],
    range: [0, Math.ceil(highest * 2) / 2],
    format: (value) => value.toFixed(2),
  });
}

function drawAccuracy(points: readonly { x: number; y: number }[], chance: number | null): SVGElement {
  return lineChart({
    title: 'Accuracy on the pretext task by step',
    lines: [{ className: 'accuracy', points }],
    range: [0, 1],
    ...(chance !== null && { mark: { y: chance, label: 'chance level' } }),
    format: (value) => `${Math.round(value * 100)} %`,
  });
}

function renderTable(history: readonly Point[]): void {
  const stride = Math.ceil(history.length / MAX_ROWS);
  const shown = history.filter((_, index) => index % stride === 0 || index === history.length - 1);
  const rows = shown.map(({ step, loss, accuracy }) => [
    String(step),
    loss.toFixed(4),
    accuracy === null ? '–' : percent(accuracy),
  ]);
  fillTable({ head: ['Step', 'Loss', 'Accuracy'], rows }, byId('chart-table'));
}
