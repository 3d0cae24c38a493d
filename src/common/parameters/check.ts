import { type Declaration, isLength, type NumberDeclaration } from './declaration';
import { isParameterName } from './names';
import { DECLARATIONS, type ParameterName, type Parameters, type WrittenParameters } from './parameters';
import { parseDuration, parseTimeRanges } from './times';

/** A value that a parameter can hold. */
export type ParameterValue = number | boolean | string | null;

export interface ValueProblem {
  code: 'wrong-type' | 'out-of-range';
  /** One sentence with name, value and the allowed values. */
  message: string;
}

/** Checks a value against its declaration; undefined if it is valid. */
export function checkValue(name: ParameterName, value: unknown): ValueProblem | undefined {
  const declaration = DECLARATIONS[name];
  if (isAllowed(declaration, value)) return undefined;
  return {
    code: isOfKind(declaration, value) ? 'out-of-range' : 'wrong-type',
    message: `${name} is ${shown(value)} but must be ${expected(declaration)}.`,
  };
}

/**
 * The same check for a value as written: a length in samples may be a time, whose number of samples depends on the
 * sampling rate.
 */
export function checkWritten(name: ParameterName, value: unknown): ValueProblem | undefined {
  const isTime = typeof value === 'string' && isLength(DECLARATIONS[name]);
  if (!isTime) return checkValue(name, value);
  if (parseDuration(value) !== undefined) return undefined;
  return {
    code: 'wrong-type',
    message: `${name} is ${shown(value)} but must be ${expectedAsWritten(DECLARATIONS[name])}.`,
  };
}

/** Allowed values as written: {@link expected}, or a time instead of samples. */
export function expectedAsWritten(declaration: Declaration): string {
  return isLength(declaration)
    ? `${expected(declaration)}, or a time such as "12 ms"`
    : expected(declaration);
}

/** Allowed values of a declaration, to follow "must be …": "a whole number of samples from 10 to 1000000". */
export function expected(declaration: Declaration): string {
  const orNull = declaration.whenNull === undefined ? '' : `, or null for ${declaration.whenNull}`;
  switch (declaration.kind) {
    case 'boolean':
      return 'true or false';
    case 'choice':
      return listed(declaration.choices.map((choice) => `"${choice}"`));
    case 'path':
      return `the path of a file, in quotes${orNull}`;
    case 'text':
      return `text, in quotes${orNull}`;
    case 'times':
      return `time ranges in seconds, each from its start to a later end, such as "12.5–14, 80–81.2"${orNull}`;
    default:
      return `${numberExpected(declaration)}${orNull}`;
  }
}

/** Range of a number alone: "from 10 to 1000000", "above 0 and at most 1", "" if unlimited. */
function rangeOf(declaration: NumberDeclaration): string {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = declaration;
  if (minimum !== undefined && maximum !== undefined) return `from ${minimum} to ${maximum}`;
  const low =
    minimum !== undefined
      ? `at least ${minimum}`
      : exclusiveMinimum !== undefined
        ? `above ${exclusiveMinimum}`
        : '';
  const high =
    maximum !== undefined
      ? `at most ${maximum}`
      : exclusiveMaximum !== undefined
        ? `below ${exclusiveMaximum}`
        : '';
  return low && high ? `${low} and ${high}` : low || high;
}

function numberExpected(declaration: NumberDeclaration): string {
  const noun = declaration.kind === 'integer' ? 'a whole number' : 'a number';
  const unit = declaration.unit === undefined ? '' : ` of ${declaration.unit}`;
  return `${noun}${unit} ${rangeOf(declaration)}`.trimEnd();
}

function isAllowed(declaration: Declaration, value: unknown): boolean {
  if (value === null) return declaration.whenNull !== undefined;
  if (!isOfKind(declaration, value)) return false;
  switch (declaration.kind) {
    case 'choice':
      return declaration.choices.includes(value as string);
    case 'path':
      return (value as string).trim() !== '';
    case 'times':
      return parseTimeRanges(value as string) !== undefined;
    case 'integer':
    case 'number':
      return isInRange(declaration, value as number);
    default:
      return true;
  }
}

function isOfKind({ kind }: Declaration, value: unknown): boolean {
  if (kind === 'boolean') return typeof value === 'boolean';
  if (kind === 'integer') return Number.isSafeInteger(value);
  if (kind === 'number') return Number.isFinite(value);
  return typeof value === 'string';
}

function isInRange(declaration: NumberDeclaration, value: number): boolean {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = declaration;
  return !(
    (minimum !== undefined && value < minimum) ||
    (exclusiveMinimum !== undefined && value <= exclusiveMinimum) ||
    (maximum !== undefined && value > maximum) ||
    (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
  );
}

/** A value as JSON, shortened to fit a sentence. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function listed(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join() : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}

/**
 * Filters the parameters stored in a results or training file. Unknown names and values out of range are from another
 * version of the program and are ignored.
 */
export function usableParameters(values: Readonly<Record<string, unknown>>): Partial<Parameters> {
  return usable(values, checkValue) as Partial<Parameters>;
}

/** The same for values as written: lengths may be times. */
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
