import { stat } from 'node:fs/promises';
import type { FileKind } from '../../common/api/engine/file-info';
import { openBytes } from './bytes';
import { firstLook } from './hdf5/first-look';
import { type Hdf5File, withHdf5 } from './hdf5/hdf5';
import { isNumeric } from './hdf5/numbers';
import { holdsHdf5 } from './hdf5/signature';
import { datasetAt } from './hdf5/values';

/**
 * Kind of a file by its contents, whatever its name: HDF5 files of all kinds end with .h5. Anything unknown counts as a
 * recording; opening it reports the problem.
 *
 * @throws UserError when the file cannot be read
 */
export async function kindOf(path: string): Promise<FileKind> {
  switch (containerOf(path)) {
    case 'zip':
      return 'model';
    case 'hdf5':
      // The first look knows it already, but for files that were written here.
      return (await firstLook(path, await stat(path))).kind ?? withHdf5(path, kindOfHdf5);
    case 'other':
      return 'recording';
  }
}

/** As {@link kindOf}, for an open file. */
export function kindOfHdf5(open: Hdf5File): FileKind {
  if (Object.hasOwn(open.attrs, 'model_config')) return 'model';
  if (holdsResults(open)) return 'results';
  return holdsTrainingSet(open) ? 'training set' : 'recording';
}

function containerOf(path: string): 'zip' | 'hdf5' | 'other' {
  const source = openBytes(path);
  try {
    const [first, second] = source.read(0, Math.min(2, source.size), 'header');
    // "PK": Keras 3 saves models as zip archives; no other supported file is one.
    if (first === 0x50 && second === 0x4b) return 'zip';
    return holdsHdf5(source) ? 'hdf5' : 'other';
  } finally {
    source.close();
  }
}

/** Whether an open file has the layout of results. */
export function holdsResults(open: Hdf5File): boolean {
  return datasetAt(open, 'event_params/event_locations') !== undefined;
}

/** Minimum length of a window: a table of times and codes may be called "events" too. */
const SHORTEST_WINDOW = 10;

/** Datasets of a training set beside its windows. */
const BESIDE_WINDOWS = ['events', 'scores', 'scored', 'raw_indices', 'cell_label'];

/**
 * Whether an open file has the layout of a training set: a table `events` of windows with their scores, or without any
 * foreign data beside it. Beside foreign data, a table without scores counts only if it is the largest dataset.
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
