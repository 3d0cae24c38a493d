import type { Declaration, ValueOf } from './declaration';
import { detectionParameters } from './detection';
import { extractionParameters } from './extraction';
import { filterParameters } from './filters';
import { recordingParameters } from './recording';
import { trainingParameters } from './training';

/** Every parameter of miniML, declared once. */
export const PARAMETERS = {
  ...detectionParameters,
  ...recordingParameters,
  ...filterParameters,
  ...extractionParameters,
  ...trainingParameters,
} as const satisfies Record<string, Declaration>;

export type ParameterName = keyof typeof PARAMETERS;

/** A full set of values. `null` leaves a choice to the program; see `whenNull` of the declaration. */
export type Parameters = { -readonly [N in ParameterName]: ValueOf<(typeof PARAMETERS)[N]> };

/** Parameters that are lengths in samples; they may be written as times too. */
export type LengthName = {
  [N in ParameterName]: (typeof PARAMETERS)[N] extends { unit: 'samples' } ? N : never;
}[ParameterName];

/** Parameters as written: a length is a number of samples, or a time such as "12 ms". */
export type WrittenParameters = {
  [N in ParameterName]: N extends LengthName ? Parameters[N] | string : Parameters[N];
};

export const PARAMETER_NAMES = Object.keys(PARAMETERS) as ParameterName[];

/** The declarations as one type, for code that treats all parameters alike. */
export const DECLARATIONS: Readonly<Record<ParameterName, Declaration>> = PARAMETERS;

export function defaultParameters(): Parameters {
  return Object.fromEntries(PARAMETER_NAMES.map((n) => [n, PARAMETERS[n].default])) as Parameters;
}
