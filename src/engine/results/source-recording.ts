import { existsSync } from 'node:fs';
import path from 'node:path';
import type { SourceTrace } from '../../common/api/engine/results';
import type { Detection } from '../../common/events/detection';
import type { Recipe } from '../../common/traces/recipe';
import { conversionFactor } from '../../common/traces/units';
import { mayOpenNamed, notOpenedSentence } from '../files/named-paths';
import { drawnTrace } from '../recordings/recipe-trace';
import type { Recording } from '../recordings/recording';
import type { ResultsFile } from './results-file';

/** Opens a recording for the duration of `work`. */
export type OpenRecording = <T>(recipe: Recipe, work: (recording: Recording) => T) => Promise<T>;

/**
 * The analysed trace, from its recording at its path or, by name, beside the results; the reason why not, if it is
 * missing or has changed.
 */
export async function sourceTrace(
  { detection, complete }: ResultsFile,
  file: string,
  openRecording: OpenRecording,
): Promise<SourceTrace | string> {
  const { source } = detection;
  if (source.path === '') return 'The file does not name the recording of its events.';
  const name = path.basename(source.path);
  const found = [source.path, path.join(path.dirname(file), name)].find(
    (candidate) => mayOpenNamed(candidate, file) && existsSync(candidate),
  );
  if (found === undefined && !mayOpenNamed(source.path, file)) return notOpenedSentence(source.path);
  if (found === undefined)
    return source.path === name
      ? `${name}, the recording, is not beside the results.`
      : `${name} is neither at ${source.path} nor beside the results.`;
  if (!complete) return `The file does not name the channel and sweep of ${name} that its events are from.`;
  const usual = recipeOf(detection, found);
  const opened = await openRecording(usual, (recording) => factsOf(recording, usual));
  if (opened.samples !== detection.samples || !alike(opened.rateHz, detection.rate_hz))
    return `${found} is not the recording that was analysed. Its length or sampling rate differs.`;
  const rated = { path: found, parameters: { ...usual.parameters, sampling: detection.rate_hz } };
  const recipe = opened.unit === detection.unit ? rated : inUnitOf(detection, rated, opened);
  return typeof recipe === 'string'
    ? recipe
    : { recipe, samples: detection.samples, rate_hz: detection.rate_hz };
}

/** The recipe of a detection, with its trace and the present path of the recording. */
export function recipeOf({ source, parameters }: Detection, recording: string): Recipe {
  const { series, channel, sweep } = source;
  return {
    path: recording,
    parameters: { ...parameters, series: series || parameters.series, channel, sweep },
  };
}

/** Results of older versions may be in the stored unit, or lack the scaling used. */
function inUnitOf(
  { unit, parameters }: Detection,
  recipe: Recipe,
  opened: { unit: string; stored: string },
): Recipe | string {
  const factor = conversionFactor(opened.stored, unit);
  if (opened.stored === '')
    return `The values of ${recipe.path} have no unit, and the results have no factor to ${unit}. Detect the events again.`;
  if (factor === undefined) return `The unit of ${recipe.path} differs from that of the results, ${unit}.`;
  const scaling = parameters.scaling * factor;
  return { ...recipe, parameters: { ...recipe.parameters, unit, scaling } };
}

function factsOf(recording: Recording, recipe: Recipe) {
  const { samples, unit } = drawnTrace(recording, recipe);
  const stored = recording.channels[recipe.parameters.channel].unit;
  return { samples, unit, stored, rateHz: recording.rateHz };
}

/** An unknown rate of the recording is assumed to equal that of the results. */
function alike(rateHz: number | undefined, rate_hz: number): boolean {
  return rateHz === undefined || Math.abs(rateHz / rate_hz - 1) < 1e-6;
}
