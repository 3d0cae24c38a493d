import { UserError } from '../../../common/errors';
import type { ByteSource } from '../../files/bytes';
import { fieldsOf } from '../../files/fields';
import { type IgorWave, readWave } from './binary-wave';

/** A wave in a packed experiment, named by the path of its data folder: "root/cell 1/wave0" is "cell 1/wave0". */
export interface PackedWave extends IgorWave {
  path: string;
}

const HEADER_BYTES = 8;
const WAVE = 3;
const FOLDER_START = 9;
const FOLDER_END = 10;
/** Igor numbers its kinds of records from 0; later versions have added to those of PTN003. */
const HIGHEST_KIND = 127;
/** Flag of records that a later one replaces. */
const SUPERSEDED = 0x8000;
const MOST_RECORDS = 1_000_000;
/** Number of records checked before a file without a signature is accepted as an experiment. */
const PROBED = 12;

interface PackedRecord {
  type: number;
  superseded: boolean;
  offset: number;
  length: number;
}

/** The byte order of a file that is a chain of Igor's records; undefined for others. */
export function packedByteOrder(source: ByteSource): 'little' | 'big' | undefined {
  for (const order of ['little', 'big'] as const) {
    let count = 0;
    let plausible = true;
    for (const record of recordsOf(source, order === 'little')) {
      // Otherwise files of zeros would be chains of empty records.
      plausible = record !== undefined && record.type <= HIGHEST_KIND && record.type + record.length > 0;
      if (!plausible || ++count === PROBED) break;
    }
    if (plausible && count > 1) return order;
  }
  return undefined;
}

/**
 * The waves of a packed experiment (.pxp). Source: WaveMetrics, Technical Note PTN003, "Packed Experiment Files".
 *
 * @throws UserError when the file is cut short or contains no numeric waves
 */
export function packedWaves(source: ByteSource, little: boolean): PackedWave[] {
  const folders: string[] = [];
  const waves: PackedWave[] = [];
  let count = 0;
  for (const record of recordsOf(source, little)) {
    if (!record)
      throw new UserError(`${source.path} is cut short. Copy it again from where it was recorded.`);
    if (++count > MOST_RECORDS) throw new UserError(`${source.path} is damaged: it has too many records.`);
    if (record.type === FOLDER_START) folders.push(nameIn(source, record));
    else if (record.type === FOLDER_END) folders.pop();
    else if (record.type === WAVE && !record.superseded) {
      const wave = waveIn(source, record);
      if (wave && wave.rows > 1) waves.push({ ...wave, path: [...folders.slice(1), wave.name].join('/') });
    }
  }
  if (waves.length === 0) throw new UserError(`${source.path} holds no waves of real numbers.`);
  return waves;
}

/** Iterates over the records; undefined if one lies outside the file. */
function* recordsOf(source: ByteSource, little: boolean): Generator<PackedRecord | undefined> {
  for (let at = 0; at + HEADER_BYTES <= source.size; ) {
    const fields = fieldsOf(source.read(at, HEADER_BYTES, 'record'), little);
    const type = fields.int16(0) & 0x7fff;
    const length = fields.int32(4);
    const offset = at + HEADER_BYTES;
    if (length < 0 || offset + length > source.size) {
      yield undefined;
      return;
    }
    yield { type, superseded: (fields.int16(0) & SUPERSEDED) !== 0, offset, length };
    at = offset + length;
  }
}

function nameIn(source: ByteSource, { offset, length }: PackedRecord): string {
  const bytes = source.read(offset, Math.min(length, 255), 'name of a data folder');
  return fieldsOf(bytes).text(0, bytes.length);
}

/** A wave as a separate file; undefined for texts, complex numbers and other waves that are not signals. */
function waveIn(source: ByteSource, { offset, length }: PackedRecord): IgorWave | undefined {
  const part: ByteSource = {
    path: source.path,
    size: length,
    readInto: (target, from, what) => source.readInto(target, offset + from, what),
    read: (from, count, what) => source.read(offset + from, count, what),
    close: () => {},
  };
  try {
    const wave = readWave(part);
    return { ...wave, offset: wave.offset + offset };
  } catch (thrown) {
    if (thrown instanceof UserError) return undefined;
    throw thrown;
  }
}
