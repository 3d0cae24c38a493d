import { expectedAsWritten } from '../common/parameters/check';
import { DECLARATIONS, type ParameterName } from '../common/parameters/parameters';

/** What a parameter is, as Markdown: its meaning, what it may be, its default and its other names. */
export function describeParameter(name: ParameterName, derivedValue?: string): string {
  const declaration = DECLARATIONS[name];
  const { doc, aliases, examples } = declaration;
  const lines = [
    `**${name}**${derivedValue === undefined ? '' : ` = ${markdownText(derivedValue)}`}`,
    doc,
    `Has to be ${expectedAsWritten(declaration)}. Default: \`${JSON.stringify(declaration.default)}\`.`,
  ];
  if (examples) lines.push(`For example: ${examples.map((e) => `\`${JSON.stringify(e)}\``).join(', ')}.`);
  if (aliases && aliases.length > 0) lines.push(`Also known as ${aliases.join(', ')}.`);
  return lines.join('\n\n');
}

/** Text from a file inside Markdown: every character that Markdown could read as its own is escaped. */
export function markdownText(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~$&]/g, '\\$&').replace(/\s+/g, ' ');
}
