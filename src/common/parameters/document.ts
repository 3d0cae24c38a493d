import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { parameterNamed } from './names';
import type { ParameterName } from './parameters';

/**
 * The text of a parameter file, taken apart: JSON with comments, one object whose members are parameters.
 * Whatever the text, this answers; what is wrong with it stands in `problems` and in the members.
 */
export interface ParameterDocument {
  text: string;
  /** Absolute path, where the text has been saved. Relative paths in it start at its folder. */
  path?: string;
  /** What is no JSON with comments, or not one object. */
  problems: { message: string; range: Range }[];
  /** In the order they stand, repeated and unknown ones included; the schema's name is none. */
  members: Member[];
}

/** Offsets into the text, in UTF-16 units. */
export interface Range {
  from: number;
  to: number;
}

export interface Member {
  /** As written. */
  key: string;
  keyRange: Range;
  /** The parameter that goes by this key, undefined for unknown ones. */
  name: ParameterName | undefined;
  value: unknown;
  valueRange: Range;
}

/** Which file extension a parameter file has. */
export const PARAMETER_FILE_EXTENSION = '.miniml.json';

/** Nobody writes a parameter file this deep or long; parsing one would only cost time and stack. */
const longest = 1_000_000;

export function parseParameterDocument(text: string, path?: string): ParameterDocument {
  const whole = { from: 0, to: text.length };
  const broken = (message: string) => ({ text, path, problems: [{ message, range: whole }], members: [] });
  if (text.length > longest) return broken('The file is too long for a parameter file.');
  if (text.trim() === '') return broken('The file is empty. A parameter file starts with { and ends with }.');

  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    // A byte order mark is no JSON; a space in its place keeps the offsets.
    root = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return broken('Values are nested too deeply to be parameters.');
  }
  const problems = errors.map(({ error, offset, length }) => ({
    message: sentences[printParseErrorCode(error)] ?? 'Invalid JSON.',
    range: { from: offset, to: offset + length },
  }));
  if (root && root.type !== 'object')
    problems.push({
      message: 'A parameter file holds one object: { "win_size": 600, … }.',
      range: rangeOfNode(root),
    });
  const members = root?.type === 'object' ? (root.children ?? []).flatMap(memberOf) : [];
  return { text, path, problems, members };
}

function memberOf({ children }: Node): Member[] {
  const [key, value] = children ?? [];
  // A member without a value is among the problems already.
  if (!key || !value || key.value === '$schema') return [];
  return [
    {
      key: key.value,
      keyRange: rangeOfNode(key),
      name: parameterNamed(key.value),
      value: value.type === 'object' ? {} : value.type === 'array' ? [] : value.value,
      valueRange: rangeOfNode(value),
    },
  ];
}

function rangeOfNode({ offset, length }: Node): Range {
  return { from: offset, to: offset + length };
}

/** By jsonc-parser's names of its errors. */
const sentences: Record<string, string> = {
  InvalidSymbol: 'Invalid JSON value. Text needs double quotes; true, false and null have none.',
  InvalidNumberFormat: 'Invalid JSON number.',
  PropertyNameExpected: 'A parameter name in double quotes is missing here.',
  ValueExpected: 'A value is missing here.',
  ColonExpected: 'A colon is missing between name and value.',
  CommaExpected: 'A comma is missing here.',
  CloseBraceExpected: 'The closing } is missing.',
  CloseBracketExpected: 'The closing ] is missing.',
  EndOfFileExpected: 'Nothing may follow the closing }.',
  InvalidCommentToken: 'Comments start with // or are enclosed in /* and */.',
  UnexpectedEndOfComment: 'The comment is not closed by */.',
  UnexpectedEndOfString: 'The closing quote is missing.',
  UnexpectedEndOfNumber: 'This number is not complete.',
  InvalidUnicode: 'A \\u must be followed by four hexadecimal digits.',
  InvalidEscapeCharacter: 'Invalid escape. A backslash is written \\\\.',
  InvalidCharacter: 'Invalid character in JSON text. Write it as an escape such as \\n.',
};
