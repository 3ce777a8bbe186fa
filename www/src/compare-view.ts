/** “Compare methods”: the table of methods, filled as runs end. */
import type { Table } from 'patchwise';

import { byId, create, fillTable } from './elements';
import { titleOfColumn, titleOfRow } from './engine';
import { inPageNumbers } from './format';
import { inEnglish, t } from './language';
import type { State } from './state';

export function renderComparison({ table }: State, previous: State): void {
  if (table === previous.table) return;
  byId('compare-figure').hidden = !table;
  if (table) fill(table);
}

function fill({ caption, columns, rows }: Table): void {
  const lines = rows.map((row) => [titleOfRow(row), ...row.cells.map((cell) => inPageNumbers(cell?.text ?? ''))]);
  const head = [t('compare-method'), ...columns.map(titleOfColumn)];
  const table = fillTable({ caption, head, rows: lines, hasRowHeads: true }, byId('compare-table'));
  const title = table.querySelector('caption');
  if (title) inEnglish(title);
  const errors = rows.flatMap((row) => {
    const { error } = row;
    return error ? [inEnglish(create('li', {}, t('compare-error', { method: titleOfRow(row), error })))] : [];
  });
  byId('compare-errors').replaceChildren(...errors);
}
