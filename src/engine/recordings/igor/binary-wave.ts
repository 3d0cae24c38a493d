import { UserError } from '../../../common/errors';
import type { ByteSource } from '../../files/bytes';
import { fieldsOf } from '../../files/fields';
import { cleanUnit } from '../../files/text';
import type { SampleFormat } from '../samples';

/** A wave: a column of numbers, or several of equal length. */
export interface IgorWave {
  name: string;
  version: number;
  littleEndian: boolean;
  format: SampleFormat;
  /** Offset of the first sample in bytes. */
  offset: number;
  rows: number;
  columns: number;
  /** Distance between rows, and position of the first row, in `xUnit`. */
  step: number;
  first: number;
  xUnit: string;
  unit: string;
  note: string;
}

/** Bits of the number type in the wave header. */
const FORMATS: Readonly<Record<number, SampleFormat>> = {
  2: 'float32',
  4: 'float64',
  16: 'int16',
  32: 'int32',
};

/** Sizes of the file header and of the wave header, by version. */
const HEADERS: Readonly<Record<number, { file: number; wave: number }>> = {
  1: { file: 8, wave: 110 },
  2: { file: 16, wave: 110 },
  3: { file: 20, wave: 110 },
  5: { file: 64, wave: 320 },
};

const LONGEST_NOTE = 4096;

/** Version and byte order of a file that starts like a wave; undefined for others. */
export function waveVersion(bytes: Uint8Array): { version: number; littleEndian: boolean } | undefined {
  if (bytes.length < 134) return undefined;
  for (const littleEndian of [true, false]) {
    const version = fieldsOf(bytes, littleEndian).int16(0);
    if (HEADERS[version] && checksum(bytes, HEADERS[version], littleEndian) === 0)
      return { version, littleEndian };
  }
  return undefined;
}

/** Checksum: the 16-bit words of both headers add up to 0; before version 5 including 16 bytes of the data. */
function checksum(
  bytes: Uint8Array,
  { file, wave }: { file: number; wave: number },
  littleEndian: boolean,
): number {
  const fields = fieldsOf(bytes, littleEndian);
  let sum = 0;
  const end = file + wave + (wave === 110 ? 16 : 0);
  for (let at = 0; at < end; at += 2) sum += fields.int16(at);
  return sum & 0xffff;
}

/**
 * Reads the headers of an Igor binary wave, versions 1, 2, 3 and 5, either byte order.
 *
 * Source: WaveMetrics, Technical Note PTN003, "Igor Binary Format".
 *
 * @throws UserError when it is not a wave, or has complex numbers, texts or more than two dimensions
 */
export function readWave(source: ByteSource): IgorWave {
  const { path, size } = source;
  const start = source.read(0, Math.min(size, 384), 'header');
  const found = waveVersion(start);
  if (!found) throw new UserError(`${path} is not an Igor binary wave.`);
  const { version, littleEndian } = found;
  const fields = fieldsOf(start, littleEndian);
  const at = HEADERS[version].file;
  const modern = version === 5;
  const type = fields.int16(at + (modern ? 16 : 0));
  const format = FORMATS[type];
  if (!format)
    throw new UserError(`${path} holds ${kindOfType(type)}. Save the wave as plain real numbers in Igor.`);
  const points = fields.int32(at + (modern ? 12 : 42));
  const sizes = modern ? [0, 1, 2, 3].map((d) => fields.int32(at + 68 + 4 * d)) : [points];
  if (sizes.slice(2).some((n) => n > 1))
    throw new UserError(`${path} has more than two dimensions. Save a layer of it.`);
  const columns = Math.max(1, sizes[1] ?? 1);
  if (points < 1 || points % columns !== 0) throw new UserError(`${path} holds no samples.`);
  const text = (offset: number, length: number) => fields.text(at + offset, length);
  const offset = at + HEADERS[version].wave;
  const noteSize = modern ? fields.int32(12) : version === 1 ? 0 : fields.int32(6);
  const noteAt =
    offset +
    points * (format === 'float64' ? 8 : format === 'int16' ? 2 : 4) +
    (modern ? fields.int32(8) : 16);
  return {
    name: modern ? text(28, 32) : text(6, 20),
    version,
    littleEndian,
    format,
    offset,
    rows: points / columns,
    columns,
    step: fields.float64(at + (modern ? 84 : 48)),
    first: fields.float64(at + (modern ? 116 : 56)),
    xUnit: modern ? text(152, 4) : text(38, 4),
    unit: cleanUnit(modern ? text(148, 4) : text(34, 4)),
    note:
      noteSize > 0 && noteSize <= LONGEST_NOTE && noteAt + noteSize <= size
        ? noteText(source, noteAt, noteSize)
        : '',
  };
}

function noteText(source: ByteSource, offset: number, length: number): string {
  return fieldsOf(source.read(offset, length, 'note')).text(0, length);
}

function kindOfType(type: number): string {
  if (type === 0) return 'a text wave';
  if (type & 1) return 'complex numbers';
  return type & 0x40 ? 'unsigned integers' : 'numbers of an unknown kind';
}
