import { randomUUID } from 'node:crypto';
import type { Hdf5Dataset, Hdf5Group } from '../files/hdf5/hdf5';

/** Attributes: text, or numbers with their type ("<d", "<i"). */
export type Attributes = Readonly<Record<string, string | readonly [value: number, dtype: string]>>;

/** Creates a group with a type of the NWB schema. */
export function typedGroup(
  parent: Hdf5Group,
  name: string,
  [namespace, type]: readonly [namespace: 'core' | 'hdmf-common', type: string],
  attributes: Attributes = {},
): Hdf5Group {
  const group = parent.create_group(name) as Hdf5Group;
  describe(group, { ...attributes, namespace, neurodata_type: type, object_id: randomUUID() });
  return group;
}

export function describe(object: Hdf5Group | Hdf5Dataset, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (typeof value === 'string') object.create_attribute(name, value, [], 'S');
    else object.create_attribute(name, value[0], [], value[1]);
}

export function textDataset(group: Hdf5Group, name: string, text: string): Hdf5Dataset {
  return group.create_dataset({ name, data: [text], shape: [], dtype: 'S' }) as Hdf5Dataset;
}

export function numberDataset(group: Hdf5Group, name: string, value: number): Hdf5Dataset {
  return group.create_dataset({ name, data: [value], shape: [], dtype: '<d' }) as Hdf5Dataset;
}

/** Returns a unique name without the characters that NWB reserves for paths. */
export function uniqueName(wanted: string, taken: Set<string>): string {
  const plain = wanted.replace(/[/:.]/g, '_').trim() || 'channel';
  let name = plain;
  for (let n = 2; taken.has(name); n++) name = `${plain} ${n}`;
  taken.add(name);
  return name;
}

/** A column of a table of {@link dynamicTable}. */
export interface Column {
  name: string;
  description: string;
  values: readonly number[] | readonly string[];
  /** "<d", "<q", "<B"; "S" for text. */
  dtype: string;
}

/** Writes an HDMF table: one dataset per column. All columns have the same length. */
export function dynamicTable(
  parent: Hdf5Group,
  name: string,
  description: string,
  columns: readonly Column[],
): void {
  const table = typedGroup(parent, name, ['hdmf-common', 'DynamicTable'], { description });
  const names = columns.map((column) => column.name);
  table.create_attribute('colnames', names, [names.length], 'S');
  const rows = columns[0].values.length;
  const ids = table.create_dataset({
    name: 'id',
    data: Array.from({ length: rows }, (_, i) => i),
    shape: [rows],
    dtype: '<i',
  });
  describe(ids as Hdf5Dataset, typed('ElementIdentifiers'));
  for (const column of columns) {
    const data = [...column.values] as number[] | string[];
    const dataset = table.create_dataset({ name: column.name, data, shape: [rows], dtype: column.dtype });
    describe(dataset as Hdf5Dataset, { ...typed('VectorData'), description: column.description });
  }
}

function typed(type: string): Attributes {
  return { namespace: 'hdmf-common', neurodata_type: type, object_id: randomUUID() };
}
