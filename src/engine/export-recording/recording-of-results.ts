import path from 'node:path';
import { UserError } from '../../common/errors';
import { type OpenOptions, openOptionsOf, type Recipe } from '../../common/traces/recipe';
import { conversionFactor } from '../../common/traces/units';
import { openRecording } from '../recordings/open';
import type { Recording } from '../recordings/recording';
import type { ResultsFile } from '../results/results-file';
import { sourceTrace } from '../results/source-recording';

/**
 * Finds the recording of a results file, and its options for opening. Unit and scaling of the detection apply to one
 * channel; the others keep theirs, unless the file has no unit or a gain was corrected.
 *
 * @throws UserError when the recording is not found or differs
 */
export async function recordingOfResults(
  results: ResultsFile,
  file: string,
): Promise<{ path: string; open: OpenOptions; recipe: Recipe }> {
  const source = await sourceTrace(results, file, using);
  if (typeof source === 'string') throw new UserError(`${file}: ${source}`);
  const { path: found, parameters } = source.recipe;
  const asStored = { path: found, parameters: { ...parameters, unit: null, scaling: 1 } };
  const stored = await using(asStored, ({ channels }) => channels[parameters.channel].unit);
  const factor = conversionFactor(stored, parameters.unit ?? stored);
  const onlyConverts =
    stored !== '' && factor !== undefined && Math.abs(parameters.scaling / factor - 1) < 1e-9;
  const open = openOptionsOf(onlyConverts ? asStored.parameters : parameters);
  return { path: found, open, recipe: onlyConverts ? asStored : source.recipe };
}

async function using<T>({ path: found, parameters }: Recipe, work: (recording: Recording) => T): Promise<T> {
  const recording = await openRecording(found, openOptionsOf(parameters));
  try {
    return work(recording);
  } finally {
    recording.close();
  }
}

/** @throws UserError when the results are from another recording, as far as can be determined */
export function requireSameRecording({ detection }: ResultsFile, file: string, recording: Recording): void {
  const { events, source, samples, rate_hz } = detection;
  const name = path.basename(recording.path);
  const sweeps =
    source.sweep === null ? recording.sweeps : recording.sweeps.slice(source.sweep, source.sweep + 1);
  const found = sweeps.reduce((sum, sweep) => sum + sweep.samples, 0);
  const differs = (a: number, b: number | undefined) => Number.isFinite(a) && a !== b;
  if (differs(samples, found))
    throw new UserError(
      `${file} has results of ${samples} samples, but ${name} has ${found}. Name the recording that was analysed.`,
    );
  if (Number.isFinite(rate_hz) && Math.abs(rate_hz / (recording.rateHz ?? Number.NaN) - 1) > 1e-6)
    throw new UserError(
      `${file} has results of a trace at ${rate_hz} Hz, but ${name} has ${recording.rateHz} Hz. Name the recording that was analysed.`,
    );
  const beyond = events.some(
    ({ origin }) => !(origin.sample < (recording.sweeps[origin.sweep]?.samples ?? 0)),
  );
  if (beyond)
    throw new UserError(
      `${file} has events beyond the end of ${name}. Name the recording that was analysed.`,
    );
}
