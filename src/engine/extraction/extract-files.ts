import type { DetectionModel } from '../detection/prediction';
import { CancelledError, messageOf, UserError } from '../errors';
import { requireWritable } from '../files/atomic';
import { requireNoInput } from '../files/inputs';
import { openOptionsOf } from '../parameters/open-options';
import type { Parameters } from '../parameters/parameters';
import { recordedTrace } from '../recordings/joined-trace';
import { openRecording } from '../recordings/open';
import type { Recording } from '../recordings/recording';
import type { Task } from '../task';
import { type Extraction, extractWindows } from './extract';
import type { ExtractionCounts, FileExtraction } from './file-extraction';
import { writeExtractions } from './write-extractions';

/**
 * Extracts windows from recordings into one training set. A recording that fails is named in the answer, and the
 * others go on; where all fail, so does the whole, and nothing is written.
 *
 * @param model for the extraction method "model"
 * @throws UserError when no recording gives windows, or the set cannot be written
 * @throws CancelledError; then nothing is written
 */
export async function extractFiles(
  files: readonly string[],
  out: { file: string; overwrite: boolean },
  parameters: Parameters,
  task: Task,
  model?: DetectionModel,
): Promise<FileExtraction[]> {
  await requireWritable(out.file, out);
  await requireNoInput(out.file, files);
  // They stay open until their windows are written, which are read only then.
  const open: Recording[] = [];
  const extractions: Extraction[] = [];
  const outcomes: FileExtraction[] = [];
  try {
    for (const file of files) {
      try {
        const recording = await openRecording(file, openOptionsOf(parameters));
        open.push(recording);
        const trace = recordedTrace(recording, parameters.channel, parameters.sweep ?? undefined);
        const extraction = await extractWindows(trace, parameters, task, model);
        extractions.push(extraction);
        outcomes.push({ file, extraction: countsOf(extraction), failure: null });
      } catch (thrown) {
        if (thrown instanceof CancelledError || !(thrown instanceof UserError)) throw thrown;
        outcomes.push({ file, extraction: null, failure: messageOf(thrown) });
      }
    }
    if (extractions.length === 0) throw new UserError(outcomes[0]?.failure ?? 'Choose a recording first.');
    await writeExtractions(out.file, { overwrite: out.overwrite }, extractions, parameters);
    return outcomes;
  } finally {
    for (const recording of open) recording.close();
  }
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
