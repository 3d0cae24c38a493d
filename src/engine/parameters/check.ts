import type { Declaration, NumberDeclaration } from './declaration';
import { DECLARATIONS, type ParameterName } from './parameters';

/** A value that a parameter can hold. */
export type ParameterValue = number | boolean | string | null;

/**
 * Holds a value against its declaration.
 *
 * @returns one sentence with name, value, range and remedy; undefined where the value is right
 */
export function checkValue(name: ParameterName, value: unknown): string | undefined {
  const declaration = DECLARATIONS[name];
  if (isAllowed(declaration, value)) return undefined;
  return `${name} is ${shown(value)}, but has to be ${expected(declaration)}.`;
}

/** What a declaration allows, as the end of "has to be …": "a whole number of samples from 10 to 1000000". */
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
    default:
      return `${numberExpected(declaration)}${orNull}`;
  }
}

/** The range of a number alone: "from 10 to 1000000", "above 0", "" where any number is right. */
export function rangeOf(declaration: NumberDeclaration): string {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = declaration;
  const low =
    minimum !== undefined
      ? `from ${minimum}`
      : exclusiveMinimum !== undefined
        ? `above ${exclusiveMinimum}`
        : '';
  if (maximum !== undefined) return low ? `${low} to ${maximum}` : `up to ${maximum}`;
  if (exclusiveMaximum !== undefined)
    return low ? `${low} and below ${exclusiveMaximum}` : `below ${exclusiveMaximum}`;
  return minimum !== undefined ? `${low} up` : low;
}

function numberExpected(declaration: NumberDeclaration): string {
  const noun = declaration.kind === 'integer' ? 'a whole number' : 'a number';
  const unit = declaration.unit === undefined ? '' : ` of ${declaration.unit}`;
  return `${noun}${unit} ${rangeOf(declaration)}`.trimEnd();
}

function isAllowed(declaration: Declaration, value: unknown): boolean {
  if (value === null) return declaration.whenNull !== undefined;
  switch (declaration.kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && declaration.choices.includes(value);
    case 'text':
      return typeof value === 'string';
    case 'path':
      return typeof value === 'string' && value.trim() !== '';
    case 'integer':
      return Number.isSafeInteger(value) && isInRange(declaration, value as number);
    case 'number':
      return Number.isFinite(value) && isInRange(declaration, value as number);
  }
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

/** A value as it would stand in a file, short enough for a sentence. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function listed(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join() : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}
