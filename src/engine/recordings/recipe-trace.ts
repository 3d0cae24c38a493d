import { inSamples } from '../../common/parameters/lengths';
import type { Parameters } from '../../common/parameters/parameters';
import type { Recipe } from '../../common/traces/recipe';
import { analysedUnit } from '../../common/traces/units';
import { countedTrace } from './counted-trace';
import { recordedTrace } from './joined-trace';
import type { Recording } from './recording';
import type { RecordedTrace } from './trace';

/** The trace of a recipe in its analysed unit, and the parameters as they are used. */
export interface RecipeTrace {
  trace: RecordedTrace;
  /**
   * Every length in samples; series, channel, sweep, rate, unit and scaling as the trace has them. The same recording
   * opened with these is the same trace.
   */
  parameters: Parameters;
}

/**
 * Resolves a recipe, once the recording is open: the one place where times become samples and a unit is decided.
 *
 * @param recording opened as the recipe says
 * @throws UserError when the recording lacks the channel or the sweep, nobody says its sampling rate, or a time is out
 *   of range at this rate
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
 * The same trace for those who only draw it: it exists for recordings too whose sampling rate nobody knows, and its own
 * rate then means nothing.
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
  return {
    ...trace,
    unit,
    read(from, to) {
      const values = trace.read(from, to);
      for (let i = 0; i < values.length; i++) values[i] *= scaling;
      return values;
    },
  };
}
