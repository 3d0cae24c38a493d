import { checkValue, checkWritten } from './check';
import { isParameterName } from './names';
import type { ParameterName, Parameters, WrittenParameters } from './parameters';

/**
 * Of values that a file of results or windows carries, those that can be used as they stand. Unknown names
 * and values out of range come from another version of the program: they are passed over.
 */
export function usableParameters(values: Readonly<Record<string, unknown>>): Partial<Parameters> {
  return usable(values, checkValue) as Partial<Parameters>;
}

/** The same of values as they were written: lengths may be times. */
export function usableWritten(values: Readonly<Record<string, unknown>>): Partial<WrittenParameters> {
  return usable(values, checkWritten) as Partial<WrittenParameters>;
}

function usable(
  values: Readonly<Record<string, unknown>>,
  check: (name: ParameterName, value: unknown) => object | undefined,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => isParameterName(name) && check(name, value) === undefined,
    ),
  );
}
