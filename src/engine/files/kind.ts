import type { FileKind } from '../../common/api/engine/engine-api';
import { openBytes } from './bytes';
import { type Hdf5File, withHdf5 } from './hdf5';
import { isNumeric } from './hdf5-numbers';
import { holdsHdf5 } from './hdf5-signature';
import { datasetAt } from './hdf5-values';

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

/** Whether an open file is laid out as results are. */
export function holdsResults(open: Hdf5File): boolean {
  return datasetAt(open, 'event_params/event_locations') !== undefined;
}

/** Fewer samples than any window of events has: a table of times and codes is called "events" too. */
const SHORTEST_WINDOW = 10;

/**
 * Whether an open file is laid out as a training set is: a table `events` of windows. One without scores beside it, that nobody
 * has scored, holds the windows and nothing larger.
 */
export function holdsTrainingSet(open: Hdf5File): boolean {
  const events = datasetAt(open, 'events');
  if (events?.shape?.length !== 2 || !isNumeric(events)) return false;
  if (datasetAt(open, 'event_params/event_locations') !== undefined) return false;
  const [windows, length] = events.shape;
  const scores = datasetAt(open, 'scores');
  if (scores?.shape?.[0] === windows) return true;
  const largest = open.keys().every((name) => {
    const other = datasetAt(open, name);
    return !other || other.metadata.total_size <= windows * length;
  });
  return largest && (length >= SHORTEST_WINDOW || windows * length === 0);
}
