import {
  defaultParameters,
  PARAMETER_NAMES,
  PARAMETERS,
  type Parameters,
} from '../../common/parameters/parameters';

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
