import type { FileKind } from './api';
import { openBytes } from './files/bytes';
import { type Hdf5File, withHdf5 } from './files/hdf5';
import { holdsHdf5 } from './files/hdf5-signature';
import { holdsResults } from './results/read-h5';
import { holdsTrainingSet } from './training/read-training-set';

/**
 * What a file is, by what it holds, whatever its name: HDF5 files of all kinds end with .h5. What is nothing
 * else is taken for a recording; opening it tells what is wrong with it.
 *
 * @throws UserError when the file cannot be read
 */
export async function kindOf(path: string): Promise<FileKind> {
  switch (containerOf(path)) {
    case 'zip':
      return 'model';
    case 'hdf5':
      return withHdf5(path, kindOfHdf5);
    case 'other':
      return 'recording';
  }
}

/** As {@link kindOf}, of a file that is open. */
export function kindOfHdf5(open: Hdf5File): FileKind {
  if (Object.hasOwn(open.attrs, 'model_config')) return 'model';
  if (holdsResults(open)) return 'results';
  return holdsTrainingSet(open) ? 'training set' : 'recording';
}

function containerOf(path: string): 'zip' | 'hdf5' | 'other' {
  const source = openBytes(path);
  try {
    const [first, second] = source.read(0, Math.min(2, source.size), 'header');
    // "PK": Keras 3 saves models as zip archives, and nothing else we know is one.
    if (first === 0x50 && second === 0x4b) return 'zip';
    return holdsHdf5(source) ? 'hdf5' : 'other';
  } finally {
    source.close();
  }
}
