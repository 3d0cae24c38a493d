import { stat } from 'node:fs/promises';
import { UserError } from '../../common/errors';
import { fieldNumber } from '../files/csv';
import { readTable } from '../files/read-table';
import { type ConditionedRow, type GroupedMeasure, splitByCondition } from './conditions';

/** Maximum size of a table with one row per event. */
const MOST_BYTES = 512 * 1024 ** 2;

const ROLES = ['group', 'animal', 'cell', 'condition'] as const;

/** The measures of a table, each as nested data; rows without a number in a measure are excluded from it. */
export interface EventTable {
  measures: (GroupedMeasure & { missing: number })[];
}

/**
 * Reads a table of events: csv or xlsx with columns `group`, `cell`, `animal` and `condition` (optional) and one column per measure;
 * semicolons, tabs, decimal commas and a byte order mark are understood. Columns without any number are ignored.
 *
 * @param reference reference group for comparisons; the first in the table by default
 * @throws UserError if the table lacks a column, a group or a measure
 */
export async function readEventTable(file: string, reference?: string): Promise<EventTable> {
  const { size } = await stat(file).catch(() => {
    throw new UserError(`${file} does not exist. Name a table with one row per event.`);
  });
  if (size > MOST_BYTES)
    throw new UserError(
      `${file} is too large for a table of events. At most ${MOST_BYTES / 1024 ** 2} MiB are read.`,
    );
  const [header = [], ...rows] = await readTable(file, MOST_BYTES);
  const names = header.map((name) => name.toLowerCase());
  const column = (role: string) => names.indexOf(role);
  for (const role of ['group', 'cell'])
    if (column(role) < 0)
      throw new UserError(
        `${file} has no column "${role}". It needs group, cell, optionally animal, and measures.`,
      );
  const keys = rows.map((row, i) => ({
    group: requireText(file, row[column('group')], 'group', i + 2),
    cell: requireText(file, row[column('cell')], 'cell', i + 2),
    animal: column('animal') < 0 ? '' : requireText(file, row[column('animal')], 'animal', i + 2),
    condition: row[column('condition')] ?? '',
  }));
  requireReference(file, keys, reference);
  const measures = header.flatMap((name, index) => {
    if (ROLES.some((role) => role === names[index]) || name === '') return [];
    const values = rows.map((row) => fieldNumber(row[index] ?? ''));
    const present: ConditionedRow[] = keys.flatMap((key, i) =>
      Number.isFinite(values[i]) ? [{ ...key, value: values[i] }] : [],
    );
    if (present.length === 0) return [];
    const missing = rows.length - present.length;
    return splitByCondition(name, present, reference).map((measure) => ({ ...measure, missing }));
  });
  if (measures.length === 0)
    throw new UserError(`${file} has no measure. Add a column of numbers beside group, animal and cell.`);
  return { measures };
}

function requireReference(
  file: string,
  keys: readonly { group: string }[],
  reference: string | undefined,
): void {
  if (reference === undefined || keys.some(({ group }) => group === reference)) return;
  const groups = [...new Set(keys.map(({ group }) => group))];
  throw new UserError(
    `${file} has no group "${reference}". Its groups are ${groups.slice(0, 8).join(', ')}.`,
  );
}

function requireText(file: string, field: string | undefined, role: string, row: number): string {
  if (field === undefined || field === '')
    throw new UserError(`${file} has no ${role} in row ${row}. Every row needs one.`);
  return field;
}
