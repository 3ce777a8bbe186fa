/** Section 3: progress, charts and their table. */
import { lineChart } from './chart';
import { byId, create, showProgress } from './elements';
import { percent, timeLeft } from './format';
import type { Point, State } from './state';

/** Rows of the table; more are thinned. */
const MAX_ROWS = 50;

export function renderTraining(state: State, previous: State): void {
  const isOn = state.phase === 'training' || state.phase === 'paused';
  byId<HTMLButtonElement>('start').disabled = state.phase !== 'idle' || !state.dataset;
  byId<HTMLButtonElement>('stop').disabled = !isOn;
  const pause = byId<HTMLButtonElement>('pause');
  pause.disabled = !isOn;
  pause.textContent = state.phase === 'paused' ? 'Go on' : 'Pause';
  showProgress(byId('train-progress'), isOn ? (state.progress ?? { done: 0, total: 1 }) : null, describe(state));
  if (state.history === previous.history) return;
  byId('chart-figure').hidden = state.history.length === 0;
  if (state.history.length > 0) renderCharts(state.history, state.chance);
}

function describe({ phase, training, progress }: State): string {
  // Only clusters are found without a time that is left.
  if (progress && Number.isNaN(progress.remainingMs)) return `Finding clusters, ${progress.done} of ${progress.total}`;
  if (!training || !progress) return 'Starting…';
  const { step, totalSteps, epoch, epochs, imagesPerSecond, remainingMs } = training;
  const left = phase === 'paused' ? 'paused' : timeLeft(remainingMs);
  return `Step ${step} of ${totalSteps}, epoch ${epoch} of ${epochs}, ${imagesPerSecond.toFixed(1)} images a second, ${left}`;
}

function renderCharts(history: readonly Point[], chance: number): void {
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last) return;
  byId('chart-summary').textContent =
    `After ${last.step} steps the loss went from ${first.loss.toFixed(2)} to ${last.loss.toFixed(2)}; ` +
    `the network is right in ${percent(last.accuracy)} of cases (guessing: ${percent(chance)}).`;
  const highest = Math.max(...history.map((point) => point.loss));
  const loss = lineChart({
    title: 'Loss by step',
    className: 'loss',
    points: history.map(({ step, loss }) => ({ x: step, y: loss })),
    range: [0, Math.ceil(highest * 2) / 2],
    format: (value) => value.toFixed(2),
  });
  const accuracy = lineChart({
    title: 'Accuracy on the task by step',
    className: 'accuracy',
    points: history.map(({ step, accuracy }) => ({ x: step, y: accuracy })),
    range: [0, 1],
    mark: { y: chance, label: 'guessing' },
    format: (value) => `${Math.round(value * 100)} %`,
  });
  const chart = (title: string, drawing: SVGElement) =>
    create('div', { class: 'chart' }, create('strong', {}, title), drawing);
  byId('charts').replaceChildren(chart('Loss', loss), chart('Accuracy on the task', accuracy));
  renderTable(history);
}

function renderTable(history: readonly Point[]): void {
  const stride = Math.ceil(history.length / MAX_ROWS);
  const shown = history.filter((_, index) => index % stride === 0 || index === history.length - 1);
  const head = create('tr', {}, ...['Step', 'Loss', 'Accuracy'].map((name) => create('th', { scope: 'col' }, name)));
  const rows = shown.map(({ step, loss, accuracy }) =>
    create(
      'tr',
      {},
      create('td', {}, String(step)),
      create('td', {}, loss.toFixed(4)),
      create('td', {}, percent(accuracy)),
    ),
  );
  byId('chart-table').replaceChildren(create('thead', {}, head), create('tbody', {}, ...rows));
}
