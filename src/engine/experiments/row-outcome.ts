import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Recipe } from '../../common/traces/recipe';
import { VERSION } from '../../common/version';
import { writeJson } from '../files/write-json';

/**
 * Status of a row. `stale`: it was done, but recording, parameters, model or program have changed. On a cluster a row
 * also waits or runs, or is interrupted: its task has ended without a result.
 */
export type RowStatus =
  | 'to do'
  | 'done'
  | 'failed'
  | 'stale'
  | 'excluded'
  | 'waiting'
  | 'running'
  | 'interrupted';

/** The state file of a row, beside its results: written when they are complete, so that a restart skips the row. */
export interface RowOutcome {
  /** See {@link keyOf}. */
  key: string;
  status: 'done' | 'failed';
  events: number;
  frequency_hz: number | null;
  duration_s: number | null;
  /** Codes of the detection's warnings. */
  flags: string[];
  error: string | null;
  seconds: number;
}

/** Cache key of a row: recording on disk, recipe, model and program. */
export async function keyOf(recipe: Recipe, modelHash: string): Promise<string> {
  const { size, mtimeMs } = await stat(recipe.path);
  const text = JSON.stringify([
    recipe.path,
    size,
    Math.trunc(mtimeMs),
    recipe.parameters,
    modelHash,
    VERSION,
  ]);
  return createHash('sha256').update(text).digest('hex');
}

export async function readOutcome(file: string): Promise<RowOutcome | undefined> {
  try {
    const outcome = JSON.parse(await readFile(file, 'utf8')) as RowOutcome;
    return typeof outcome.key === 'string' && Array.isArray(outcome.flags) ? outcome : undefined;
  } catch {
    return undefined;
  }
}

export async function writeOutcome(file: string, outcome: RowOutcome): Promise<void> {
  await writeJson(file, outcome);
}
