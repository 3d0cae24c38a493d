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

/** What stands beside the windows of a training set. */
const BESIDE_WINDOWS = ['events', 'scores', 'scored', 'raw_indices', 'cell_label'];

/**
 * Whether an open file is laid out as a training set: a table `events` of windows with their scores, or with nothing
 * beside it that a training set does not have. A table without scores beside other data holds windows only if they are
 * the largest of the data.
 */
export function holdsTrainingSet(open: Hdf5File): boolean {
  const events = datasetAt(open, 'events');
  if (events?.shape?.length !== 2 || !isNumeric(events)) return false;
  if (datasetAt(open, 'event_params/event_locations') !== undefined) return false;
  if (datasetAt(open, 'scores') !== undefined) return true;
  const [windows, length] = events.shape;
  const others = open
    .keys()
    .filter((name) => !BESIDE_WINDOWS.includes(name))
    .flatMap((name) => datasetAt(open, name) ?? []);
  if (others.length === 0) return true;
  const largest = others.every((other) => other.metadata.total_size <= windows * length);
  return largest && (length >= SHORTEST_WINDOW || windows * length === 0);
}
