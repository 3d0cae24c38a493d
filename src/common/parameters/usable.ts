import { checkValue } from './check';
import { isParameterName } from './names';
import type { Parameters } from './parameters';

/**
 * Of values that a file of results or windows carries, those that can be used as they stand. Unknown names
 * and values out of range come from another version of the program: they are passed over.
 */
export function usableParameters(values: Readonly<Record<string, unknown>>): Partial<Parameters> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => isParameterName(name) && checkValue(name, value) === undefined,
    ),
  );
}
