import { readFile, rm, writeFile } from 'node:fs/promises';
import { writeWhole } from '../files/atomic';
import type { Fit, FitState } from './fit';
import { packed, unpacked } from './packed';

/** A training as it stood after an epoch. */
export interface Checkpoint {
  /** Folds that are done. */
  finished: Fit[];
  /** The fold under way. */
  state: FitState;
}

/**
 * Writes a checkpoint whole, replacing the one before.
 *
 * @param key names the data and settings: only a training of the same goes on from here
 */
export async function writeCheckpoint(file: string, key: string, checkpoint: Checkpoint): Promise<void> {
  const content = packed({ ...checkpoint, key });
  await writeWhole(file, { overwrite: true }, (temporary) => writeFile(temporary, content));
}

/** The checkpoint of a training with this key; undefined where there is none, or it is another training's. */
export async function readCheckpoint(file: string, key: string): Promise<Checkpoint | undefined> {
  const content = await readFile(file).catch(() => undefined);
  const stored = content && (unpacked(content) as (Checkpoint & { key: string }) | undefined);
  return stored?.key === key ? stored : undefined;
}

/** One that cannot be removed harms nobody: the model is there. */
export async function removeCheckpoint(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => {});
}
