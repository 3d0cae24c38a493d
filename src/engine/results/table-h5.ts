import { UserError } from '../../common/errors';
import type { Hdf5Group } from '../files/hdf5';
import { datasetAt, groupAt, numbersOf } from '../files/hdf5-values';

/** A table that lies in a group of an HDF5 file, a dataset for each column. */
export interface Table {
  rows: number;
  has(name: string): boolean;
  /** @throws UserError when the column is missing or shorter or longer than the others */
  column(name: string): Float64Array;
}

/** @throws UserError when there is no such group */
export function tableIn(file: string, parent: Hdf5Group, path: string): Table {
  const group = groupAt(parent, path);
  if (!group) throw new UserError(`${file} is damaged: it lacks ${parent.path}/${path}.`);
  const columns = new Map<string, Float64Array>();
  const read = (name: string) => {
    const dataset = datasetAt(group, name);
    const what = `${file}: ${group.path}/${name}`;
    if (!dataset) throw new UserError(`${file} is damaged: it lacks ${group.path}/${name}.`);
    return numbersOf(dataset, what);
  };
  const names = group.keys();
  // HDF5 looks a name up by walking through the file: that is not for every value.
  const present = new Set(names.filter((name) => datasetAt(group, name) !== undefined));
  const rows = read(names[0] ?? '').length;
  return {
    rows,
    has: (name) => present.has(name),
    column(name) {
      const known = columns.get(name) ?? read(name);
      if (known.length !== rows)
        throw new UserError(
          `${file} is damaged: ${group.path}/${name} has ${known.length} values, others have ${rows}.`,
        );
      columns.set(name, known);
      return known;
    },
  };
}

/** Writes a table as {@link tableIn} reads it; all columns are equally long. */
export function writeTable(
  parent: Hdf5Group,
  name: string,
  columns: Readonly<Record<string, readonly number[]>>,
  dtypeOf: (column: string) => string = () => '<d',
): void {
  const group = parent.create_group(name) as Hdf5Group;
  for (const [column, data] of Object.entries(columns))
    group.create_dataset({ name: column, data: [...data], dtype: dtypeOf(column) });
}
