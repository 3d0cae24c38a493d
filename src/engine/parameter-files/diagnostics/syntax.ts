import { checkWritten, shown } from '../../../common/parameters/check';
import type { ParameterDocument } from '../../../common/parameters/document';
import { nearestName } from '../../../common/parameters/names';
import { DECLARATIONS } from '../../../common/parameters/parameters';
import type { Diagnostic, TextRule } from './diagnostic';

/** Rules that need only the text of the parameter file. */
export const syntaxRules: readonly TextRule[] = [json, unknownNames, duplicates, values, aliases];

function json({ problems }: ParameterDocument): Diagnostic[] {
  return problems.map(({ message, range }) => ({ range, severity: 'error', code: 'json', message }));
}

/** A file with more unknown names is not a parameter file, and guesses take time. */
const MOST_GUESSES = 100;

function unknownNames({ members }: ParameterDocument): Diagnostic[] {
  return members
    .filter(({ name }) => name === undefined)
    .map(({ key, keyRange }, i) => {
      const guess = i < MOST_GUESSES ? nearestName(key) : undefined;
      return {
        range: keyRange,
        severity: 'error',
        code: 'unknown-name',
        message: `There is no parameter ${shown(key)}${guess === undefined ? '.' : `. Did you mean ${guess}?`}`,
        ...(guess !== undefined && {
          fix: { title: `Change to ${guess}`, range: keyRange, replacement: JSON.stringify(guess) },
        }),
      };
    });
}

function duplicates({ members }: ParameterDocument): Diagnostic[] {
  const firsts = new Map<string, string>();
  return members.flatMap(({ key, keyRange, name = key }) => {
    const first = firsts.get(name);
    firsts.set(name, first ?? key);
    if (first === undefined) return [];
    const also = first === key ? '' : ` (first as ${first})`;
    const message = `${shown(name)} is given twice${also}. Remove one of them.`;
    return [{ range: keyRange, severity: 'error', code: 'duplicate', message }];
  });
}

function values({ members }: ParameterDocument): Diagnostic[] {
  return members.flatMap(({ name, value, valueRange }) => {
    const problem = name === undefined ? undefined : checkWritten(name, value);
    if (name === undefined || !problem) return [];
    const { whenNull } = DECLARATIONS[name];
    const title = `Change to null: ${whenNull}`;
    return [
      {
        range: valueRange,
        severity: 'error',
        ...problem,
        ...(whenNull !== undefined && { fix: { title, range: valueRange, replacement: 'null' } }),
      },
    ];
  });
}

function aliases({ members }: ParameterDocument): Diagnostic[] {
  return members.flatMap(({ key, keyRange, name }) => {
    if (name === undefined || name === key) return [];
    const unit = unitOf(name);
    return [
      {
        range: keyRange,
        severity: 'information',
        code: 'alias',
        message: `${key} is understood as ${name}${unit}.`,
        fix: { title: `Rename to ${name}`, range: keyRange, replacement: JSON.stringify(name) },
      },
    ];
  });
}

function unitOf(name: keyof typeof DECLARATIONS): string {
  const declaration = DECLARATIONS[name];
  return 'unit' in declaration && declaration.unit !== undefined ? `, in ${declaration.unit}` : '';
}
