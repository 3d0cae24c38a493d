import { UserError } from '../errors';
import { checkValue } from '../parameters/check';
import { isParameterName } from '../parameters/names';
import { defaultParameters, type Parameters } from '../parameters/parameters';

/**
 * Parameters written as JSON. Names that are unknown here come from another version of the program, as do
 * values out of range: they are passed over, and what is missing has its default.
 *
 * @throws UserError when it is no JSON object
 */
export function parametersIn(file: string, json: string): Parameters {
  return { ...defaultParameters(), ...usable(objectIn(file, json)) };
}

/** Those values that parameters of these names can have. */
export function usable(values: object): Partial<Parameters> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => isParameterName(name) && checkValue(name, value) === undefined,
    ),
  );
}

function objectIn(file: string, json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below.
  }
  throw new UserError(`${file} is damaged: its parameters cannot be read.`);
}
