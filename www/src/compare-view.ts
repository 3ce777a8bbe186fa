/** Section 10: the table of methods, filled as runs end. */
import type { Table } from 'patchwise';

import { byId, create, fillTable } from './elements';
import type { State } from './state';

export function renderComparison({ table }: State, previous: State): void {
  if (table === previous.table) return;
  byId('compare-figure').hidden = !table;
  if (table) fill(table);
}

function fill({ caption, columns, rows }: Table): void {
  const lines = rows.map(({ title, cells }) => [title, ...cells.map((cell) => cell?.text ?? '')]);
  const head = ['Method', ...columns.map(({ title }) => title)];
  fillTable({ caption, head, rows: lines, hasRowHeads: true }, byId('compare-table'));
  const errors = rows.flatMap(({ title, error }) => (error ? [create('li', {}, `${title}: ${error}`)] : []));
  byId('compare-errors').replaceChildren(...errors);
}
