import { UserError } from '../errors';
import { checkWritten, expectedAsWritten, type ParameterValue, shown } from './check';
import { isLength } from './declaration';
import { nearestName, parameterNamed } from './names';
import { DECLARATIONS, type ParameterName, type WrittenParameters } from './parameters';
import { parseDuration } from './times';

/**
 * Parses assignments: `name=value`, the name or an alias, the value as in a parameter file but without quotes
 * (`win_size=12 ms`); "null" or nothing leaves it to the program. The later of two assignments to one parameter takes
 * effect.
 *
 * @throws UserError for an unknown name or a value its declaration does not allow
 */
export function parseAssignments(assignments: readonly string[]): Partial<WrittenParameters> {
  return Object.fromEntries(assignments.map(parseAssignment));
}

function parseAssignment(assignment: string): [ParameterName, ParameterValue] {
  const equals = assignment.indexOf('=');
  if (equals < 1) throw new UserError(`"${assignment}" does not set a parameter. Write name=value.`);
  const given = assignment.slice(0, equals).trim();
  const name = parameterNamed(given);
  if (name === undefined) {
    const guess = nearestName(given);
    const remedy = guess === undefined ? '"miniml detect --help" lists them.' : `Did you mean ${guess}?`;
    throw new UserError(`There is no parameter ${shown(given)}. ${remedy}`);
  }
  return [name, parseValue(name, assignment.slice(equals + 1).trim())];
}

/** @throws UserError */
function parseValue(name: ParameterName, text: string): ParameterValue {
  const declaration = DECLARATIONS[name];
  const isTime = isLength(declaration) && parseDuration(text) !== undefined;
  const value = isTime ? text : read(declaration.kind, text);
  const wrong =
    value === undefined
      ? `${name} is "${text}" but must be ${expectedAsWritten(declaration)}.`
      : checkWritten(name, value)?.message;
  if (wrong !== undefined) throw new UserError(wrong);
  return value as ParameterValue;
}

/** undefined if the text is not of that kind. */
function read(kind: (typeof DECLARATIONS)[ParameterName]['kind'], text: string): ParameterValue | undefined {
  if (text === '' || text === 'null') return null;
  switch (kind) {
    case 'boolean':
      return /^(true|yes|on|1)$/i.test(text) ? true : /^(false|no|off|0)$/i.test(text) ? false : undefined;
    case 'number':
    case 'integer': {
      const number = /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
      return Number.isNaN(number) ? undefined : number;
    }
    default:
      return text;
  }
}
