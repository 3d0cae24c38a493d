import { UserError } from '../../../common/errors';
import type { ByteSource } from '../../files/bytes';
import type { SampleFormat } from '../samples';

/** Header of a NumPy array: position of its numbers, and lengths of its axes. */
export interface NumpyArray {
  version: string;
  format: SampleFormat;
  littleEndian: boolean;
  /** The first axis varies fastest, as in Fortran. */
  firstAxisFastest: boolean;
  shape: readonly number[];
  /** Byte of the first number. */
  offset: number;
}

export const SIGNATURE = '\x93NUMPY';

const FORMATS: Readonly<Record<string, SampleFormat>> = {
  i2: 'int16',
  i4: 'int32',
  f4: 'float32',
  f8: 'float64',
};

/** Headers of arrays of numbers have some 120 bytes; only those of records are longer. */
const LONGEST_HEADER = 65_536;

/**
 * The header of a .npy file: a signature, a version, the length of a dictionary in the syntax of Python, and that. Source:
 * NumPy Enhancement Proposal 1, versions 1.0 to 3.0.
 *
 * @throws UserError where it is damaged, or the array does not hold numbers that can be read in place
 */
export function readHeader(source: ByteSource): NumpyArray {
  const { path } = source;
  const start = Buffer.from(source.read(0, 12, 'header'));
  const [major, minor] = [start[6], start[7]];
  if (major < 1 || major > 3)
    throw new UserError(`${path} is damaged: NumPy has no format ${major}.${minor}.`);
  const [from, length] = major === 1 ? [10, start.readUInt16LE(8)] : [12, start.readUInt32LE(8)];
  if (length > LONGEST_HEADER)
    throw new UserError(`${path} is damaged: its header would have ${length} bytes.`);
  const text = Buffer.from(source.read(from, length, 'header')).toString('latin1');
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (order === undefined || shape === undefined)
    throw new UserError(`${path} is damaged: its header names no shape.`);
  const axes = shape
    .split(',')
    .filter((axis) => axis.trim() !== '')
    .map(Number);
  // A space within a number makes it none.
  if (!axes.every(Number.isSafeInteger))
    throw new UserError(`${path} is damaged: its shape is (${shape.replace(/\s+/g, ' ')}).`);
  if (axes.includes(0)) throw new UserError(`${path} holds no samples: its shape is (${axes.join(', ')}).`);
  return {
    version: `${major}.${minor}`,
    ...typeOf(path, text),
    firstAxisFastest: order === 'True',
    shape: axes,
    offset: from + length,
  };
}

function typeOf(path: string, text: string): Pick<NumpyArray, 'format' | 'littleEndian'> {
  const [, order, type] = /'descr'\s*:\s*'([<>=|])(\w{1,20})'/.exec(text) ?? [];
  const format = FORMATS[type ?? ''];
  if (format) return { format, littleEndian: order !== '>' };
  const held = type === undefined ? 'records' : `values of the type ${type}`;
  throw new UserError(
    `${path} holds ${held}. Save the trace alone, as numpy.save(FILE, trace.astype("float64")).`,
  );
}
