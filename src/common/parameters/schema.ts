import { expectedAsWritten } from './check';
import { type Declaration, isLength } from './declaration';
import { DECLARATIONS, PARAMETER_NAMES } from './parameters';
import { DURATION_PATTERN, TIME_RANGES_PATTERN } from './times';

/** JSON schema (draft 7) of parameter files, for editors that read them as plain JSON. */
export function parameterFileSchema(): Record<string, unknown> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'miniML parameters',
    description:
      'Parameters of miniML, beside the recording they are for. Parameters that are not given have their defaults.',
    type: 'object',
    properties: Object.fromEntries([
      ['$schema', { type: 'string' }],
      ...PARAMETER_NAMES.flatMap((name) => {
        const declaration = DECLARATIONS[name];
        const schema = valueSchema(declaration);
        const aliases = declaration.aliases ?? [];
        return [
          [name, schema],
          ...aliases.map((alias) => [alias, { ...schema, deprecationMessage: `Alias of ${name}.` }]),
        ];
      }),
    ]),
    additionalProperties: false,
    allowComments: true,
    allowTrailingCommas: true,
  };
}

/**
 * JSON schema of a parameter's values: type, range, default, description. For settings and parameter files alike.
 *
 * A length is a number of samples or a time in quotes, so its type is mixed, and the settings editor of VS Code offers
 * *Edit in settings.json* instead of a field. As text alone it would have a field, but plain numbers in settings and
 * parameter files, which those of the Python program are, would be marked as wrong.
 */
export function valueSchema(declaration: Declaration): Record<string, unknown> {
  return {
    ...typeOf(declaration),
    default: declaration.default,
    markdownDescription: descriptionOf(declaration),
    ...(declaration.examples && { examples: declaration.examples }),
  };
}

function typeOf(declaration: Declaration): Record<string, unknown> {
  switch (declaration.kind) {
    case 'number':
    case 'integer': {
      const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = declaration;
      const range = Object.entries({ minimum, maximum, exclusiveMinimum, exclusiveMaximum });
      return {
        type: isLength(declaration)
          ? [declaration.kind, 'string', ...(declaration.default === null ? ['null'] : [])]
          : orNull(declaration, declaration.kind),
        ...(isLength(declaration) && {
          pattern: DURATION_PATTERN,
          patternErrorMessage: `Must be ${expectedAsWritten(declaration)}.`,
        }),
        ...Object.fromEntries(range.filter(([, limit]) => limit !== undefined)),
      };
    }
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { type: 'string', enum: declaration.choices };
    case 'text':
    case 'path':
      return { type: orNull(declaration, 'string') };
    case 'times':
      return {
        type: orNull(declaration, 'string'),
        pattern: TIME_RANGES_PATTERN,
        patternErrorMessage: `Must be ${expectedAsWritten(declaration)}.`,
      };
  }
}

function orNull(declaration: Declaration, type: string): string | string[] {
  return declaration.default === null ? [type, 'null'] : type;
}

function descriptionOf(declaration: Declaration): string {
  const length = isLength(declaration) ? ', or as a time: `"12 ms"`' : '';
  const unit = 'unit' in declaration && declaration.unit ? ` In ${declaration.unit}${length}.` : '';
  const automatic = declaration.whenNull ? `\n\n\`null\`: ${declaration.whenNull}.` : '';
  return `${declaration.doc}${unit}${automatic}`;
}
