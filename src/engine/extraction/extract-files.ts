import path from 'node:path';
import type { ExtractionCounts, FileExtraction } from '../../common/api/engine/extraction';
import { CancelledError, messageOf, UserError } from '../../common/errors';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { mixWarnings, rateText } from '../../common/text/window-kinds';
import { openOptionsOf, type Recipe } from '../../common/traces/recipe';
import { kindsOf, type WindowKind } from '../../common/training/window-kind';
import type { Warning } from '../../common/warning';
import type { DetectionModel } from '../detection/prediction';
import { requireOutputs } from '../files/outputs';
import { openRecording } from '../recordings/open';
import { recipeTrace } from '../recordings/recipe-trace';
import type { Recording } from '../recordings/recording';
import type { RecordedTrace } from '../recordings/trace';
import { type Extraction, extractWindows } from './extract';
import { writeExtractions } from './write-extractions';

export interface ExtractOptions {
  /** For the extraction method "model". */
  model?: DetectionModel;
  /** What else is to be said about an extraction. */
  advise?(trace: RecordedTrace, parameters: Parameters, counts: ExtractionCounts): Warning[];
}

/** An extraction with the parameters it was made with and the outcome that is told. */
interface Done {
  parameters: Parameters;
  outcome: { extraction: ExtractionCounts };
}

/**
 * Extracts windows from recordings into one training set. A recording that fails is reported, and the others continue;
 * if all fail, nothing is written. Window size and event direction are those of the first recording; a recording with
 * others fails.
 *
 * @throws UserError when no recording has windows, or the set cannot be written
 * @throws CancelledError; then nothing is written
 */
export async function extractFiles(
  recordings: readonly Recipe[],
  out: { file: string; overwrite: boolean },
  task: Task,
  { model, advise = () => [] }: ExtractOptions = {},
): Promise<FileExtraction[]> {
  const inputs = [...recordings.map(({ path }) => path), ...(model ? [model.facts.path] : [])];
  await requireOutputs([{ file: out.file, kind: 'training set' }], { overwrite: out.overwrite, inputs });
  // Recordings stay open until their windows are read and written.
  const open: Recording[] = [];
  const extractions: (Extraction & Done)[] = [];
  const outcomes: FileExtraction[] = [];
  /** The first recording that could be opened. */
  let first: Recipe | undefined;
  try {
    for (const recipe of recordings) {
      const file = recipe.path;
      try {
        const recording = await openRecording(file, openOptionsOf(recipe.parameters));
        open.push(recording);
        const { trace, parameters } = recipeTrace(recording, recipe);
        first ??= recipe;
        requireAlike(recipe, first);
        const extraction = await extractWindows(trace, parameters, task, model);
        const counts = countsOf(extraction);
        counts.warnings.push(...advise(trace, parameters, counts));
        const outcome = { file, extraction: counts, failure: null };
        extractions.push({ ...extraction, parameters, outcome });
        outcomes.push(outcome);
      } catch (thrown) {
        if (thrown instanceof CancelledError || !(thrown instanceof UserError)) throw thrown;
        outcomes.push({ file, extraction: null, failure: messageOf(thrown) });
      }
    }
    if (!first || extractions.length === 0)
      throw new UserError(outcomes[0]?.failure ?? 'Choose a recording first.');
    await writeSets(extractions, out, inputs);
    return outcomes;
  } finally {
    for (const recording of open) recording.close();
  }
}

/** @throws UserError naming the parameter that makes the windows incompatible */
function requireAlike({ path: file, parameters }: Recipe, first: Recipe): void {
  for (const name of ['win_size', 'event_direction'] as const)
    if (parameters[name] !== first.parameters[name])
      throw new UserError(
        `${file}: ${name} is ${parameters[name]}, but ${first.parameters[name]} in the first recording. Extract it into a separate training set.`,
      );
}

/**
 * Writes the windows: into one file where all have as many samples, else into one for each sampling rate, since the
 * windows of a file have one length. What a mix means is said with the last recording of each file.
 */
async function writeSets(
  extractions: readonly (Extraction & Done)[],
  { file, overwrite }: { file: string; overwrite: boolean },
  inputs: readonly string[],
): Promise<void> {
  const sets = new Map<number, (Extraction & Done)[]>();
  for (const one of extractions)
    sets.set(one.parameters.win_size, [...(sets.get(one.parameters.win_size) ?? []), one]);
  const outputs = Array.from(sets.values(), (members, i) => ({
    members,
    file: i === 0 ? file : besideFor(file, members[0].trace.rateHz),
  }));
  const wanted = outputs.map((output) => ({ file: output.file, kind: 'training set' as const }));
  await requireOutputs(wanted, { overwrite, inputs: [...inputs] });
  for (const { members, file: target } of outputs) {
    const { warnings } = members.at(-1)!.outcome.extraction;
    if (target !== file)
      warnings.push({
        code: 'separate-file',
        message: `Its windows have ${members[0].parameters.win_size} samples at ${rateText(members[0].trace.rateHz)}, and the windows of a file must have one length: they are in ${path.basename(target)}.`,
      });
    for (const message of mixWarnings(kindsIn(members))) warnings.push({ code: 'mixed-windows', message });
    await writeExtractions(target, { overwrite }, members, members[0].parameters);
  }
}

function kindsIn(extractions: readonly (Extraction & Done)[]): WindowKind[] {
  return kindsOf(
    extractions.flatMap(({ clear, doubtful, noise, parameters: { win_size }, trace }) =>
      [...clear, ...doubtful, ...noise].map(() => ({
        samples: win_size,
        rate_hz: trace.rateHz,
        unit: trace.unit,
      })),
    ),
  );
}

/** "windows_20kHz.h5" beside "windows.h5" */
function besideFor(file: string, rateHz: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}_${rateText(rateHz).replace(' ', '')}${ext}`);
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
