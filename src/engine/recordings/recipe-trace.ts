import { inSamples } from '../../common/parameters/lengths';
import type { Parameters } from '../../common/parameters/parameters';
import type { Recipe } from '../../common/traces/recipe';
import { analysedUnit } from '../../common/traces/units';
import type { ReadSamples } from '../signal/trace';
import { recordedTrace } from './joined-trace';
import { withOverrides } from './overrides';
import type { Recording } from './recording';
import { scaledExtremes } from './samples';
import type { RecordedTrace } from './trace';

/** The trace of a recipe in its analysed unit, and the parameters as used. */
export interface RecipeTrace {
  trace: RecordedTrace;
  /**
   * All lengths in samples; series, channel, sweep, rate, unit and scaling as resolved. Opening the recording with
   * these gives the same trace.
   */
  parameters: Parameters;
}

/**
 * Resolves a recipe, once the recording is open: the only place where times become samples and a unit is decided.
 *
 * @param recording opened with the options of the recipe
 * @throws UserError when the recording lacks the channel or the sweep, its sampling rate is unknown, or a time is out
 * of range at this rate
 */
export function recipeTrace(recording: Recording, { parameters }: Pick<Recipe, 'parameters'>): RecipeTrace {
  const { channel, sweep } = parameters;
  const stored = recordedTrace(recording, channel, sweep ?? undefined);
  const trace = inAnalysedUnit(stored, parameters);
  return {
    trace,
    parameters: {
      ...inSamples(parameters, trace.rateHz),
      series: recording.series || parameters.series,
      sampling: trace.rateHz,
      unit: trace.unit || parameters.unit,
      scaling: parameters.scaling * analysedUnit(stored.unit, parameters.unit).scaling,
    },
  };
}

/**
 * The same trace for drawing only: it also exists for recordings of unknown sampling rate, and its own rate is then
 * meaningless.
 *
 * @throws UserError when the recording lacks the channel or the sweep
 */
export function drawnTrace(recording: Recording, { parameters }: Pick<Recipe, 'parameters'>): RecordedTrace {
  const { channel, sweep } = parameters;
  return inAnalysedUnit(countedTrace(recording, channel, sweep ?? undefined), parameters);
}

function inAnalysedUnit(trace: RecordedTrace, given: Pick<Parameters, 'unit'>): RecordedTrace {
  const { unit, scaling } = analysedUnit(trace.unit, given.unit);
  if (scaling === 1) return trace;
  const { extremes } = trace.read;
  const read: ReadSamples = (from, to) => {
    const values = trace.read(from, to);
    for (let i = 0; i < values.length; i++) values[i] *= scaling;
    return values;
  };
  if (extremes) read.extremes = (from, to, bucket) => scaledExtremes(extremes(from, to, bucket), scaling);
  return { ...trace, unit, read };
}

/**
 * A trace for code that only counts samples, to print or to draw them. It also exists for recordings of unknown
 * sampling rate; its own rate is then meaningless.
 *
 * @throws UserError when the recording lacks the channel or the sweep
 */
export function countedTrace(recording: Recording, channel: number, sweep?: number): RecordedTrace {
  const counted = recording.rateHz === undefined ? withOverrides(recording, { rateHz: 1 }) : recording;
  return recordedTrace(counted, channel, sweep);
}
