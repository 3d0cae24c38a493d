import { expected } from './check';
import type { Declaration } from './declaration';
import { TIME_RANGES_PATTERN } from './time-ranges';

/** A parameter's values as JSON schema: type, range, default, meaning. For settings and parameter files alike. */
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
        type: orNull(declaration, declaration.kind),
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
        patternErrorMessage: `Has to be ${expected(declaration)}.`,
      };
  }
}

function orNull(declaration: Declaration, type: string): string | string[] {
  return declaration.default === null ? [type, 'null'] : type;
}

function descriptionOf(declaration: Declaration): string {
  const unit = 'unit' in declaration && declaration.unit ? ` In ${declaration.unit}.` : '';
  const automatic = declaration.whenNull ? `\n\n\`null\`: ${declaration.whenNull}.` : '';
  return `${declaration.doc}${unit}${automatic}`;
}
