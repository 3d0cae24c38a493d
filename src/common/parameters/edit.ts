import { applyEdits, type Edit, modify } from 'jsonc-parser';
import { type Member, parseParameterDocument } from './document';
import { withMemberAtEnd, withoutMember } from './edit-members';
import { DECLARATIONS, type ParameterName, type WrittenParameters } from './parameters';

/** Replacement of a range of a text (offset and length in UTF-16 units). */
export type TextEdit = Edit;

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };

/**
 * Edit that writes values into the text of a parameter file and leaves everything else unchanged: comments, order,
 * whitespace and aliases. Undefined removes a parameter.
 *
 * @param text a parameter file without errors of syntax
 * @returns undefined where nothing changes
 */
export function parameterFileEdit(text: string, patch: Partial<WrittenParameters>): TextEdit | undefined {
  let edited = text;
  for (const [name, value] of Object.entries(patch)) {
    // The last of several members of the same name takes effect.
    const member = parseParameterDocument(edited).members.findLast((m) => m.name === (name as ParameterName));
    edited = member || value !== undefined ? written(edited, name, member, value) : edited;
  }
  return difference(text, edited);
}

/** The text with one value; undefined removes it. */
function written(text: string, name: string, member: Member | undefined, value: unknown): string {
  const lines =
    member && value === undefined
      ? withoutMember(text, member)
      : member
        ? undefined
        : withMemberAtEnd(text, name, value);
  return lines ?? applyEdits(text, modify(text, [member?.key ?? name], value, { formattingOptions }));
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
 * Text of a new parameter file with these values, each with a comment. Values equal to their default are omitted unless
 * requested.
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
      // The comment has the first sentence of the description; hovering shows the rest.
      return `  // ${doc.split(/(?<=\.) /)[0]}\n  "${name}": ${JSON.stringify(value)}`;
    });
  return `// ${heading}\n{\n${lines.join(',\n')}\n}\n`;
}
