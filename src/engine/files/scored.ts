import { createHash } from 'node:crypto';
import type { Hdf5File } from './hdf5/hdf5';
import { datasetAt, numbersOf, textAttribute } from './hdf5/values';

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
export function isScored(open: Hdf5File): boolean {
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
