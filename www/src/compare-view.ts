/** Section 8: the table of methods, filled as runs end. */
import { HEADS, TITLES, cellOf, columnsOf, describeSeeds, show } from './comparison';
import { byId, create, showProgress } from './elements';
import { timeLeft } from './format';
import type { State } from './state';

export function renderComparison(state: State, previous: State): void {
  const isOn = state.phase === 'comparing';
  const hasClasses = (state.dataset?.classNames.length ?? 0) > 0;
  byId<HTMLButtonElement>('compare').disabled = state.phase !== 'idle' || !hasClasses;
  byId<HTMLButtonElement>('stop-comparison').disabled = !isOn;
  for (const kind of ['markdown', 'csv', 'json']) {
    byId<HTMLButtonElement>(`export-${kind}`).disabled = state.figures.length === 0;
  }
  const progress = isOn ? (state.progress ?? { done: 0, total: 1, remainingMs: 0 }) : null;
  const text = progress ? `${state.comparing}, ${timeLeft(progress.remainingMs)}` : '';
  showProgress(byId('compare-progress'), progress, text);
  if (state.figures !== previous.figures || state.plan !== previous.plan) fill(state);
}

function fill({ plan, figures }: State): void {
  byId('compare-figure').hidden = !plan;
  if (!plan) return;
  const columns = columnsOf(plan);
  const head = ['Method', ...columns.map((column) => HEADS[column])].map((name) =>
    create('th', { scope: 'col' }, name),
  );
  const rows = plan.rows.map((row) => {
    const cells = columns.map((column) => create('td', {}, show(cellOf(figures, row, column))));
    return create('tr', {}, create('th', { scope: 'row' }, TITLES[row]), ...cells);
  });
  const table = byId('compare-table');
  const caption = `Percent of the test images, ${describeSeeds(figures)}`;
  table.replaceChildren(
    create('caption', {}, caption),
    create('thead', {}, create('tr', {}, ...head)),
    create('tbody', {}, ...rows),
  );
}
