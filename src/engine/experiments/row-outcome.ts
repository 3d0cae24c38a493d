import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { RowInput, RowMeasures } from '../../common/row-report';
import type { Recipe } from '../../common/traces/recipe';
import { VERSION } from '../../common/version';
import { writeJson } from '../files/write-json';

/** The state file of a row, beside its results: written when they are complete, so that a restart skips the row. */
export interface RowOutcome {
  /** See {@link keyOf}. */
  key: string;
  /** Keys of its parts; absent in files of earlier versions. */
  inputs?: Record<RowInput, string>;
  status: 'done' | 'failed';
  events: number;
  frequency_hz: number | null;
  duration_s: number | null;
  /** Absent in files of earlier versions. */
  measures?: RowMeasures | null;
  /** Codes of the detection's warnings. */
  flags: string[];
  error: string | null;
  seconds: number;
}

/** Cache key of a row: recording on disk, recipe, model and program. Also the key of each of these. */
export async function keyOf(
  recipe: Recipe,
  modelHash: string,
): Promise<{ key: string; inputs: Record<RowInput, string> }> {
  const recording = await recordingFacts(recipe.path);
  return {
    key: hashOf([...recording, recipe.parameters, modelHash, VERSION]),
    inputs: {
      recording: hashOf(recording),
      parameters: hashOf(recipe.parameters),
      model: modelHash,
      program: VERSION,
    },
  };
}

/** Key of a recording on disk, as in {@link RowOutcome.inputs}. */
export async function recordingKey(file: string): Promise<string> {
  return hashOf(await recordingFacts(file));
}

async function recordingFacts(file: string): Promise<(string | number)[]> {
  const { size, mtimeMs } = await stat(file);
  return [file, size, Math.trunc(mtimeMs)];
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** What has changed since an outcome. */
export function changedInputs(outcome: RowOutcome, inputs: Record<RowInput, string>): RowInput[] {
  const before = outcome.inputs;
  if (!before) return [];
  return (Object.keys(inputs) as RowInput[]).filter((name) => inputs[name] !== before[name]);
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
