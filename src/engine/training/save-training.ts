import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TrainingRequest } from '../../common/api/engine/training';
import { VERSION } from '../../common/version';
import { writeTogether } from '../files/atomic';
import { checkpointPath } from '../files/model-path';
import { modelFile } from '../network/keras/write-model';
import type { Network } from '../network/layers';
import { removeCheckpoint } from './checkpoint';
import { modelCard } from './model-card';
import { WINDOWS_ATTRIBUTE } from './taught-windows';
import type { TrainingRecord } from './training-record';

/** Path of a model's card: beside it, under the same name. */
export function cardPath(model: string): string {
  const { dir, name } = path.parse(model);
  return path.join(dir, `${name}.md`);
}

/**
 * Writes the model with its training record and the card beside it, and removes the checkpoint.
 *
 * @param windows fingerprints of the windows it was trained with, as text
 */
export async function saveTraining(
  { out, overwrite }: TrainingRequest,
  network: Network,
  record: TrainingRecord,
  windows: string,
): Promise<void> {
  const attributes = {
    miniml_version: VERSION,
    miniml_training: JSON.stringify(record),
    [WINDOWS_ATTRIBUTE]: windows,
  };
  const card = modelCard(path.basename(out), network, record);
  await writeTogether<void>(
    [
      modelFile(out, network, attributes),
      { file: cardPath(out), write: (temporary) => writeFile(temporary, card) },
    ],
    { overwrite },
  );
  await removeCheckpoint(checkpointPath(out));
}
