import {
  defaultParameters,
  PARAMETER_NAMES,
  PARAMETERS,
  type Parameters,
} from '../../common/parameters/parameters';

/** Parameters for segments of a trace that are already filtered and have no excluded intervals. */
export function withoutFilters(parameters: Parameters): Parameters {
  const fresh = defaultParameters();
  const filters = PARAMETER_NAMES.filter((name) => PARAMETERS[name].group === 'filters');
  return {
    ...parameters,
    ...Object.fromEntries(filters.map((name) => [name, fresh[name]])),
    exclude: null,
  };
}
