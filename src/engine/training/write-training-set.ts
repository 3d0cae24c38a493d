import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { UserError } from '../../common/errors';
import { type TrainingSet, UNSCORED } from '../../common/training/training-set';
import { writeWhole } from '../files/atomic';
import { contentKind, markAsExtracted } from '../files/content-kind';
import { editHdf5, type Hdf5File } from '../files/hdf5/hdf5';
import { writeRows } from '../files/hdf5/rows';
import { datasetAt } from '../files/hdf5/values';
import { writeWholeHdf5 } from '../files/hdf5/write';
import { saveOver } from '../files/save-over';
import { writeFacts } from './read-training-set';

/** Score of an unscored window in a file. */
const LEFT_OUT = 2;

/**
 * Writes a training set as miniML does (`events`, `scores`, `raw_indices`, `cell_label`), and further facts as
 * attributes, which its readers ignore. `rows` returns the windows `from` ≤ i < `to`, row-major, and is called block by
 * block.
 *
 * @throws UserError when the file exists and must not be overwritten, or cannot be written
 */
export async function writeTrainingSet(
  file: string,
  { overwrite }: { overwrite: boolean },
  set: Omit<TrainingSet, 'path'>,
  rows: (from: number, to: number) => Float64Array,
): Promise<void> {
  await writeWholeHdf5(file, { overwrite }, (open) => {
    writeRows(open, 'events', set.windows, set.length, rows);
    writeScores(open, set.scores, { always: true });
    if (set.starts) open.create_dataset({ name: 'raw_indices', data: Array.from(set.starts), dtype: '<q' });
    if (set.sources) open.create_dataset({ name: 'source_index', data: set.sources });
    if (set.labels) writeLabels(open, set.labels);
    writeFacts(open, set.facts);
    markAsExtracted(open);
  });
}

/**
 * Writes new scores into a training set, or into a copy of it at `target`; everything else in the file stays unchanged.
 * Atomic: the file is copied, the copy is changed, and then renamed.
 *
 * @param expected stamp of the target that the scores are based on; undefined replaces any scores
 * @returns the stamp of the target
 * @throws UserError when the number of windows has changed, or the file cannot be written; with the reason "changed"
 * when another process has saved it
 */
export async function saveScores(
  file: string,
  scores: Int8Array,
  target = file,
  expected?: string,
): Promise<string> {
  const fill = async (temporary: string) => {
    await copyFile(file, temporary, constants.COPYFILE_FICLONE);
    await editHdf5(temporary, (open) => {
      const windows = datasetAt(open, 'events')?.shape?.[0];
      if (windows !== scores.length)
        throw new UserError(
          `${file} was changed by another program: it has ${windows ?? 0} windows now, not ${scores.length}. Open it again.`,
        );
      writeScores(open, scores);
    });
  };
  const { stamp } = await saveOver(target, expected, (beforeNaming) =>
    writeWhole(target, { overwrite: true, saves: target === file, beforeNaming }, fill, contentKind),
  );
  return stamp;
}

/** @param always tells unscored windows from excluded ones also where none is unscored yet */
function writeScores(open: Hdf5File, scores: Int8Array, { always } = { always: false }): void {
  const values = Array.from(scores, (score) => (score === UNSCORED ? LEFT_OUT : score));
  replaceValues(open, 'scores', values, '<q');
  // Files of other programs get the mask only if windows are unscored.
  if (always || scores.includes(UNSCORED) || datasetAt(open, 'scored'))
    replaceValues(
      open,
      'scored',
      Array.from(scores, (score) => (score === UNSCORED ? 0 : 1)),
      '<B',
    );
}

/** Replaces the values of a dataset with one per window, which is created if it does not exist, else keeps its type. */
function replaceValues(open: Hdf5File, name: string, values: number[], dtype: string): void {
  const dataset = datasetAt(open, name);
  if (!dataset) open.create_dataset({ name, data: values, dtype });
  // A column is as good as a list.
  else
    dataset.write_slice(
      dataset.shape!.map((length) => [0, length]),
      values,
    );
}

/** Texts of fixed length, like numpy's `S` arrays. */
function writeLabels(open: Hdf5File, labels: readonly string[]): void {
  const longest = labels.reduce((most, label) => Math.max(most, Buffer.byteLength(label)), 1);
  open.create_dataset({ name: 'cell_label', data: [...labels], dtype: `S${longest}` });
}
