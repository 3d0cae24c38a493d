import type { ExtractionCounts, FileExtraction } from '../../common/api/engine/extraction';
import { CancelledError, messageOf, UserError } from '../../common/errors';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { openOptionsOf } from '../../common/traces/open-options';
import type { Recipe } from '../../common/traces/recipe';
import type { DetectionModel } from '../detection/prediction';
import { requireOutputs } from '../files/outputs';
import { openRecording } from '../recordings/open';
import { recipeTrace } from '../recordings/recipe-trace';
import type { Recording } from '../recordings/recording';
import { type Extraction, extractWindows } from './extract';
import { writeExtractions } from './write-extractions';

/**
 * Extracts windows from recordings into one training set. A recording that fails is reported, and the others continue;
 * if all fail, nothing is written. Window size and event direction are those of the first recording; a recording with
 * others fails.
 *
 * @param model for the extraction method "model"
 * @throws UserError when no recording has windows, or the set cannot be written
 * @throws CancelledError; then nothing is written
 */
export async function extractFiles(
  recordings: readonly Recipe[],
  out: { file: string; overwrite: boolean },
  task: Task,
  model?: DetectionModel,
): Promise<FileExtraction[]> {
  const inputs = [...recordings.map(({ path }) => path), ...(model ? [model.facts.path] : [])];
  await requireOutputs([{ file: out.file, kind: 'training set' }], { overwrite: out.overwrite, inputs });
  // Recordings stay open until their windows are read and written.
  const open: Recording[] = [];
  const extractions: Extraction[] = [];
  const outcomes: FileExtraction[] = [];
  /** Parameters of the first recording that could be opened. */
  let first: Parameters | undefined;
  try {
    for (const recipe of recordings) {
      const { path: file } = recipe;
      try {
        const recording = await openRecording(file, openOptionsOf(recipe.parameters));
        open.push(recording);
        const { trace, parameters } = recipeTrace(recording, recipe);
        first ??= parameters;
        requireAlike(file, parameters, first);
        const extraction = await extractWindows(trace, parameters, task, model);
        extractions.push(extraction);
        outcomes.push({ file, extraction: countsOf(extraction), failure: null });
      } catch (thrown) {
        if (thrown instanceof CancelledError || !(thrown instanceof UserError)) throw thrown;
        outcomes.push({ file, extraction: null, failure: messageOf(thrown) });
      }
    }
    if (!first || extractions.length === 0)
      throw new UserError(outcomes[0]?.failure ?? 'Choose a recording first.');
    await writeExtractions(out.file, { overwrite: out.overwrite }, extractions, first);
    return outcomes;
  } finally {
    for (const recording of open) recording.close();
  }
}

/** @throws UserError naming the parameter that makes the windows incompatible */
function requireAlike(file: string, parameters: Parameters, first: Parameters): void {
  for (const name of ['win_size', 'event_direction'] as const)
    if (parameters[name] !== first[name])
      throw new UserError(
        `${file}: ${name} is ${parameters[name]}, but ${first[name]} in the first recording. Extract it into a separate training set.`,
      );
}

function countsOf({ clear, doubtful, noise, thresholds, template, warnings }: Extraction): ExtractionCounts {
  return {
    clear: clear.length,
    doubtful: doubtful.length,
    noise: noise.length,
    thresholds,
    template,
    warnings,
  };
}
