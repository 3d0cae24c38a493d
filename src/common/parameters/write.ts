import { DECLARATIONS, type ParameterName, type WrittenParameters } from './parameters';

/**
 * The text of a parameter file with these values, each with a line that says what it is. Values that equal
 * their default are left to it, unless they are asked for.
 */
export function parameterFileText(
  values: Partial<WrittenParameters>,
  { heading, always = [] }: { heading: string; always?: readonly ParameterName[] },
): string {
  const lines = Object.entries(values)
    .filter(([name, value]) => {
      const known = name as ParameterName;
      return value !== undefined && (always.includes(known) || value !== DECLARATIONS[known].default);
    })
    .map(([name, value]) => {
      const { doc } = DECLARATIONS[name as ParameterName];
      // The first sentence is what a newcomer needs; hovering tells the rest.
      return `  // ${doc.split(/(?<=\.) /)[0]}\n  "${name}": ${JSON.stringify(value)}`;
    });
  return `// ${heading}\n{\n${lines.join(',\n')}\n}\n`;
}
