import { UserError } from '../../../common/errors';
import type { ByteSource } from '../../files/bytes';
import { type Fields, fieldsOf } from '../../files/fields';
import { cleanUnit, decodeText } from '../../files/text';
import { SAMPLE_BYTES, type SampleFormat } from '../samples';

/** One column of an AxoGraph file, which is a spreadsheet. */
export interface AxoGraphColumn {
  name: string;
  unit: string;
  points: number;
  /** Absent for a series, which has only a first value and a step. */
  data: { offset: number; format: SampleFormat; scale: number; shift: number } | undefined;
  series: { first: number; step: number } | undefined;
}

export interface AxoGraphFile {
  version: number;
  columns: AxoGraphColumn[];
  /** Number of columns by its header; more than there are in a file that was cut short. */
  count: number;
  comment: string;
  notes: string;
}

const MOST_COLUMNS = 100_000;
const LONGEST_TEXT = 1 << 20;

/**
 * Reads the columns of an AxoGraph file: AxoGraph graphs and digitised files (versions 1 and 2), AxoGraph X (3 to 6).
 * Numbers are big-endian.
 *
 * Source: AxoGraph X User Manual, "AxoGraph File Format".
 *
 * @throws UserError when it is not an AxoGraph file, or is cut short or damaged
 */
export function readAxoGraph(source: ByteSource): AxoGraphFile {
  const { path } = source;
  const cursor = cursorOf(source);
  const modern = cursor.text(4) === 'axgx';
  const version = modern ? cursor.int32() : cursor.int16();
  const count = modern ? cursor.int32() : cursor.int16();
  const supported = modern ? version >= 3 && version <= 6 : version === 1 || version === 2;
  if (!supported)
    throw new UserError(`${path} is an AxoGraph file of version ${version}. Save it as ABF in AxoGraph.`);
  if (count < 2 || count > MOST_COLUMNS)
    throw new UserError(`${path} has ${count} columns, too few or too many for a recording.`);
  const columns: AxoGraphColumn[] = [];
  while (columns.length < count && (columns.length < 2 || hasHeader(source, cursor.position, version)))
    columns.push(readColumn(path, cursor, version, columns.length));
  const [comment, notes] = modern ? [cursor.optionalString(), cursor.optionalString()] : ['', ''];
  return { version, columns, count, comment, notes };
}

/** Whether the header of a column, before its samples, is in a file that may be cut short. */
function hasHeader(source: ByteSource, at: number, version: number): boolean {
  if (version < 3) return at + 4 + 80 + (version === 2 ? 4 : 0) <= source.size;
  if (at + 12 > source.size) return false;
  const fields = fieldsOf(source.read(at, 12, 'header'), false);
  return at + 12 + Math.max(0, fields.int32(8)) + (fields.int32(4) === SCALED ? 16 : 0) <= source.size;
}

type Cursor = ReturnType<typeof cursorOf>;

function cursorOf(source: ByteSource) {
  let at = 0;
  const take = (length: number): Fields => {
    const fields = fieldsOf(source.read(at, length, 'header'), false);
    at += length;
    return fields;
  };
  const string = (): string => {
    const length = take(4).int32(0);
    if (length < -1 || length > LONGEST_TEXT)
      throw new UserError(`${source.path} is damaged: a text would be ${length} bytes long.`);
    if (length <= 0) return '';
    const bytes = source.read(at, length, 'header');
    at += length;
    // Two bytes per character; a last one alone is none.
    return Buffer.from(bytes.subarray(0, length - (length % 2)))
      .swap16()
      .toString('utf16le')
      .replace(/\0/g, '');
  };
  return {
    get position() {
      return at;
    },
    skip(bytes: number) {
      at += bytes;
    },
    text: (length: number) => take(length).text(0, length),
    pascal(length: number) {
      const bytes = source.read(at, length, 'header');
      at += length;
      return decodeText(bytes.subarray(1, 1 + Math.min(bytes[0], length - 1)));
    },
    int16: () => take(2).int16(0),
    int32: () => take(4).int32(0),
    float32: () => take(4).float32(0),
    float64: () => take(8).float64(0),
    string,
    /** Files without a comment end before it. */
    optionalString(): string {
      try {
        return string();
      } catch (thrown) {
        if (thrown instanceof UserError || thrown instanceof RangeError) return '';
        throw thrown;
      }
    },
  };
}

/** Column types of AxoGraph X. */
const PLAIN: Readonly<Record<number, SampleFormat>> = { 4: 'int16', 5: 'int32', 6: 'float32', 7: 'float64' };
const SERIES = 9;
const SCALED = 10;

function readColumn(path: string, cursor: Cursor, version: number, index: number): AxoGraphColumn {
  const points = cursor.int32();
  if (points < 0) throw new UserError(`${path} is damaged: column ${index + 1} would have ${points} points.`);
  const type = version >= 3 ? cursor.int32() : undefined;
  const title = version >= 3 ? cursor.string() : cursor.pascal(80);
  const { name, unit } = titled(title);
  const stored = (format: SampleFormat, scale = 1, shift = 0): AxoGraphColumn => {
    const offset = cursor.position;
    cursor.skip(points * SAMPLE_BYTES[format]);
    return { name, unit, points, data: { offset, format, scale, shift }, series: undefined };
  };
  const series = (first: number, step: number): AxoGraphColumn => ({
    name,
    unit,
    points,
    data: undefined,
    series: { first, step },
  });
  if (version === 1) return stored('float32');
  if (version === 2)
    return index === 0 ? series(cursor.float32(), cursor.float32()) : stored('int16', cursor.float32());
  if (type === SERIES) return series(cursor.float64(), cursor.float64());
  if (type === SCALED) return stored('int16', cursor.float64(), cursor.float64());
  const format = PLAIN[type ?? 0];
  if (!format)
    throw new UserError(
      `${path} has a column of type ${type}, which is not supported. Save it as ABF in AxoGraph.`,
    );
  return stored(format);
}

/** "Current (nA)" → its name and unit. */
function titled(title: string): { name: string; unit: string } {
  const [, name, unit] = /^(.*)\(([^()]*)\)$/.exec(title.trim()) ?? [];
  return name === undefined
    ? { name: title.trim(), unit: '' }
    : { name: name.trim(), unit: cleanUnit(unit.trim()) };
}
