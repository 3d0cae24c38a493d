import * as vscode from 'vscode';
import type { EditedColumn } from '../../common/api/views/experiment';
import { CancelledError } from '../../common/errors';
import { count } from '../../common/text/numbers';
import { fieldOf, type TextTable } from './table-text';

const COLUMNS: readonly EditedColumn[] = ['group', 'condition', 'animal', 'cell', 'note'];

/**
 * Asks for a column, and for its value in some rows; the values that the table has are offered.
 *
 * @throws CancelledError
 */
export async function askValue(
  table: TextTable,
  lines: ReadonlySet<number>,
  given: EditedColumn | null,
): Promise<{ column: EditedColumn; value: string }> {
  const rows = count(lines.size, 'row');
  const column = given ?? (await askColumn(table, lines, rows));
  const values = [...new Set(table.rows.map((row) => fieldOf(table, row, column)))]
    .filter(Boolean)
    .toSorted();
  const value = await pickOrType(values, `Set ${column} of ${rows}`);
  return { column, value };
}

async function askColumn(table: TextTable, lines: ReadonlySet<number>, rows: string): Promise<EditedColumn> {
  const selected = table.rows.filter(({ line }) => lines.has(line));
  const items = COLUMNS.map((column) => ({
    label: column,
    description: [...new Set(selected.map((row) => fieldOf(table, row, column)))].filter(Boolean).join(', '),
    column,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: `Column to Set in ${rows}` });
  if (!chosen) throw new CancelledError();
  return chosen.column;
}

/** A list of values, with what is typed in front of them. */
function pickOrType(values: readonly string[], title: string): Promise<string> {
  const pick = vscode.window.createQuickPick();
  pick.title = title;
  pick.placeholder = 'Type a value, or choose one';
  const show = () => {
    const typed = pick.value.trim();
    const own = typed !== '' && !values.includes(typed) ? [{ label: typed, description: 'new value' }] : [];
    const others = values.map((label) => ({ label }));
    pick.items = [
      ...own,
      ...others,
      ...(typed === '' ? [{ label: '(empty)', description: 'no value' }] : []),
    ];
  };
  show();
  return new Promise((resolve, reject) => {
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => {
      const [chosen] = pick.activeItems;
      const typed = pick.value.trim();
      // Enter may come before the list has followed what was typed.
      const fits = chosen?.label.toLowerCase().includes(typed.toLowerCase());
      if (typed !== '' && !fits) resolve(typed);
      else resolve(chosen === undefined || chosen.description === 'no value' ? '' : chosen.label);
      pick.dispose();
    });
    pick.onDidHide(() => {
      reject(new CancelledError());
      pick.dispose();
    });
    pick.show();
  });
}
