/** One measure of events that are nested in cells, which are nested in animals; groups are compared. */
export interface NestedData {
  /** Names; the first is the reference. */
  groups: readonly string[];
  animals: number;
  cells: number;
  /** For each event: its value and the indices of its group, animal and cell. */
  values: Float64Array;
  group: Int32Array;
  animal: Int32Array;
  cell: Int32Array;
}

/** The events of one cell in one group. */
export interface CellOfGroup {
  group: number;
  animal: number;
  cell: number;
  values: Float64Array;
}

/** The events by cell; a cell measured in several groups has one entry per group. */
export function cellsOf({ values, group, animal, cell }: NestedData): CellOfGroup[] {
  const found = new Map<string, { group: number; animal: number; cell: number; values: number[] }>();
  values.forEach((value, i) => {
    const key = `${group[i]} ${cell[i]}`;
    const known = found.get(key);
    if (known) known.values.push(value);
    else found.set(key, { group: group[i], animal: animal[i], cell: cell[i], values: [value] });
  });
  return [...found.values()].map((one) => ({ ...one, values: Float64Array.from(one.values) }));
}

/** Whether some cell has values in several groups: before and after. */
export function isCrossed(data: NestedData): boolean {
  return cellsOf(data).length > data.cells;
}

/** Names of the groups with one cell: events of one cell are no replicates, whatever their number. */
export function unreplicatedGroups(data: NestedData): string[] {
  const cells = data.groups.map(() => new Set<number>());
  for (const [i, group] of data.group.entries()) cells[group].add(data.cell[i]);
  return data.groups.filter((_, group) => cells[group].size < 2);
}

/** Maps every value. */
export function mapValues(data: NestedData, change: (value: number) => number): NestedData {
  return { ...data, values: data.values.map(change) };
}

/** A row of a table of events. */
export interface EventRow {
  group: string;
  /** Cells of the same name in different animals are different cells. */
  animal: string;
  cell: string;
  value: number;
}

/** Indexes groups, animals and cells in order of appearance; `reference` moves a group to the front. */
export function nestedData(rows: readonly EventRow[], reference?: string): NestedData {
  const numbers = (keys: readonly string[], known: string[] = []) => {
    const order = new Map(known.map((key, i) => [key, i]));
    const index = Int32Array.from(keys, (key) => {
      if (!order.has(key)) order.set(key, order.size);
      return order.get(key)!;
    });
    return { index, names: [...order.keys()] };
  };
  const groups = numbers(
    rows.map(({ group }) => group),
    reference === undefined ? [] : [reference],
  );
  const animals = numbers(rows.map(({ animal }) => animal));
  const cells = numbers(rows.map(({ animal, cell }) => JSON.stringify([animal, cell])));
  return {
    groups: groups.names,
    animals: animals.names.length,
    cells: cells.names.length,
    values: Float64Array.from(rows, ({ value }) => value),
    group: groups.index,
    animal: animals.index,
    cell: cells.index,
  };
}
