import { mean } from './cell-tests';
import { type EventRow, type NestedData, nestedData } from './nested-data';

/** A row of a table of events, with the condition of its recording; '' without one. */
export interface ConditionedRow extends EventRow {
  condition: string;
}

/** A measure to compare groups in. */
export interface GroupedMeasure {
  name: string;
  data: NestedData;
  /** Present if each value is the change of one cell from the first of these conditions to the second. */
  change?: readonly [from: string, to: string];
}

/**
 * A measure split by condition, so that values of several conditions are never averaged. Where each group has one
 * condition, which then only describes the group, the measure is as it is. Else groups are compared in each condition ("TTX: amplitude"), and in the change of the cells that
 * were measured in two ("TTX − before: amplitude"): its mean in a group is the effect of the condition there, its
 * difference between groups the interaction of group and condition. The change is one number per cell, the difference
 * of its means, so that events of a cell never count as replicates of the effect.
 *
 * @param reference group that others are compared with; the first condition is that of the changes
 */
export function splitByCondition(
  name: string,
  rows: readonly ConditionedRow[],
  reference?: string,
): GroupedMeasure[] {
  const conditions = [...new Set(rows.map(({ condition }) => condition))];
  if (!someGroupHasSeveral(rows)) return [{ name, data: nestedData(rows, referenceIn(rows, reference)) }];
  const parts = conditions.map((condition) => {
    const own = rows.filter((row) => row.condition === condition);
    return { name: `${shown(condition)}: ${name}`, data: nestedData(own, referenceIn(own, reference)) };
  });
  const [first, ...others] = conditions;
  return [
    ...parts,
    ...others.flatMap((other) => {
      const changes = changesOf(rows, first, other);
      if (changes.length === 0) return [];
      return {
        name: `${shown(other)} − ${shown(first)}: ${name}`,
        data: nestedData(changes, referenceIn(changes, reference)),
        change: [shown(first), shown(other)] as const,
      };
    }),
  ];
}

function someGroupHasSeveral(rows: readonly ConditionedRow[]): boolean {
  const first = new Map<string, string>();
  return rows.some(({ group, condition }) => {
    const known = first.get(group);
    if (known === undefined) first.set(group, condition);
    return known !== undefined && known !== condition;
  });
}

/** Cells without a condition among others with one. */
function shown(condition: string): string {
  return condition === '' ? 'no condition' : condition;
}

/** A group that is not there in one condition is none to compare with. */
function referenceIn(rows: readonly EventRow[], reference: string | undefined): string | undefined {
  return rows.some(({ group }) => group === reference) ? reference : undefined;
}

/** Of each cell measured in both conditions, the difference of its means. */
function changesOf(rows: readonly ConditionedRow[], from: string, to: string): EventRow[] {
  const cells = new Map<string, { row: EventRow; before: number[]; after: number[] }>();
  for (const row of rows) {
    if (row.condition !== from && row.condition !== to) continue;
    const key = JSON.stringify([row.group, row.animal, row.cell]);
    const known = cells.get(key) ?? { row, before: [], after: [] };
    (row.condition === from ? known.before : known.after).push(row.value);
    cells.set(key, known);
  }
  return [...cells.values()].flatMap(({ row: { group, animal, cell }, before, after }) =>
    before.length > 0 && after.length > 0 ? [{ group, animal, cell, value: mean(after) - mean(before) }] : [],
  );
}
