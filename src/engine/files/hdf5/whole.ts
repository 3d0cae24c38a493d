import { type Overwriting, type WholeFile, writeTogether } from '../atomic';
import { contentKind } from '../content-kind';
import { type Hdf5File, writeHdf5 } from './hdf5';

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
