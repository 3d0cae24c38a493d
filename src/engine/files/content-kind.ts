import { createHash } from 'node:crypto';
import { readApart } from './apart/read-apart';
import { type ByteKind, byteKind } from './byte-kind';
import { type Hdf5File, withHdf5 } from './hdf5/hdf5';
import { datasetAt, groupAt, numbersOf, textAttribute } from './hdf5/values';
import { kindOfHdf5 } from './kind';

/** As {@link ByteKind}, with separate kinds of HDF5 files. */
export type ContentKind =
  | ByteKind
  | 'results'
  | 'training set'
  | 'scored training set'
  | 'simulated recording'
  | 'screening network'
  | 'recording';

/**
 * Kind of a file by its contents, whatever its name. Unreadable HDF5 is an "HDF5 file".
 *
 * @throws UserError when the file cannot be read
 */
export async function contentKind(file: string): Promise<ContentKind> {
  const kind = await byteKind(file);
  return kind === 'HDF5 file' ? kindOfHdf5File(file).catch(() => kind) : kind;
}

const kindOfHdf5File = readApart('content kind', (file) => withHdf5(file, kindOfOpen));

function kindOfOpen(open: Hdf5File): ContentKind {
  const kind = kindOfHdf5(open);
  if (kind === 'training set') return isScored(open) ? 'scored training set' : kind;
  if (kind !== 'recording') return kind;
  const screening = groupAt(open, 'screening');
  if (screening && textAttribute(screening, 'model_sha256') !== undefined) return 'screening network';
  const data = datasetAt(open, 'mini_data');
  return data && textAttribute(data, 'simulation') !== undefined ? 'simulated recording' : kind;
}

/** Attribute with the scores at extraction, before any scoring by hand. */
const EXTRACTED = 'extracted_scores';

/** Must be called when a training set is created: its present scores can be reproduced. */
export function markAsExtracted(open: Hdf5File): void {
  open.create_attribute(EXTRACTED, scoresKey(open));
}

/**
 * Whether a training set has scores given by hand. Without the scores at extraction, as in files of other programs,
 * they are assumed to be.
 */
function isScored(open: Hdf5File): boolean {
  return textAttribute(open, EXTRACTED) !== scoresKey(open);
}

function scoresKey(open: Hdf5File): string {
  const hash = createHash('sha256');
  for (const name of ['scores', 'scored']) {
    const dataset = datasetAt(open, name);
    if (dataset) hash.update(name).update(numbersOf(dataset, name));
  }
  return hash.digest('hex');
}
