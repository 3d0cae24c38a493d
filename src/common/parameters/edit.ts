import { applyEdits, type Edit, modify } from 'jsonc-parser';
import { parseParameterDocument } from './document';
import { DECLARATIONS, type ParameterName, type WrittenParameters } from './parameters';

/** A stretch of a text (offset and length in UTF-16 units) and what takes its place. */
export type TextEdit = Edit;

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };

/**
 * The edit that puts values into the text of a parameter file and leaves everything else in it as it is: comments,
 * order, blanks, and the names by which it calls its parameters. Undefined takes a parameter out.
 *
 * @param text a parameter file without errors of syntax
 * @returns undefined where nothing changes
 */
export function parameterFileEdit(text: string, patch: Partial<WrittenParameters>): TextEdit | undefined {
  let edited = text;
  for (const [name, value] of Object.entries(patch)) {
    // The last of several members of the same name is the one that counts.
    const member = parseParameterDocument(edited).members.findLast((m) => m.name === (name as ParameterName));
    edited = applyEdits(edited, modify(edited, [member?.key ?? name], value, { formattingOptions }));
  }
  return difference(text, edited);
}

/** One edit from the first to the last character that differs. */
function difference(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return {
    offset: start,
    length: before.length - end - start,
    content: after.slice(start, after.length - end),
  };
}

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
