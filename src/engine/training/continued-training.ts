import { UserError } from '../../common/errors';
import { type ModelFile, readModel } from '../network/keras/read-model';
import { type TrainingRecord, trainingRecordOf } from './training-record';

/** A training that has ended and is continued from the model it saved. */
export interface ContinuedTraining {
  model: ModelFile;
  record: TrainingRecord;
}

/** Settings that decide which windows validate: with others, windows that validated would train. */
const SPLITTING = ['split', 'training_share', 'seed', 'folds'] as const;

/**
 * The training of a model, checked for being of the same windows and split.
 *
 * @param hashes SHA-256 of the training sets
 * @throws UserError when the model cannot be trained on with them
 */
export async function continuedTraining(
  file: string,
  hashes: readonly string[],
  settings: Pick<TrainingRecord['settings'], (typeof SPLITTING)[number]>,
): Promise<ContinuedTraining> {
  const model = await readModel(file);
  const record = trainingRecordOf(model.attributes);
  if (!record)
    throw new UserError(
      `${file} has no record of its training, so it cannot be continued. Train a new model.`,
    );
  if (record.settings.folds > 1)
    throw new UserError(`${file} is from a cross-validation, which cannot be continued. Train with folds 1.`);
  const changed = SPLITTING.find((name) => record.settings[name] !== settings[name]);
  if (changed !== undefined)
    throw new UserError(
      `${file} was trained with ${changed} ${record.settings[changed]}, not ${settings[changed]}: windows that validated it would train it. Set ${changed} to ${record.settings[changed]}.`,
    );
  const known = record.data.map(({ sha256 }) => sha256);
  if (known.length !== hashes.length || known.some((hash, i) => hash !== hashes[i]))
    throw new UserError(
      `${file} was trained on ${record.data.map(({ path }) => path).join(', ')} as they were then, not on the files given. Give the same files in the same order, or train a new model.`,
    );
  return { model, record };
}
