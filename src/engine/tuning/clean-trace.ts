import { defaultParameters, PARAMETER_NAMES, PARAMETERS, type Parameters } from '../parameters/parameters';
import type { Trace } from '../recordings/trace';
import { filteredTrace } from '../signal/filtered-trace';

/** A trace with the filters of the parameters, ready to be cut: missing samples are 0, as nobody looks at them. */
export function cleanTrace(trace: Trace, parameters: Parameters): Trace {
  const { rateHz, unit, samples } = trace;
  const read = (from: number, to: number) =>
    trace.read(from, to).map((value) => (Number.isFinite(value) ? value : 0));
  return filteredTrace({ rateHz, unit, samples, read }, parameters);
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
