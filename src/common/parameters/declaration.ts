/**
 * How one parameter is declared. From these declarations come the VS Code settings, the JSON schema, the
 * language server's knowledge, the command line's flags, the README's table and every default.
 */
export type Declaration = NumberDeclaration | BooleanDeclaration | ChoiceDeclaration | TextDeclaration;

interface Common {
  /** One or two sentences for the person who sets it: what it does, what to choose. */
  doc: string;
  /** Where it is listed. */
  group: Group;
  /** Other names that users of miniML know it by. */
  aliases?: readonly string[];
  /** What `null` means, for parameters that can be left to the program. Such parameters default to null. */
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
  /** `times` is text too: stretches of time as {@link import('./time-ranges').parseTimeRanges} reads them. */
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
