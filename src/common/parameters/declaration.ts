/**
 * Declaration of one parameter. VS Code settings, JSON schema, language server, command-line flags, the README's table
 * and every default are derived from it.
 */
export type Declaration = NumberDeclaration | BooleanDeclaration | ChoiceDeclaration | TextDeclaration;

interface Common {
  /** Description for users: noun phrase, effect, special values. */
  doc: string;
  /** Where it is listed. */
  group: Group;
  /** Aliases that users of miniML know it by. */
  aliases?: readonly string[];
  /** Meaning of `null`, for parameters that may be left to the program. These default to null. */
  whenNull?: string;
  examples?: readonly (string | number | boolean)[];
}

export interface NumberDeclaration extends Common {
  kind: 'number' | 'integer';
  default: number | null;
  /** "samples", "Hz", "ms", "strides". */
  unit?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
}

export interface BooleanDeclaration extends Common {
  kind: 'boolean';
  default: boolean;
}

export interface ChoiceDeclaration extends Common {
  kind: 'choice';
  choices: readonly string[];
  default: string;
}

export interface TextDeclaration extends Common {
  /** `times` is text too: time ranges, read by {@link import('./times').parseTimeRanges}. */
  kind: 'text' | 'path' | 'times';
  default: string | null;
}

export type Group =
  | 'model'
  | 'detection'
  | 'measurement'
  | 'recording'
  | 'filters'
  | 'extraction'
  | 'training';

/** Whether a parameter is a length in samples, which may be written as a time too. */
export function isLength(declaration: Declaration): boolean {
  return 'unit' in declaration && declaration.unit === 'samples';
}

/** The TypeScript type of a declared parameter's value. */
export type ValueOf<D extends Declaration> =
  | (null extends D['default'] ? null : never)
  | (D extends { kind: 'number' | 'integer' }
      ? number
      : D extends { kind: 'boolean' }
        ? boolean
        : D extends { kind: 'choice'; choices: readonly (infer C)[] }
          ? C
          : string);
