import type { Axes, TakenAxes } from '../../../common/parameters/axes';
import type { Hdf5Dataset, Hdf5Group } from '../../files/hdf5/hdf5';
import { holdsNumbers, isHalf } from '../../files/hdf5/numbers';
import { attributeOf, datasetAt, isText, numberAttribute, textsOf } from '../../files/hdf5/values';
import { type AxisNumbers, takenAxes } from '../axes';
import { line, type RecordMember, type SampleSource } from './series';
import { nameAndUnit } from './statements';

/** A numeric dataset split into one-dimensional lines of samples. */
export interface Table {
  samples: number;
  /** lines[sweep][channel]: one sweep if the lines have names. */
  lines: NamedLine[][];
  /** Of two or three axes, which the user may name. */
  axes: TakenAxes | undefined;
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
 * Splits a dataset into lines, along the axes that the user gave. Else the longest axis is time: in a table, rows are
 * sweeps if rows are at least as long as columns, but columns with names are channels, unless they are called sweeps; in
 * three dimensions the other axes are sweeps, then channels.
 *
 * @throws UserError when the dataset has another number of axes than were given
 */
export function tableOf(
  name: string,
  dataset: Hdf5Dataset,
  group: Hdf5Group,
  given: { axes: Axes | undefined; file: string },
): Table {
  const shape = dataset.metadata.shape!;
  const members = membersOf(dataset);
  if (members.length > 0) {
    const lines = members.map((member) => ({
      ...nameAndUnit(member.name),
      source: { ...line(dataset), member },
    }));
    return { samples: shape[0], lines: [lines], axes: undefined };
  }
  if (shape.length === 1)
    return {
      samples: shape[0],
      lines: [[{ ...nameAndUnit(name), source: packed(line(dataset)) }]],
      axes: undefined,
    };
  const { numbers, taken } = takenAxes(shape, given.axes, `${given.file}: its dataset ${name}`);
  const columns = namedColumns({ dataset, group, given: given.axes !== undefined }, numbers);
  return {
    samples: shape[numbers.samples],
    lines: linesAlong(name, dataset, columns.numbers, columns.names),
    axes: columns.numbers === numbers ? taken : { ...taken, taken: asChannels(taken.taken), assumed: false },
  };
}

/** Names along the axis of channels; unless the axes were given, names of columns make channels of sweeps. */
function namedColumns(
  { dataset, group, given }: { dataset: Hdf5Dataset; group: Hdf5Group; given: boolean },
  numbers: AxisNumbers,
): { numbers: AxisNumbers; names: readonly string[] | undefined } {
  const shape = dataset.metadata.shape!;
  const namesAlong = (axis: number | undefined) =>
    axis === undefined ? undefined : columnNames(dataset, group, shape[axis]);
  if (given || numbers.channels !== undefined) return { numbers, names: namesAlong(numbers.channels) };
  const names = namesAlong(numbers.sweeps);
  const channels =
    names && !names.every((column) => /^(sweep|trace|episode|trial|run)?[ _]?\d*$/i.test(column));
  return channels
    ? { numbers: { ...numbers, sweeps: undefined, channels: numbers.sweeps }, names }
    : { numbers, names: undefined };
}

function asChannels(axes: Axes): Axes {
  return axes.replace('sweeps', 'channels') as Axes;
}

/** One line for each sweep and channel; an axis that is missing has one of them. */
function linesAlong(
  name: string,
  dataset: Hdf5Dataset,
  { samples, sweeps, channels }: AxisNumbers,
  names: readonly string[] | undefined,
): NamedLine[][] {
  const shape = dataset.metadata.shape!;
  const lengthOf = (axis: number | undefined) => (axis === undefined ? 1 : shape[axis]);
  return Array.from({ length: lengthOf(sweeps) }, (_, sweep) =>
    Array.from({ length: lengthOf(channels) }, (__, channel): NamedLine => {
      const place = shape.map((___, axis) => (axis === sweeps ? sweep : axis === channels ? channel : 0));
      const label = names?.[channel] ?? (lengthOf(channels) > 1 ? `${name} ${channel}` : name);
      return { ...nameAndUnit(label), source: packed(line(dataset, samples, place)) };
    }),
  );
}

const COLUMN_NAMES =
  /^(columns?|column_?names|colnames|fields|headers?|labels|names|channels|channel_?names|channel_?labels|block0_items|axis0)$/i;

/** Names of `count` columns, by an attribute of the dataset or a list beside it. */
function columnNames(dataset: Hdf5Dataset, group: Hdf5Group, count: number): readonly string[] | undefined {
  for (const name of Object.keys(dataset.attrs).filter((key) => COLUMN_NAMES.test(key))) {
    const value = attributeOf(dataset, name);
    const list = typeof value === 'string' ? value.split(/(?<!\s)\s*[,;\t]\s*/) : value;
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
  return dataset.metadata.type === 0 && !isHalf(dataset);
}
