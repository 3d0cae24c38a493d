import { type Member, parseParameterDocument } from './document';

/**
 * Adds a member on a line of its own after the last one, whose comment stays behind it.
 *
 * @returns undefined where no line ends behind the last member
 */
export function withMemberAtEnd(text: string, name: string, value: unknown): string | undefined {
  const last = parseParameterDocument(text).members.at(-1);
  const rest = last && restOfLine(text, last);
  if (!last || !rest) return undefined;
  const { from } = last.keyRange;
  const indent = /^\s*/.exec(text.slice(text.lastIndexOf('\n', from) + 1, from))![0];
  const written = `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  const comma = rest.comma === undefined ? ',' : '';
  return [
    text.slice(0, last.valueRange.to),
    comma,
    text.slice(last.valueRange.to, rest.end),
    rest.lineBreak,
    indent,
    written,
    comma === '' ? ',' : '',
    text.slice(rest.end),
  ].join('');
}

/**
 * Removes a member with its line; comments of the one before it stay.
 *
 * @returns undefined where it does not have a line of its own
 */
export function withoutMember(text: string, member: Member): string | undefined {
  const { members } = parseParameterDocument(text);
  const own = restOfLine(text, member);
  const lineStart = text.slice(0, member.keyRange.from).search(/\r?\n[ \t]*$/);
  if (!own || lineStart < 0) return undefined;
  if (own.comma !== undefined) return text.slice(0, lineStart) + text.slice(own.end);
  const before = members[members.findIndex(({ keyRange }) => keyRange.from === member.keyRange.from) - 1];
  const comma = before && restOfLine(text, before)?.comma;
  if (comma === undefined) return undefined;
  return text.slice(0, comma) + text.slice(comma + 1, lineStart) + text.slice(own.end);
}

/** Blanks and closed comments, a comma with the same, a comment to the end of the line, the line break. */
const REST_OF_LINE =
  /^((?:[ \t]|\/\*(?:(?!\*\/).)*\*\/)*)((?:,(?:[ \t]|\/\*(?:(?!\*\/).)*\*\/)*)?)((?:\/\/.*)?)(\r?\n)/;

/**
 * What follows a member on its line: the place of a comma, the end of the line and its break; undefined if another
 * member or a brace follows.
 */
function restOfLine(text: string, { valueRange: { to } }: Member) {
  const [, before, withComma, comment, lineBreak] = REST_OF_LINE.exec(text.slice(to)) ?? [];
  if (lineBreak === undefined) return undefined;
  return {
    comma: withComma === '' ? undefined : to + before.length,
    end: to + before.length + withComma.length + comment.length,
    lineBreak,
  };
}
