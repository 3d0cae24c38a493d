import { type Overwriting, type WholeFile, writeTogether } from '../atomic';
import { contentKind } from '../content-kind';
import { type Hdf5Dataset, type Hdf5File, type Hdf5Group, writeHdf5 } from './hdf5';
/** Writes an HDF5 file atomically, and never over a file of another kind; see {@link writeTogether}. */
export async function writeWholeHdf5<T>(
  file: string,
  options: Overwriting,
  fill: (open: Hdf5File) => T | Promise<T>,
): Promise<T> {
  const [result] = await writeTogether([wholeHdf5(file, fill)], options);
  return result;
}

/** An HDF5 file as one of the outputs of a run. */
export function wholeHdf5<T>(file: string, fill: (open: Hdf5File) => T | Promise<T>): WholeFile<T> {
  return { file, kindOf: contentKind, write: (temporary) => writeHdf5(temporary, fill) };
}

/** Samples written at a time, so that a cancellation takes effect soon; also the chunk size of the dataset. */
const BLOCK = 1 << 17;
const CHUNK = 1 << 15;

interface LineToWrite {
  name: string;
  samples: number;
  /** Samples `from` ≤ i < `to`. */
  read(from: number, to: number): Float64Array;
  /** Called after each block with its number of samples. */
  written(samples: number): Promise<void>;
}

/** Writes samples as a one-dimensional dataset in single precision, block by block, chunked. */
export async function writeLine(
  group: Hdf5Group,
  { name, samples, read, written }: LineToWrite,
): Promise<Hdf5Dataset> {
  const block = (from: number) => Float32Array.from(read(from, Math.min(from + BLOCK, samples)));
  if (samples <= CHUNK) {
    const small = group.create_dataset({ name, data: block(0), shape: [samples], dtype: '<f' });
    await written(samples);
    return small as Hdf5Dataset;
  }
  const dataset = group.create_dataset({
    name,
    data: block(0),
    shape: [Math.min(BLOCK, samples)],
    maxshape: [null],
    chunks: [CHUNK],
    dtype: '<f',
  }) as Hdf5Dataset;
  dataset.resize([samples]);
  await written(Math.min(BLOCK, samples));
  for (let from = BLOCK; from < samples; from += BLOCK) {
    const to = Math.min(from + BLOCK, samples);
    dataset.write_slice([[from, to]], block(from));
    await written(to - from);
  }
  return dataset;
}
