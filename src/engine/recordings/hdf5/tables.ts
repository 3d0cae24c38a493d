import type { Hdf5Dataset, Hdf5Group } from '../../files/hdf5/hdf5';
import { holdsNumbers } from '../../files/hdf5/numbers';
import { attributeOf, datasetAt, isText, numberAttribute, textsOf } from '../../files/hdf5/values';
import { line, type RecordMember, type SampleSource } from './series';
import { nameAndUnit } from './statements';

/** A numeric dataset split into one-dimensional lines of samples. */
export interface Table {
  samples: number;
  /** lines[sweep][channel]: one sweep if the lines have names. */
  lines: NamedLine[][];
  /** Description of the assumed axes if the file does not name them; '' otherwise. */
  assumed: string;
}

export interface NamedLine {
  name: string;
  unit: string;
  source: SampleSource;
}

/** Whether {@link tableOf} supports a dataset. */
export function isTable(dataset: Hdf5Dataset): boolean {
  const axes = dataset.metadata.shape?.length ?? 0;
  return (axes >= 1 && axes <= 3 && holdsNumbers(dataset)) || (axes === 1 && membersOf(dataset).length > 0);
}

/**
 * Splits a dataset into lines. The longest axis is time: in a table, rows are sweeps if rows are at least as long as
 * columns; in three dimensions the other axes are sweeps, then channels. Columns with names are channels, unless they
 * are called sweeps.
 */
export function tableOf(name: string, dataset: Hdf5Dataset, group: Hdf5Group): Table {
  const shape = dataset.metadata.shape!;
  const members = membersOf(dataset);
  if (members.length > 0) {
    const lines = members.map((member) => ({
      ...nameAndUnit(member.name),
      source: { ...line(dataset), member },
    }));
    return { samples: shape[0], lines: [lines], assumed: '' };
  }
  if (shape.length === 1)
    return {
      samples: shape[0],
      lines: [[{ ...nameAndUnit(name), source: packed(line(dataset)) }]],
      assumed: '',
    };
  if (shape.length === 2) {
    const time = shape[1] >= shape[0] ? 1 : 0;
    const count = shape[1 - time];
    const names = columnNames(dataset, group, count);
    const one = (i: number): NamedLine => ({
      ...nameAndUnit(names?.[i] ?? name),
      source: packed(line(dataset, time, time === 1 ? [i, 0] : [0, i])),
    });
    const lines = Array.from({ length: count }, (_, i) => one(i));
    const channels =
      names && !names.every((column) => /^(sweep|trace|episode|trial|run)?[ _]?\d*$/i.test(column));
    return { samples: shape[time], lines: channels ? [lines] : lines.map((only) => [only]), assumed: '' };
  }
  return threeAxes(name, dataset, group);
}

/** Axes of sweeps, channels and samples in some order. */
function threeAxes(name: string, dataset: Hdf5Dataset, group: Hdf5Group): Table {
  const shape = dataset.metadata.shape!;
  const time = shape.lastIndexOf(Math.max(...shape));
  const [sweeps, channels] = [0, 1, 2].filter((axis) => axis !== time);
  const names = columnNames(dataset, group, shape[channels]);
  const lines = Array.from({ length: shape[sweeps] }, (_, sweep) =>
    Array.from({ length: shape[channels] }, (__, channel): NamedLine => {
      const place = [0, 0, 0];
      place[sweeps] = sweep;
      place[channels] = channel;
      const label = names?.[channel] ?? (shape[channels] > 1 ? `${name} ${channel}` : name);
      return { ...nameAndUnit(label), source: packed(line(dataset, time, place)) };
    }),
  );
  return {
    samples: shape[time],
    lines,
    assumed: `${shape[sweeps]} sweeps × ${shape[channels]} channels, along axes ${sweeps} and ${channels} of ${shape.join(' × ')}`,
  };
}

const COLUMN_NAMES =
  /^(columns?|column_?names|colnames|fields|headers?|labels|names|channels|channel_?names|channel_?labels|block0_items|axis0)$/i;

/** Names of `count` columns, by an attribute of the dataset or a list beside it. */
function columnNames(dataset: Hdf5Dataset, group: Hdf5Group, count: number): readonly string[] | undefined {
  for (const name of Object.keys(dataset.attrs).filter((key) => COLUMN_NAMES.test(key))) {
    const value = attributeOf(dataset, name);
    const list = typeof value === 'string' ? value.split(/\s*[,;\t]\s*/) : value;
    if (isTexts(list, count)) return list;
  }
  for (const name of group.keys().filter((key) => COLUMN_NAMES.test(key))) {
    const beside = datasetAt(group, name);
    if (!beside || !isText(beside) || beside.metadata.total_size !== count) continue;
    const list = textsOf(beside, beside.path);
    if (isTexts(list, count)) return list;
  }
  return undefined;
}

function isTexts(value: unknown, count: number): value is readonly string[] {
  return Array.isArray(value) && value.length === count && value.every((v) => typeof v === 'string');
}

const FORMATS: Readonly<Record<string, RecordMember['format']>> = {
  '1:8': 'float64',
  '1:4': 'float32',
  '0:4': 'int32',
  '0:2': 'int16',
};

/** Numeric members of a compound dataset; pandas stores several columns per array. */
function membersOf(dataset: Hdf5Dataset): (RecordMember & { name: string })[] {
  const { compound_type } = dataset.metadata;
  return (compound_type?.members ?? []).flatMap((member) => {
    const { name, offset, type, size, signed, littleEndian, array_type } = member as typeof member & {
      signed?: boolean;
      littleEndian?: boolean;
    };
    const base = array_type ?? { type, size };
    const format = FORMATS[`${base.type}:${base.size}`];
    if (format === undefined || littleEndian === false || (base.type === 0 && signed === false)) return [];
    const count = array_type ? array_type.total_size : 1;
    if (!(count >= 1 && count <= MOST_COLUMNS)) return [];
    return Array.from({ length: count }, (_, i) => ({
      name: count > 1 ? `${name} ${i}` : name,
      offset: offset + i * base.size,
      format,
    }));
  });
}

const MOST_COLUMNS = 256;
const SCALES = [
  'scale_factor',
  'conversion',
  'bit_volts',
  'bitVolts',
  'conversion_factor',
  'scale',
  'scaling',
];
const OFFSETS = ['add_offset', 'offset'];

/**
 * Scaling of stored numbers: packed data of the CF conventions (`scale_factor`, `add_offset`), and the same under other
 * programs' names. Ambiguous names apply to integers only.
 */
function packed(source: SampleSource): SampleSource {
  const { dataset } = source;
  const number = (names: readonly string[]) =>
    names.map((name) => numberAttribute(dataset, name)).find((value) => value !== undefined);
  const scales = isCounts(dataset) ? SCALES : SCALES.slice(0, 2);
  return { ...source, scale: number(scales) ?? 1, shift: number(OFFSETS) ?? 0 };
}

/** Whether a dataset contains integers, as A/D converters produce. */
export function isCounts(dataset: Hdf5Dataset): boolean {
  return dataset.metadata.type === 0;
}
