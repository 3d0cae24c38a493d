import {
  defaultParameters,
  PARAMETER_NAMES,
  PARAMETERS,
  type Parameters,
} from '../../common/parameters/parameters';
import { excludedRanges } from '../detection/exclusion';
import { bridged } from '../detection/gaps';
import type { RecordedTrace } from '../recordings/trace';
import { filteredTrace } from '../signal/filtered-trace';
import type { Trace } from '../signal/trace';

/**
 * A trace as a detection filters it, ready to be cut: straight lines across what is excluded, and missing samples are
 * 0, as nobody looks at them.
 */
export function cleanTrace(trace: RecordedTrace | Trace, parameters: Parameters): Trace {
  const { rateHz, unit, samples } = trace;
  const read = (from: number, to: number) =>
    trace.read(from, to).map((value) => (Number.isFinite(value) ? value : 0));
  const whole = bridged({ rateHz, unit, samples, read }, excludedRanges(trace, parameters));
  return filteredTrace(whole, parameters);
}

/** Parameters for pieces of a trace that has been filtered, and in which nothing is to be left out. */
export function withoutFilters(parameters: Parameters): Parameters {
  const fresh = defaultParameters();
  const filters = PARAMETER_NAMES.filter((name) => PARAMETERS[name].group === 'filters');
  return {
    ...parameters,
    ...Object.fromEntries(filters.map((name) => [name, fresh[name]])),
    exclude: null,
  };
}
