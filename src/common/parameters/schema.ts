import { DECLARATIONS, PARAMETER_NAMES } from './parameters';
import { valueSchema } from './value-schema';

/** The JSON schema (draft 7) of parameter files: for editors that read one as plain JSON. */
export function parameterFileSchema(): Record<string, unknown> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'miniML parameters',
    description:
      'Parameters of miniML, beside the recording they are for. What is left out keeps its default.',
    type: 'object',
    properties: Object.fromEntries([
      ['$schema', { type: 'string' }],
      ...PARAMETER_NAMES.flatMap((name) => {
        const declaration = DECLARATIONS[name];
        const schema = valueSchema(declaration);
        const aliases = declaration.aliases ?? [];
        return [
          [name, schema],
          ...aliases.map((alias) => [alias, { ...schema, deprecationMessage: `Another name of ${name}.` }]),
        ];
      }),
    ]),
    additionalProperties: false,
    allowComments: true,
    allowTrailingCommas: true,
  };
}
