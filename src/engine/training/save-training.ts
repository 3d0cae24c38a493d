import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TrainingRequest } from '../../common/api/engine/training';
import { VERSION } from '../../common/version';
import { writeWhole } from '../files/atomic';
import { checkpointPath } from '../files/checkpoint-path';
import { writeModel } from '../network/keras/write-model';
import type { Network } from '../network/layers';
import { removeCheckpoint } from './checkpoint';
import { modelCard } from './model-card';
import type { TrainingRecord } from './training-record';

/** The card of a model: beside it, under its name. */
export function cardPath(model: string): string {
  const { dir, name } = path.parse(model);
  return path.join(dir, `${name}.md`);
}

/** Writes the model with the record of its training inside, its card beside it, and drops the checkpoint. */
export async function saveTraining(
  { out, overwrite }: TrainingRequest,
  network: Network,
  record: TrainingRecord,
): Promise<void> {
  await writeModel(out, network, {
    overwrite,
    attributes: { miniml_version: VERSION, miniml_training: JSON.stringify(record) },
  });
  const card = modelCard(path.basename(out), network, record);
  await writeWhole(cardPath(out), { overwrite }, (temporary) => writeFile(temporary, card));
  await removeCheckpoint(checkpointPath(out));
}
