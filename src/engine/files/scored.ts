import { createHash } from 'node:crypto';
import type { Hdf5File } from './hdf5';
import { datasetAt, numbersOf, textAttribute } from './hdf5-values';

/** The attribute that names the scores which a training set was written with, before anybody scored it. */
const EXTRACTED = 'extracted_scores';

/** To be called when a training set is made: what it holds so far can be had again. */
export function markAsExtracted(open: Hdf5File): void {
  open.create_attribute(EXTRACTED, scoresKey(open));
}

/**
 * Whether a training set holds scores that somebody gave. Where the file does not say what it was extracted with,
 * as in those of other programs, they are taken for such.
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
